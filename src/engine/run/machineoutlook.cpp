// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/machineoutlook.h"

#include "engine/metrics/healthrules.h"
#include "engine/metrics/machinesampler.h"
#include "engine/run/target.h"

#include <QHostAddress>
#include <QThread>

#include <algorithm>
#include <array>
#include <limits>

using namespace Qt::StringLiterals;

namespace throng::run {

namespace {

// docs/performance.md, "A chat user": of soaks of thousands over plain HTTP. A request took 20.5 µs on a quiet machine,
// 27 on a busy one.
constexpr double processorSecondsOfRequest = 25e-6;
constexpr double bytesOfUser = 60 * 1024;
constexpr double bytesOfProgram = 100e6;

} // namespace

GeneratorMeans GeneratorMeans::ofThisMachine(const QUrl &server)
{
    const QHostAddress address(server.host());
    return { std::max(1, QThread::idealThreadCount()), metrics::MachineSampler().availableBytes(),
        http::raiseDescriptorLimit(),
        server.host() == u"localhost"_s || (!address.isNull() && isThisMachine(address)) };
}

int MachineOutlook::rounded() const
{
    int step = 1;
    while (users / step >= 100)
        step *= 10;
    return users / step * step;
}

MachineOutlook machineOutlook(double requests, const GeneratorMeans &means)
{
    const metrics::HealthRules rules;
    const double share = means.sharedWithServer ? 0.5 : 1;
    constexpr double unlimited = std::numeric_limits<int>::max();
    const double processor =
        requests > 0 ? means.cores * share * rules.busy / (requests * processorSecondsOfRequest) : unlimited;
    const double memory = means.availableBytes > 0
        ? (double(means.availableBytes) * share * rules.memory - bytesOfProgram) / bytesOfUser
        : unlimited;
    const std::array<std::pair<double, MachineOutlook::Limit>, 3> limits {
        std::pair { double(means.descriptors.usersThatFit()), MachineOutlook::Limit::Files },
        std::pair { processor, MachineOutlook::Limit::Processor }, std::pair { memory, MachineOutlook::Limit::Memory }
    };
    const auto [users, limit] =
        *std::min_element(limits.begin(), limits.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    return { int(std::clamp(users, 0.0, unlimited)), limit };
}

std::optional<MachineOutlook> machineOutlook(const QList<TestOutlook> &tests, const GeneratorMeans &means)
{
    std::optional<MachineOutlook> least;
    for (const TestOutlook &test : tests) {
        if (!test.isChat() || test.users == 0)
            continue;
        const MachineOutlook outlook = machineOutlook(test.requestsOfUser, means);
        if (!least || outlook.users < least->users)
            least = outlook;
    }
    return least;
}

} // namespace throng::run
