// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/runsession.h"

#include "app/ctl/figuretable.h"
#include "app/ctl/output.h"
#include "app/ctl/resulttable.h"
#include "app/ctl/servertable.h"
#include "app/ctl/thresholdtable.h"
#include "engine/project/suite.h"
#include "engine/results/figuresjson.h"
#include "engine/results/locustfiles.h"
#include "engine/results/matrixlocustfiles.h"

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

QString endName(const run::TestSummary &summary)
{
    switch (summary.end) {
    case run::TestEnd::RunTimeOver:
        return u"ran its time"_s;
    case run::TestEnd::AllDone:
        return u"all accounts done"_s;
    case run::TestEnd::NobodyLeft:
        return u"ended early: every user had given up"_s;
    case run::TestEnd::Stopped:
        return summary.cutOff ? u"stopped at once"_s : u"stopped"_s;
    case run::TestEnd::Aborted:
        return u"aborted: a threshold was broken for too long"_s;
    case run::TestEnd::Failed:
        break;
    }
    return u"failed"_s;
}

QString setupLine(const run::TestSummary &summary)
{
    const run::SetupResults &setup = summary.setup;
    switch (summary.plan.behaviour) {
    case users::Behaviour::Register:
        return u"%1 accounts registered, %2 existed, %3 failed"_s.arg(formatCount(quint64(setup.registered)),
            formatCount(quint64(setup.existed)), formatCount(quint64(setup.accountsFailed())));
    case users::Behaviour::CreateRooms:
        return u"%1 rooms created, %2 existed, %3 failed"_s.arg(formatCount(quint64(setup.roomsCreated)),
            formatCount(quint64(setup.roomsExisted)), formatCount(quint64(setup.roomFailures.count)));
    case users::Behaviour::JoinRooms:
        return u"%1 rooms joined, %2 failed"_s.arg(
            formatCount(quint64(setup.joined)), formatCount(quint64(setup.joinFailures.count)));
    case users::Behaviour::FillRooms:
        return u"%1 messages written, %2 existed, %3 parts failed"_s.arg(formatCount(quint64(setup.messages)),
            formatCount(quint64(setup.messagesExisted)), formatCount(quint64(setup.historyFailures.count)));
    case users::Behaviour::Chat:
        break;
    }
    return u"%1 actions of %2 that were due"_s.arg(
        formatCount(summary.totals.actionsDone()), formatCount(summary.totals.actionsPlanned()));
}

} // namespace

ExitCode exitCodeOf(run::RunFailure failure)
{
    switch (failure) {
    case run::RunFailure::BadInput:
    case run::RunFailure::HookFailed:
    case run::RunFailure::TooFewDescriptors:
        return ExitCode::Unusable;
    case run::RunFailure::Unreachable:
    case run::RunFailure::NotMatrix:
    case run::RunFailure::NotPermitted:
    case run::RunFailure::RegistrationClosed:
        return ExitCode::CannotTest;
    case run::RunFailure::None:
        break;
    }
    return ExitCode::Internal;
}

RunSession::RunSession(
    run::RunPlan plan, std::unique_ptr<run::RunFiles> files, const results::Keeping &keeping, Outputs outputs)
    : m_run(std::move(plan), std::move(files))
    , m_recorder(std::make_unique<results::RunRecorder>(m_run, keeping))
    , m_outputs(std::move(outputs))
{
    if (m_outputs.prometheus)
        m_outputs.prometheus->follow(m_run);
    connect(&m_interrupt, &Interrupt::received, this, &RunSession::interrupted);
    connect(&m_run, &run::LoadRun::testStarted, this, &RunSession::testStarted);
    connect(&m_run, &run::LoadRun::snapshot, this, [this](const metrics::Snapshot &second) {
        m_status.update(second, m_run.totals());
        if (m_outputs.events)
            m_events.second(m_run.plan().tests[m_run.currentTest()], second);
    });
    connect(&m_run, &run::LoadRun::message, this, [this](const run::Message &message) {
        m_status.note(message);
        if (m_outputs.events)
            m_events.message(message);
    });
    connect(&m_run, &run::LoadRun::testFinished, this,
        [this](int, const run::TestSummary &summary) { testFinished(summary); });
    connect(&m_run, &run::LoadRun::finished, this, [this](const run::RunSummary &summary) {
        m_summary = summary;
        m_loop.quit();
    });
}

