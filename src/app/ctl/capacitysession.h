// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/exitcode.h"
#include "app/ctl/interrupt.h"
#include "app/ctl/livestatus.h"
#include "engine/capacity/capacityrun.h"

#include <QEventLoop>
#include <QObject>

namespace throng::ctl {

/// One search for a capacity on the terminal: says what each step came to, and the answer.
class CapacitySession : public QObject {
    Q_OBJECT

public:
    CapacitySession(capacity::CapacityPlan plan, std::unique_ptr<run::RunFiles> files,
        const capacity::CapacityOptions &options, const QString &jsonFile);

    /// Searches to the end, in an event loop of its own.
    ExitCode exec();

private:
    void interrupted(int count);
    void stepFinished(const capacity::Step &step);
    [[nodiscard]] ExitCode conclude(const capacity::CapacityReport &report);

    capacity::CapacityRun m_capacity;
    QString m_jsonFile;
    Interrupt m_interrupt;
    LiveStatus m_status;
    QEventLoop m_loop;
    ExitCode m_code = ExitCode::Internal;
    bool m_wasInterrupted = false;
};

} // namespace throng::ctl
