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

constexpr double bytesOfProgram = 100e6; ///< docs/performance.md: 88 MB before 9,900 users came

} // namespace

UserCost UserCost::of(const QUrl &server, HttpVersions versions)
{
    // docs/performance.md. Memory: "One run" and "HTTP/2". Processor time: "A chat user", where a request of thousands
    // took 20.5 µs on a quiet machine and 27 on a busy one; what TLS adds is in the table of "One run" (162,200 and
    // 75,700 requests a second), what HTTP/2 adds to that in its own (54,100 and 37,400).
    constexpr UserCost plain { 32.0 * 1024, 2, 25e-6 };
    constexpr UserCost http1 { 132.0 * 1024, 2, 32e-6 };
    constexpr UserCost http2 { 87.0 * 1024, 1, 40e-6 };
    if (server.scheme() == "http"_L1)
        return plain;
    switch (versions) {
    case HttpVersions::Http1:
        return http1;
    case HttpVersions::Http2:
        return http2;
    case HttpVersions::Automatic: // nobody has asked the server yet
        return { std::max(http1.bytes, http2.bytes), std::max(http1.connections, http2.connections),
            std::max(http1.processorSecondsOfRequest, http2.processorSecondsOfRequest) };
    }
    Q_UNREACHABLE();
}

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

MachineOutlook machineOutlook(double requests, const GeneratorMeans &means, const UserCost &cost)
{
    const metrics::HealthRules rules;
    const double share = means.sharedWithServer ? 0.5 : 1;
    constexpr double unlimited = std::numeric_limits<int>::max();
    const double processor =
        requests > 0 ? means.cores * share * rules.busy / (requests * cost.processorSecondsOfRequest) : unlimited;
    const double memory = means.availableBytes > 0
        ? (double(means.availableBytes) * share * rules.memory - bytesOfProgram) / cost.bytes
        : unlimited;
    const std::array<std::pair<double, MachineOutlook::Limit>, 3> limits {
        std::pair { double(means.descriptors.usersThatFit(cost.connections)), MachineOutlook::Limit::Files },
        std::pair { processor, MachineOutlook::Limit::Processor }, std::pair { memory, MachineOutlook::Limit::Memory }
    };
    const auto [users, limit] =
        *std::min_element(limits.begin(), limits.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    return { int(std::clamp(users, 0.0, unlimited)), limit };
}

std::optional<MachineOutlook> machineOutlook(
    const QList<TestOutlook> &tests, const GeneratorMeans &means, const UserCost &cost)
{
    std::optional<MachineOutlook> least;
    for (const TestOutlook &test : tests) {
        if (!test.isChat() || test.users == 0)
            continue;
        const MachineOutlook outlook = machineOutlook(test.requestsOfUser, means, cost);
        if (!least || outlook.users < least->users)
            least = outlook;
    }
    return least;
}

} // namespace throng::run
