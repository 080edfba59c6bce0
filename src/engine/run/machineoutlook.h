// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/descriptors.h"
#include "engine/run/timeline.h"

#include <QUrl>

#include <optional>

namespace throng::run {

/// What this machine has for virtual users to live on.
struct GeneratorMeans {
    int cores = 1;
    quint64 availableBytes = 0; ///< 0: not known, and no limit then
    http::DescriptorBudget descriptors;
    bool sharedWithServer = false; ///< the server is on this machine: half of its processor and memory are the server's

    /// As they are now; raises the limit of open files as far as it goes. Looks up no name: of the names, "localhost"
    /// alone is known to be this machine.
    [[nodiscard]] static GeneratorMeans ofThisMachine(const QUrl &server);
};

/// How many users like a test's this machine carries before its own figures become doubtful (docs/generator-health.md).
struct MachineOutlook {
    enum class Limit : quint8 { Processor, Memory, Files };

    int users = 0;
    Limit limit = Limit::Processor; ///< what is used up first

    [[nodiscard]] int rounded() const; ///< down to two digits: no more is known

    friend bool operator==(const MachineOutlook &, const MachineOutlook &) = default;
};

/// An estimate from what users cost in docs/performance.md, on a core like the one that it was measured on. `requests`
/// and polls of one user a second, together.
[[nodiscard]] MachineOutlook machineOutlook(double requests, const GeneratorMeans &means);

/// For the users of the heaviest chat among these; nothing without a chat that has users.
[[nodiscard]] std::optional<MachineOutlook> machineOutlook(
    const QList<TestOutlook> &tests, const GeneratorMeans &means);

} // namespace throng::run
