// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/runrecorder.h"

#include "engine/base/words.h"
#include "engine/metrics/format.h"
#include "engine/metrics/serverscrape.h"
#include "engine/project/suite.h"
#include "engine/results/identifiers.h"
#include "engine/results/runwriter.h"
#include "engine/results/surroundings.h"
#include "engine/run/serversoftware.h"
#include "engine/run/target.h"

#include <QDateTime>
#include <QTimer>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

qint64 now()
{
    return QDateTime::currentMSecsSinceEpoch();
}

KeptTest testOf(int index, const run::TestPlan &plan)
{
    KeptTest test;
    test.index = index;
    test.name = plan.name;
    test.behaviour = project::scriptOfBehaviour(plan.behaviour);
    test.isSetup = plan.isSetup();
    test.users = plan.users.value_or(0);
    test.spawnRate = plan.spawnRate;
    test.runTime = plan.runTime.count();
    test.warmUp = plan.warmUp.count();
    test.startedAt = now();
    return test;
}

KeptRule ruleOf(const KeptTest &test, const thresholds::Verdict &verdict)
{
    KeptRule rule;
    rule.test = test.index;
    rule.rule = verdict.threshold.rule.text;
    if (verdict.judgement.outcome != thresholds::Outcome::NoData) {
        rule.found = thresholds::valueText(verdict.threshold.rule, verdict.judgement);
        rule.state = KeptRule::State::Kept;
    }
    if (verdict.isBroken())
        rule.state = KeptRule::State::Broken;
    if (verdict.endedTheRun)
        rule.brokenAt = test.endedAt;
    return rule;
}

RunState stateOf(run::RunSummary::State state)
{
    switch (state) {
    case run::RunSummary::State::Done:
        return RunState::Done;
    case run::RunSummary::State::Stopped:
        return RunState::Stopped;
    case run::RunSummary::State::Failed:
        break;
    }
    return RunState::Failed;
}

KeptMessage::Kind kindOf(run::Message::Severity severity)
{
    switch (severity) {
    case run::Message::Severity::Information:
        return KeptMessage::Kind::Information;
    case run::Message::Severity::Warning:
        return KeptMessage::Kind::Warning;
    case run::Message::Severity::Error:
        break;
    }
    return KeptMessage::Kind::Error;
}

} // namespace

/// Sits on the recorder's thread and has the file.
class RunRecorder::Desk : public QObject {
    Q_OBJECT

public:
    void open(const QString &folder, const RunDescription &description)
    {
        auto writer = RunWriter::create(folder, description);
        if (!writer) {
            Q_EMIT trouble(
                Words::tr("%1. The run goes on, but will not be among the results.").arg(writer.error().toString()));
            return;
        }
        m_writer = *std::move(writer);
        Q_EMIT opened(m_writer->path());
    }
    [[nodiscard]] RunWriter *writer() { return m_writer.get(); } ///< null: there is no file

