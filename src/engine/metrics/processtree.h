// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/serverscrape.h"

#include <QList>
#include <QString>

#include <optional>

namespace throng::metrics {

/// The processes of a server on this machine, found by the port on which it listens, and all that they have started.
/// Linux's /proc; elsewhere nothing is found.
class ProcessTree {
public:
    /// `proc`: where /proc is.
    explicit ProcessTree(QString proc = QStringLiteral("/proc"));

    /// Looks for who listens on that TCP port of this machine. Of a server that shares its port among workers it is the
    /// process that started them. Costs a look at every descriptor of the machine: rarely, then.
    enum class Found : quint8 {
        Yes,
        Nobody, ///< nobody listens there
        Ourselves, ///< this very process: what it needs cannot be told from what a test needs
        NotReadable, ///< another user's process: the kernel does not say whose the socket is
    };
    [[nodiscard]] Found find(quint16 port);

    /// "python3 (process 4711)".
    [[nodiscard]] QString name() const;

    /// CPU since the last call (from the second on), memory and number of processes. Memory that processes share counts
    /// in each of them. Nothing when they have ended: find() again. `seconds` is on the monotonic clock.
    [[nodiscard]] std::optional<std::vector<ServerFigure>> sample(double seconds);

private:
    struct Process {
        int parent = 0;
        quint64 startedAt = 0; // ticks since the machine started: a number is used again, the pair is not
        double cpuSeconds = 0; // with children that have ended
        double bytes = 0;
        QString command;
    };

    [[nodiscard]] QStringList listeningSockets(quint16 port) const;
    [[nodiscard]] std::optional<Process> readProcess(int pid) const;
    [[nodiscard]] QList<int> processes() const;

    QString m_proc;
    QByteArray m_folder; // the same, with a slash behind it
    QList<int> m_roots;
    QList<quint64> m_rootsStartedAt;
    QString m_command;
    std::optional<double> m_cpuSeconds;
    double m_sampledAt = 0;
};

} // namespace throng::metrics
