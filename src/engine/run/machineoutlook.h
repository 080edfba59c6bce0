// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/httpversions.h"
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

/// What a chat user takes of a machine, depending on how it speaks to its server.
struct UserCost {
    double bytes = 0; ///< resident memory
    int connections = 1; ///< at most: in HTTP/1.1 one that syncs, and a second one while the user sends
    double processorSecondsOfRequest = 0; ///< of one core

    /// As measured (docs/performance.md). Without a scheme the server is spoken to over TLS, as a project means it.
    /// Where the server is to choose between HTTP/1.1 and HTTP/2, what is dearer in either.
    [[nodiscard]] static UserCost of(const QUrl &server, HttpVersions versions);

    friend bool operator==(const UserCost &, const UserCost &) = default;
};

/// How many users like a test's this machine carries before its own figures become doubtful (docs/generator-health.md).
struct MachineOutlook {
    enum class Limit : quint8 { Processor, Memory, Files };

    int users = 0;
    Limit limit = Limit::Processor; ///< what is used up first

    [[nodiscard]] int rounded() const; ///< down to two digits: no more is known

    friend bool operator==(const MachineOutlook &, const MachineOutlook &) = default;
};

/// An estimate for cores like those that the cost was measured on. `requests` and polls of one user a second, together.
[[nodiscard]] MachineOutlook machineOutlook(double requests, const GeneratorMeans &means, const UserCost &cost);

/// For the users of the heaviest chat among these; nothing without a chat that has users.
[[nodiscard]] std::optional<MachineOutlook> machineOutlook(
    const QList<TestOutlook> &tests, const GeneratorMeans &means, const UserCost &cost);

} // namespace throng::run