    void commit()
    {
        if (m_writer)
            judge(m_writer->commit());
    }
    /// Tries again every two seconds where the disk does not let it, for as long as the recorder lives.
    void finish(RunState state, const QString &error, const run::Verdict &verdict)
    {
        if (!m_writer)
            return;
        const Result<> finished = m_writer->finish(state, error, verdict);
        judge(finished);
        if (!finished) {
            QTimer::singleShot(2'000, this, [this, state, error, verdict] { finish(state, error, verdict); });
            return;
        }
        const QString path = m_writer->path();
        m_writer.reset();
        Q_EMIT kept(path);
    }

Q_SIGNALS:
    void opened(const QString &path);
    void trouble(const QString &text);
    void kept(const QString &path);

private:
    void judge(const Result<> &written)
    {
        const QString text = written ? QString() : written.error().toString();
        if (text == m_trouble)
            return;
        m_trouble = text;
        if (!text.isEmpty())
            Q_EMIT trouble(
                Words::tr("%1. The run goes on; what is measured is kept in memory and tried again.").arg(text));
        else if (m_writer->secondsGivenUp() > 0)
            Q_EMIT trouble(Words::tr("The results are written again; %1 seconds of them are lost.")
                               .arg(m_writer->secondsGivenUp() / 2));
        else
            Q_EMIT trouble(Words::tr("The results are written again, and nothing of them is lost."));
    }

    std::unique_ptr<RunWriter> m_writer;
    QString m_trouble; ///< what the last commit said
};

RunRecorder::RunRecorder(run::LoadRun &run, Keeping keeping, QObject *parent)
    : QObject(parent)
    , m_run(run)
    , m_keeping(std::move(keeping))
{
    m_thread.setObjectName(u"throng results"_s);
    connect(&run, &run::LoadRun::message, this, [this](const run::Message &message) {
        note(message.unixMilliseconds, kindOf(message.severity), message.text);
    });
    connect(&run, &run::LoadRun::testStarted, this, &RunRecorder::testStarted);
    connect(&run, &run::LoadRun::snapshot, this, [this](const metrics::Snapshot &second) {
        // The list of requests, which may be long, is for somebody else.
        auto kept = std::make_shared<metrics::Snapshot>(second);
        kept->requests.clear();
        for (const auto &[spoken, connections] : second.connections)
            m_connections[spoken] += connections;
        const QString connections = second.connections.empty() ? QString() : metrics::formatConnections(m_connections);
        atDesk([kept, connections](Desk &desk) {
            if (desk.writer()) {
                desk.writer()->addSecond(*kept);
                if (!connections.isEmpty())
                    desk.writer()->addFact(u"server.connections"_s, connections);
            }
            desk.commit();
        });
    });
    connect(&run, &run::LoadRun::serverScraped, this, [this](const metrics::ServerScrape &scrape) {
        if (!m_desk)
            return;
        atDesk([scrape](Desk &desk) {
            if (desk.writer())
                desk.writer()->addServerScrape(scrape);
        });
    });
    connect(&run, &run::LoadRun::testFinished, this,
        [this](int, const run::TestSummary &summary) { testFinished(summary); });
    connect(&run, &run::LoadRun::finished, this, &RunRecorder::finished);
}

RunRecorder::~RunRecorder()
{
    if (!m_desk)
        return;
    if (!m_finished)
        atDesk([](Desk &desk) { desk.finish(RunState::Stopped, Words::tr("the program was closed"), {}); });
    atDesk([thread = &m_thread](Desk &) { thread->quit(); });
    m_thread.wait();
}

void RunRecorder::begin()
{
    RunDescription description;
    description.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    description.suite = m_run.plan().suite;
    description.server = m_run.plan().server.toString(QUrl::RemoveUserInfo);
    description.seed = m_run.plan().seed;
    description.workers = m_run.workers();
    description.startedAt = now();
    description.group = m_keeping.group;
    description.trial = m_keeping.trial;
    description.facts = surroundings();
    if (const QStringList &versions = m_run.target().versions.versions; !versions.isEmpty())
        description.facts.emplaceBack(u"server.versions"_s, versions.join(u' '));
    if (!m_keeping.project.isEmpty())
        description.facts.emplaceBack(u"project"_s, withoutCredentials(QString::fromUtf8(m_keeping.project)));

    m_desk = new Desk;
    m_desk->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_desk, &QObject::deleteLater);
    connect(m_desk, &Desk::opened, this, [this](const QString &path) {
        m_path = path;
        Q_EMIT opened(path);
    });
    connect(m_desk, &Desk::trouble, this, [this](const QString &text) {
        note(now(), KeptMessage::Kind::Warning, text);
        Q_EMIT trouble(text);
    });
    connect(m_desk, &Desk::kept, this, &RunRecorder::kept);
    m_thread.start();
    atDesk([folder = m_keeping.folder, description](Desk &desk) { desk.open(folder, description); });
    for (const KeptMessage &message : std::exchange(m_early, {}))
        note(message.at, message.kind, message.text);
    auto *software = new run::ServerSoftware(m_run.target().origin, this);
    connect(software, &run::ServerSoftware::told, this, [this](const QString &answer) {
        atDesk([answer](Desk &desk) {
            if (desk.writer())
                desk.writer()->addFact(u"server.software"_s, answer);
        });
        Q_EMIT serverNamed(answer);
    });
    software->ask();
}

void RunRecorder::atDesk(std::function<void(Desk &)> work)
{
    Desk *desk = m_desk;
    QMetaObject::invokeMethod(
        desk, [desk, work = std::move(work)] { work(*desk); }, Qt::QueuedConnection);
}

void RunRecorder::note(qint64 at, KeptMessage::Kind kind, const QString &text)
{
    if (!m_desk) {
        m_early.push_back({ 0, at, kind, text });
        return;
    }
    atDesk([at, kind, text](Desk &desk) {
        if (desk.writer())
            desk.writer()->addMessage(at, kind, text);
    });
}

void RunRecorder::annotate(const QString &text, qint64 at)
{
    note(at > 0 ? at : now(), KeptMessage::Kind::Annotation, text);
}

void RunRecorder::testStarted(int index, const run::TestPlan &test)
{
    if (!m_desk)
        begin();
    m_test = testOf(index, test);
    atDesk([test = m_test](Desk &desk) {
        if (desk.writer())
            desk.writer()->beginTest(test);
        desk.commit();
    });
}

void RunRecorder::testFinished(const run::TestSummary &summary)
{
    if (!m_desk)
        return;
    KeptTest test = m_test;
    test.users = summary.users;
    test.endedAt = std::max(test.startedAt, summary.totals.endedAt());
    test.end = run::wordOf(summary.end);
    test.cutOff = summary.cutOff;
    test.verdict = summary.verdict;
    test.warnings = summary.warnings;
    std::vector<KeptRule> rules;
    for (const thresholds::Verdict &verdict : summary.thresholds)
        rules.push_back(ruleOf(test, verdict));
    atDesk([test, rules, rooms = summary.deliveries.slowestRooms](Desk &desk) {
        if (desk.writer()) {
            desk.writer()->addSlowestRooms(rooms);
            desk.writer()->endTest(test);
            for (const KeptRule &rule : rules)
                desk.writer()->addRule(rule);
        }
        desk.commit();
    });
}

void RunRecorder::finished(const run::RunSummary &summary)
{
    m_finished = true;
    if (!m_desk)
        return;
    const QString error = summary.state == run::RunSummary::State::Failed ? summary.error.toString() : QString();
    atDesk([state = stateOf(summary.state), error, verdict = summary.verdict](
               Desk &desk) { desk.finish(state, error, verdict); });
}

} // namespace throng::results

#include "runrecorder.moc"