ExitCode RunSession::exec()
{
    if (m_outputs.events)
        m_events.runStarted(m_run.plan(), m_run.workers());
    // From the event loop, so that a run that cannot even begin still ends a loop that is running.
    QMetaObject::invokeMethod(&m_run, &run::LoadRun::start, Qt::QueuedConnection);
    connect(
        m_recorder.get(), &results::RunRecorder::trouble, this, [this](const QString &text) { m_status.note(text); });
    connect(m_recorder.get(), &results::RunRecorder::opened, this, [this](const QString &path) { m_keptAt = path; });
    m_loop.exec();
    m_recorder.reset(); // waits until the file is whole
    if (!m_outputs.reports.isEmpty() && !m_summary.tests.empty())
        writeReports();
    const ExitCode code = conclude(m_summary);
    if (m_outputs.events)
        m_events.runFinished(m_summary, int(code));
    if (!m_keptAt.isEmpty())
        tell(u"Kept: %1"_s.arg(m_keptAt));
    return code;
}

void RunSession::interrupted(int count)
{
    m_wasInterrupted = true;
    if (count == 1) {
        m_status.note(u"Stopping: users finish what they are at. Ctrl-C again stops at once."_s);
        m_run.stop();
    } else {
        m_run.stopNow();
    }
}

void RunSession::testStarted(int index, const run::TestPlan &test)
{
    m_status.testStarted(
        u"Test %1 of %2: %3"_s.arg(QString::number(index + 1), QString::number(m_run.plan().tests.size()), test.name));
    if (m_outputs.events)
        m_events.testStarted(index, test, m_run.plan().tests.size());
}

void RunSession::testFinished(const run::TestSummary &summary)
{
    if (m_outputs.events)
        m_events.testFinished(summary);
    m_status.testFinished();
    tell(u"\n%1: %2, %3 users, %4; %5"_s.arg(summary.plan.name, endName(summary), formatCount(quint64(summary.users)),
        formatSpan(std::chrono::milliseconds(qint64(summary.totals.seconds() * 1000))), setupLine(summary)));
    if (summary.plan.warmUp.count() > 0)
        tell(u"Before that %1 of warm-up, in no figure."_s.arg(formatSpan(summary.plan.warmUp)));
    tell(resultTable(summary.totals).trimmed());
    if (const QString figures = figureTable(summary.totals, summary.deliveries); !figures.isEmpty())
        tell(u'\n' + figures.trimmed());
    if (const QString server = serverTable(summary.server); !server.isEmpty())
        tell(u'\n' + server.trimmed());
    if (!m_outputs.csvPrefix.isEmpty())
        writeCsv(summary);
    if (summary.plan.writesOutput) {
        const auto written =
            results::writeMatrixLocustFiles(summary.plan.outputDirectory, headingOf(summary), summary.totals);
        if (!written)
            fileFailed(written.error());
    }
}

