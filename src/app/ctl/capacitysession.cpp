// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/capacitysession.h"

#include "app/ctl/output.h"
#include "app/ctl/runsession.h"
#include "engine/capacity/capacitywords.h"
#include "engine/project/textfile.h"
#include "engine/thresholds/endpointnames.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

QString outcomeText(capacity::StepOutcome outcome)
{
    switch (outcome) {
    case capacity::StepOutcome::Meets:
        return u"met"_s;
    case capacity::StepOutcome::Breaks:
        return u"BROKEN"_s;
    case capacity::StepOutcome::Disturbed:
    case capacity::StepOutcome::Unjudgeable:
        return u"not judged"_s;
    }
    Q_UNREACHABLE();
}

QString stepTable(const capacity::CapacityReport &report)
{
    QStringList head { u"Step"_s, u"Users"_s, u"Req/s"_s };
    QList<Column> columns { Column::Right, Column::Right, Column::Right };
    for (const thresholds::Rule &rule : report.rules) {
        head += rule.figureText();
        columns += Column::Right;
    }
    head += u"Verdict"_s;
    columns += Column::Left;
    QList<QStringList> rows { head };
    for (const capacity::Step &step : report.steps) {
        QStringList row { QString::number(step.number), formatCount(quint64(step.users)),
            QString::number(step.requestsPerSecond(), 'f', 1) };
        for (qsizetype i = 0; i < report.rules.size(); ++i) {
            const thresholds::Judgement &judgement = step.judgements[std::size_t(i)];
            row += judgement.outcome == thresholds::Outcome::NoData ? u"-"_s
                                                                    : thresholds::valueText(report.rules[i], judgement);
        }
        rows += row << outcomeText(step.outcome);
    }
    return alignColumns(rows, columns);
}

ExitCode codeOf(const capacity::CapacityReport &report)
{
    using End = capacity::CapacitySearch::End;
    switch (report.end) {
    case End::Found:
    case End::AllMeet:
    case End::OutOfSteps:
        return ExitCode::Done;
    case End::NoneMeets:
        return ExitCode::NotGoodEnough;
    case End::NotJudged: {
        const capacity::Step *step = report.unjudgedStep();
        return step && step->generator.trust == run::Trust::Limited ? ExitCode::NotTrustworthy : ExitCode::CannotTest;
    }
    case End::Searching:
        break;
    }
    return ExitCode::CannotTest; // the test ended by itself: nobody was left, for instance
}

} // namespace

CapacitySession::CapacitySession(capacity::CapacityPlan plan, std::unique_ptr<run::RunFiles> files,
    const capacity::CapacityOptions &options, const QString &jsonFile)
    : m_capacity(std::move(plan), std::move(files), options)
    , m_jsonFile(jsonFile)
{
    using capacity::CapacityRun;
    connect(&m_interrupt, &Interrupt::received, this, &CapacitySession::interrupted);
    connect(&m_capacity, &CapacityRun::testStarted, this,
        [this](int, const run::TestPlan &test) { m_status.testStarted(test.name); });
    connect(&m_capacity, &CapacityRun::snapshot, this,
        [this](const metrics::Snapshot &second) { m_status.update(second, m_capacity.run().totals()); });
    connect(&m_capacity, &CapacityRun::message, this, [this](const run::Message &message) { m_status.note(message); });
    connect(&m_capacity, &CapacityRun::stepStarted, this, [this](int number, int users) {
        m_status.note(u"Step %1: %2 users"_s.arg(QString::number(number), formatCount(quint64(users))));
    });
    connect(&m_capacity, &CapacityRun::stepFinished, this, &CapacitySession::stepFinished);
    connect(&m_capacity, &CapacityRun::finished, this, [this](const capacity::CapacityReport &report) {
        m_code = conclude(report);
        m_loop.quit();
    });
}

ExitCode CapacitySession::exec()
{
    QMetaObject::invokeMethod(&m_capacity, &capacity::CapacityRun::start, Qt::QueuedConnection);
    m_loop.exec();
    return m_code;
}

void CapacitySession::interrupted(int count)
{
    m_wasInterrupted = true;
    if (count == 1)
        m_status.note(u"Stopping: users finish what they are at. Ctrl-C again stops at once."_s);
    m_capacity.stop();
}

void CapacitySession::stepFinished(const capacity::Step &step)
{
    const QString reason = step.reason.isEmpty() ? QString() : u": "_s + step.reason;
    m_status.note(u"Step %1: %2 users, %3%4"_s.arg(
        QString::number(step.number), formatCount(quint64(step.users)), outcomeText(step.outcome), reason));
}

ExitCode CapacitySession::conclude(const capacity::CapacityReport &report)
{
    bool isWritten = true;
    if (!m_jsonFile.isEmpty()) {
        const auto written =
            project::writeAtomically(m_jsonFile, project::Access::Ordinary, QJsonDocument(report.toJson()).toJson());
        isWritten = written.has_value();
        if (!isWritten)
            complain(u"throngctl: "_s + written.error().toString());
    }
    if (!report.steps.empty())
        say(u'\n' + stepTable(report));
    for (const thresholds::Rule &rule : report.unmeasured())
        complain(thresholds::toString(rule, {}));
    if (report.run.state == run::RunSummary::State::Failed)
        return exitCodeOf(report.run.failure); // what happened was said when it did
    say(capacity::summaryOf(report));
    if (m_wasInterrupted)
        return ExitCode::Interrupted;
    return isWritten ? codeOf(report) : ExitCode::Unusable;
}

} // namespace throng::ctl
