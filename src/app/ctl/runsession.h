// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/eventlines.h"
#include "app/ctl/exitcode.h"
#include "app/ctl/interrupt.h"
#include "app/ctl/livestatus.h"
#include "app/ctl/reportfiles.h"
#include "engine/results/locusthtml.h"
#include "engine/results/prometheusexport.h"
#include "engine/results/runrecorder.h"
#include "engine/run/loadrun.h"

#include <QEventLoop>
#include <QObject>

#include <memory>

namespace throng::ctl {

/// What a run that could not be made says to the shell.
[[nodiscard]] ExitCode exitCodeOf(run::RunFailure failure);

/// One run on the terminal: shows it while it goes on, writes its files test by test, says how it ended.
class RunSession : public QObject {
    Q_OBJECT

public:
    struct Outputs {
        QString csvPrefix; ///< empty: no CSV files
        ReportFiles reports; ///< of the run as it was kept
        QString locustJsonFile; ///< empty: none
        QString figuresFile; ///< empty: none
        results::PrometheusExport *prometheus = nullptr; ///< tells of the run, too; outlives the session
        bool events = false; ///< JSON lines on standard output instead of tables
        double failShare = 0.01; ///< more failed requests than this share are exit code 1
    };

    RunSession(
        run::RunPlan plan, std::unique_ptr<run::RunFiles> files, const results::Keeping &keeping, Outputs outputs);

    /// Runs to the end, in an event loop of its own.
    ExitCode exec();

private:
    void interrupted(int count);
    void testStarted(int index, const run::TestPlan &test);
    void testFinished(const run::TestSummary &summary);
    void writeCsv(const run::TestSummary &summary);
    [[nodiscard]] results::ReportHeading headingOf(const run::TestSummary &summary) const;
    void writeLocustJson(const run::RunSummary &summary);
    void writeFigures(const run::RunSummary &summary);
    void writeReports();
    [[nodiscard]] ExitCode conclude(const run::RunSummary &summary);
    void fileFailed(const Error &error);
    void tell(const QString &text); ///< a result for a person

    run::LoadRun m_run;
    std::unique_ptr<results::RunRecorder> m_recorder;
    QString m_keptAt; ///< the run's file; empty until it is there
    Outputs m_outputs;
    Interrupt m_interrupt;
    LiveStatus m_status;
    EventLines m_events;
    QEventLoop m_loop;
    run::RunSummary m_summary; ///< once it is over
    bool m_wasInterrupted = false;
    bool m_fileFailed = false;
};

} // namespace throng::ctl
