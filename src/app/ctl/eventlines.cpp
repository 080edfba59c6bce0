// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/eventlines.h"

#include "app/ctl/output.h"
#include "engine/results/identifiers.h"
#include "engine/results/words.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

QString stamp(qint64 unixMilliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(unixMilliseconds, Qt::UTC).toString(Qt::ISODateWithMs);
}

/// To a microsecond: more is noise.
double milliseconds(metrics::Nanoseconds time)
{
    return std::round(double(time.count()) / 1e3) / 1e3;
}

qint64 number(quint64 count)
{
    return static_cast<qint64>(count);
}

QString behaviourName(users::Behaviour behaviour)
{
    switch (behaviour) {
    case users::Behaviour::Register:
        return u"register"_s;
    case users::Behaviour::CreateRooms:
        return u"create_rooms"_s;
    case users::Behaviour::JoinRooms:
        return u"join_rooms"_s;
    case users::Behaviour::FillRooms:
        return u"fill_rooms"_s;
    case users::Behaviour::Chat:
        break;
    }
    return u"chat"_s;
}

QString endName(run::TestEnd end)
{
    return run::wordOf(end).replace(u' ', u'_');
}

QString severityName(run::Message::Severity severity)
{
    switch (severity) {
    case run::Message::Severity::Information:
        return u"information"_s;
    case run::Message::Severity::Warning:
        return u"warning"_s;
    case run::Message::Severity::Error:
        break;
    }
    return u"error"_s;
}

QString stateName(run::RunSummary::State state)
{
    switch (state) {
    case run::RunSummary::State::Done:
        return u"done"_s;
    case run::RunSummary::State::Stopped:
        return u"stopped"_s;
    case run::RunSummary::State::Failed:
        break;
    }
    return u"failed"_s;
}

/// As they may be handed on: what a server says of an error names users and rooms.
QJsonArray textsOf(const QStringList &sentences)
{
    QJsonArray array;
    for (const QString &sentence : sentences)
        array.append(results::withoutIdentifiers(sentence));
    return array;
}

/// Null where nothing was answered.
QJsonValue percentile(const metrics::Histogram &times, double percent)
{
    return times.count() > 0 ? QJsonValue(milliseconds(times.percentile(percent))) : QJsonValue();
}

} // namespace

void EventLines::write(const char *event, QJsonObject line)
{
    line.insert(u"event"_s, QString::fromLatin1(event));
    if (!line.contains(u"time"_s))
        line.insert(u"time"_s, stamp(QDateTime::currentMSecsSinceEpoch()));
    say(QString::fromUtf8(QJsonDocument(line).toJson(QJsonDocument::Compact)));
}

void EventLines::runStarted(const run::RunPlan &plan, int workers)
{
    QJsonArray tests;
    for (const run::TestPlan &test : plan.tests)
        tests.append(test.name);
    write("run_started",
        { { u"version"_s, version }, { u"program"_s, QStringLiteral("throngctl " THRONG_VERSION) },
            { u"suite"_s, plan.suite }, { u"server"_s, plan.server.toDisplayString() },
            { u"seed"_s, QString::number(plan.seed) }, { u"workers"_s, workers }, { u"rounds"_s, plan.rounds },
            { u"tests"_s, tests } });
}

void EventLines::testStarted(int index, const run::TestPlan &test, qsizetype tests)
{
    write("test_started",
        { { u"test"_s, test.name }, { u"number"_s, index + 1 }, { u"of"_s, tests }, { u"round"_s, test.round },
            { u"behaviour"_s, behaviourName(test.behaviour) } });
}