ExitCode RunSession::conclude(const run::RunSummary &summary)
{
    if (!m_outputs.locustJsonFile.isEmpty() && !summary.tests.empty())
        writeLocustJson(summary);
    if (!m_outputs.figuresFile.isEmpty() && !summary.tests.empty())
        writeFigures(summary);
    if (!summary.warnings.isEmpty())
        tell(u"\nWarnings"_s);
    for (const QString &warning : summary.warnings)
        tell(u"  "_s + warning);
    if (summary.state == run::RunSummary::State::Failed)
        return exitCodeOf(summary.failure); // what happened was said when it did

    if (const QString table = thresholdTable(summary); !table.isEmpty())
        tell(u"\nThresholds\n"_s + table.trimmed());
    tell(u"\nGenerator: %1"_s.arg(metrics::toString(summary.verdict.trust)));
    for (const QString &reason : summary.verdict.reasons)
        tell(u"  "_s + reason);
    tell(u"\n%1 requests, %2 failed (%3)"_s.arg(
        formatCount(summary.requests()), formatCount(summary.failures()), formatShare(summary.failedShare())));
    if (!summary.connections.empty())
        tell(u"Connections: "_s + metrics::formatConnections(summary.connections));
    if (m_wasInterrupted)
        return ExitCode::Interrupted;
    if (m_fileFailed)
        return ExitCode::Unusable;
    if (summary.verdict.trust == run::Trust::Limited) {
        complain(u"throngctl: this machine was the bottleneck: the figures are not to be trusted"_s);
        return ExitCode::NotTrustworthy;
    }
    if (const int broken = summary.brokenThresholds(); broken > 0) {
        complain(broken == 1 ? u"throngctl: a threshold was broken"_s
                             : u"throngctl: %1 thresholds were broken"_s.arg(broken));
        return ExitCode::NotGoodEnough;
    }
    if (summary.failedShare() > m_outputs.failShare) {
        complain(u"throngctl: %1 of the requests failed, more than the %2 that --fail-share allows"_s.arg(
            formatShare(summary.failedShare()), formatShare(m_outputs.failShare)));
        return ExitCode::NotGoodEnough;
    }
    return ExitCode::Done;
}

void RunSession::writeCsv(const run::TestSummary &summary)
{
    // A test run alone is the user's choice of one; the tests of a suite need names of their own.
    const QString prefix = m_run.plan().tests.size() == 1
        ? m_outputs.csvPrefix
        : results::csvPrefixOfTest(m_outputs.csvPrefix, summary.plan.name);
    if (const auto written = results::writeLocustCsv(prefix, summary.totals); !written)
        fileFailed(written.error());
}

void RunSession::writeReports()
{
    if (m_keptAt.isEmpty()) {
        fileFailed({ u"there is no report: it is made of the kept run, and the run could not be kept"_s, {}, {} });
        return;
    }
    const auto report = results::Report::ofFile(m_keptAt);
    const Result<> written = report ? m_outputs.reports.write(*report) : tl::unexpected(report.error());
    if (!written)
        fileFailed(written.error());
}

results::ReportHeading RunSession::headingOf(const run::TestSummary &summary) const
{
    return { summary.plan.name, m_run.plan().server.toDisplayString(),
        project::scriptOfBehaviour(summary.plan.behaviour), summary.verdict };
}

void RunSession::writeLocustJson(const run::RunSummary &summary)
{
    std::vector<results::NamedTotals> tests;
    for (const run::TestSummary &test : summary.tests)
        tests.push_back({ test.plan.name, &test.totals });
    if (const auto written = results::writeLocustJson(m_outputs.locustJsonFile, tests); !written)
        fileFailed(written.error());
}

void RunSession::writeFigures(const run::RunSummary &summary)
{
    std::vector<results::TestFigures> tests;
    for (const run::TestSummary &test : summary.tests)
        tests.push_back({ test.plan.name, &test.totals, &test.deliveries });
    if (const auto written = results::writeFiguresJson(m_outputs.figuresFile, tests); !written)
        fileFailed(written.error());
}

void RunSession::tell(const QString &text)
{
    // Standard output is the events' alone.
    if (m_outputs.events)
        complain(text);
    else
        say(text);
}

void RunSession::fileFailed(const Error &error)
{
    m_fileFailed = true;
    m_status.note(u"throngctl: "_s + error.toString());
}

} // namespace throng::ctl
