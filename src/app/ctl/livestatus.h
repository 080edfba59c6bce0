// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/totals.h"
#include "engine/run/runsummary.h"

#include <QElapsedTimer>
#include <QString>

namespace throng::ctl {

/// What a person sees while a test runs: on a terminal one block that is drawn over itself each second,
/// elsewhere a line each 10 s. Goes to standard error, so that standard output keeps the results alone.
class LiveStatus {
public:
    LiveStatus();

    void testStarted(const QString &title); ///< "Test 4 of 4: chat"
    void update(const metrics::Snapshot &second, const metrics::Totals &totals);
    /// A line that stays, above the block.
    void note(const QString &line);
    void note(const run::Message &message);
    void testFinished();

private:
    [[nodiscard]] QStringList block(const metrics::Snapshot &second, const metrics::Totals &totals) const;
    [[nodiscard]] QString line(const metrics::Snapshot &second, const metrics::Totals &totals) const;
    void erase();

    bool m_onTerminal;
    qsizetype m_linesDrawn = 0;
    QString m_title;
    QElapsedTimer m_sinceStart;
    qint64 m_nextLine = 0; ///< where nothing is drawn over: ms after the start
};

} // namespace throng::ctl