void EventLines::second(const run::TestPlan &test, const metrics::Snapshot &snapshot)
{
    // Alone: the test's own totals add a short last second to the one before it, which has its line already.
    metrics::LatestPoint alone;
    alone.add(snapshot);
    const metrics::HistoryPoint &now = alone.point();
    const bool answered = now.responses > 0;
    const auto time = [answered](metrics::Nanoseconds value) {
        return answered ? QJsonValue(milliseconds(value)) : QJsonValue();
    };
    write("second",
        { { u"time"_s, stamp(now.unixMilliseconds) }, { u"test"_s, test.name }, { u"seconds"_s, now.seconds },
            { u"users"_s, now.usersRunning }, { u"users_wanted"_s, now.usersTarget },
            { u"requests"_s, number(now.requests) }, { u"failures"_s, number(now.failures) },
            { u"rate_limited"_s, number(now.rateLimited) }, { u"polls"_s, number(now.polls) },
            { u"p50_ms"_s, time(now.p50) }, { u"p95_ms"_s, time(now.p95) }, { u"p99_ms"_s, time(now.p99) },
            { u"actions_due"_s, number(now.actionsPlanned) }, { u"actions_done"_s, number(now.actionsDone) } });
}

void EventLines::message(const run::Message &message)
{
    write("message",
        { { u"time"_s, stamp(message.unixMilliseconds) }, { u"severity"_s, severityName(message.severity) },
            { u"text"_s, results::withoutIdentifiers(message.text) } });
}

void EventLines::testFinished(const run::TestSummary &summary)
{
    const metrics::Totals &totals = summary.totals;
    const run::SetupResults &setup = summary.setup;
    QJsonObject line { { u"test"_s, summary.plan.name }, { u"end"_s, endName(summary.end) },
        { u"users"_s, summary.users }, { u"seconds"_s, totals.seconds() },
        { u"warm_up_seconds"_s, totals.elapsed() - totals.seconds() }, { u"requests"_s, number(totals.requests()) },
        { u"failures"_s, number(totals.failures()) }, { u"failed_share"_s, totals.failedShare() },
        { u"rate_limited"_s, number(totals.count(metrics::Outcome::RateLimited)) },
        { u"p50_ms"_s, percentile(totals.responseTimes(), 50) },
        { u"p95_ms"_s, percentile(totals.responseTimes(), 95) },
        { u"p99_ms"_s, percentile(totals.responseTimes(), 99) }, { u"trust"_s, results::wordOf(summary.verdict.trust) },
        { u"warnings"_s, textsOf(summary.warnings) } };
    if (summary.plan.isSetup())
        line.insert(u"setup"_s,
            QJsonObject { { u"accounts"_s, setup.accounts }, { u"accounts_done"_s, setup.accountsDone },
                { u"registered"_s, setup.registered }, { u"existed"_s, setup.existed },
                { u"accounts_failed"_s, setup.accountsFailed() }, { u"rooms"_s, setup.rooms },
                { u"rooms_created"_s, setup.roomsCreated }, { u"rooms_existed"_s, setup.roomsExisted },
                { u"rooms_failed"_s, setup.roomFailures.count }, { u"joined"_s, setup.joined },
                { u"joins_failed"_s, setup.joinFailures.count }, { u"messages_wanted"_s, setup.messagesWanted },
                { u"messages_existed"_s, setup.messagesExisted }, { u"messages_written"_s, setup.messages },
                { u"pictures"_s, setup.pictures }, { u"profiles"_s, setup.profiles },
                { u"history_failed"_s, setup.historyFailures.count } });
    write("test_finished", line);
}

void EventLines::runFinished(const run::RunSummary &summary, int exitCode)
{
    QJsonObject line { { u"state"_s, stateName(summary.state) }, { u"exit_code"_s, exitCode },
        { u"requests"_s, number(summary.requests()) }, { u"failures"_s, number(summary.failures()) },
        { u"failed_share"_s, summary.failedShare() }, { u"trust"_s, results::wordOf(summary.verdict.trust) },
        { u"reasons"_s, textsOf(summary.verdict.reasons) }, { u"warnings"_s, textsOf(summary.warnings) } };
    QJsonObject connections;
    for (const auto &[spoken, opened] : summary.connections)
        connections.insert(QString::fromLatin1(spoken), number(opened));
    line.insert(u"connections"_s, connections);
    if (summary.state == run::RunSummary::State::Failed)
        line.insert(u"error"_s, results::withoutIdentifiers(summary.error.toString()));
    write("run_finished", line);
}

} // namespace throng::ctl
