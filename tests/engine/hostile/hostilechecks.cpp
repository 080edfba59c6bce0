// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is held against a hostile run: what it reported, what it counted, what it held, what is there in the end.
#include "hostilerun.h"

#include <map>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace throng::test {

using metrics::Outcome;
using practice::Truth;
using users::Behaviour;

namespace {

constexpr int joinable = HostileRun::rooms * 2; // two of three members are invited

using EndpointName = std::pair<QByteArray, QByteArray>; // method, path

/// A status that is a good answer, although it does not look like one.
bool isGood(const Truth::Endpoint &endpoint, int status)
{
    return status == 200 || (status == 401 && endpoint.name.endsWith("/register")) // a step of the flow
        || (status == 404 && endpoint.method == "GET" && endpoint.name.contains("/profile/")); // has no name
}

int rowsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? int(file.readAll().count('\n')) - 1 : 0;
}

/// What a damaged or shortened answer of these statuses is counted as: its errcode cannot be read.
bool isOfDamagedError(const metrics::ErrorDelta &error)
{
    return error.outcome == Outcome::HttpError && (error.error == "HTTP 401" || error.error == "HTTP 404");
}

QString text(const metrics::ErrorDelta &error)
{
    return u"%1 %2: %3 × %4 %5: %6"_s.arg(QString::fromLatin1(error.key.method), QString::fromLatin1(error.key.name))
        .arg(error.occurrences)
        .arg(toString(error.outcome), QString::fromUtf8(error.error), QString::fromUtf8(error.sample));
}

} // namespace

/// Each fault is reported as what it is, and nothing is reported that did not happen.
void HostileRun::checkErrors(const run::TestSummary &test)
{
    const Stage &stage = stages[std::size_t(test.index)];
    check(test.plan.behaviour == stage.behaviour, test.plan.name + u": is another test than the table says"_s);
    const quint64 before = test.index > 0 ? m_marks[std::size_t(test.index) - 1].struck : 0;
    const quint64 struck = m_marks[std::size_t(test.index)].struck - before;
    const bool ofTimelines = m_blow.kind == Blow::OfTimelines;
    const bool expected = (m_where == Where::Everywhere ? !faultsIn(test.index).isEmpty() : m_where == stage.where)
        && (stage.syncs || !ofTimelines);
    // Two syncs of those who join may have nothing in their timelines that could be in disorder.
    const bool leftToChance = ofTimelines && stage.where == Where::JoinRooms && m_where == Where::Everywhere;
    if (!leftToChance)
        check((struck > 0) == expected, u"%1: struck %2 times"_s.arg(test.plan.name).arg(struck));
    quint64 reported = 0;
    for (const metrics::ErrorDelta &error : test.totals.errors()) {
        if (m_blow.isReportedBy(error)) {
            reported += error.occurrences;
            check(m_blow.isSaidIn(QString::fromUtf8(error.sample)), text(error));
            continue;
        }
        const bool damaged = m_blow.harms() && m_blow.isAnswer() && isOfDamagedError(error);
        const bool raced = m_blow.kind == Blow::OfConnections && error.error == "connection lost";
        // What the server refused for good reason: an account that it had made without saying so, a token that it
        // had forgotten. Held against its books below.
        const bool follows = m_blow.harms() && (error.error == "M_USER_IN_USE" || error.error == "M_UNKNOWN_TOKEN");
        check(damaged || raced || follows, test.plan.name + u": "_s + text(error));
        reported += damaged ? error.occurrences : 0;
    }
    if (m_blow.harms() && expected)
        check(reported > 0, test.plan.name + u": none is reported"_s);
}

/// One endpoint of one run, as Throng and as the server counted it.
struct HostileRun::Books {
    quint64 all = 0;
    quint64 good = 0;
    quint64 bad = 0; ///< an answer that is no good one
    quint64 lost = 0; ///< no answer, or not all of it
    quint64 cancelled = 0; ///< Throng alone knows of these
};

/// What was counted is what the server counted: exactly, but for requests that were given up at the end of the chat.
void HostileRun::checkBooks()
{
    std::map<EndpointName, Books> ours;
    quint64 resent = 0;
    for (const run::TestSummary &test : m_driver->summary->tests) {
        for (const metrics::EndpointDelta &endpoint : test.totals.endpoints()) {
            Books &books = ours[{ endpoint.key.method, endpoint.key.name }];
            books.good += endpoint.count(Outcome::Ok);
            books.bad += endpoint.count(Outcome::MatrixError) + endpoint.count(Outcome::HttpError)
                + endpoint.count(Outcome::RateLimited);
            books.lost += endpoint.count(Outcome::Timeout) + endpoint.count(Outcome::NetworkError);
            books.cancelled += endpoint.count(Outcome::Cancelled);
            books.all += endpoint.requests() + endpoint.count(Outcome::Cancelled);
        }
    }
    for (const metrics::Snapshot &second : m_driver->seconds)
        resent += second.health.requestsResent;

    const Truth truth = m_server.truth();
    std::map<EndpointName, Books> theirs;
    for (const practice::RequestRecord &record : truth.requestList) {
        const Truth::Endpoint &endpoint = truth.endpoints[record.endpoint];
        Books &books = theirs[{ endpoint.method, endpoint.name }];
        ++books.all;
        const bool struck = record.fault != practice::FaultKind::None && m_blow.harmsAt(endpoint);
        if (struck ? !m_blow.isAnswer() : (!record.delivered || record.status == 0))
            ++books.lost;
        else if (struck || !isGood(endpoint, record.status))
            ++books.bad;
        else
            ++books.good;
    }
    theirs.erase({ "GET", "/_matrix/client/versions" }); // asked by the run itself, before any test

    quint64 more = 0; // that the server saw
    std::map<EndpointName, Books> all = ours;
    all.insert(theirs.begin(), theirs.end());
    for (const auto &[name, unused] : all) {
        const Books &a = ours[name];
        const Books &b = theirs[name];
        const bool mayLose = m_blow.kind != Blow::AtOnce && m_blow.kind != Blow::OfTimelines;
        // What we have given up, the server may have answered, or never have seen.
        const quint64 open = a.cancelled + (mayLose && a.lost > b.lost ? a.lost - b.lost : 0);
        const bool right = b.good >= a.good && b.good <= a.good + open && b.bad >= a.bad && b.bad <= a.bad + open
            && b.lost + (mayLose ? open : 0) >= a.lost && b.lost <= a.lost + a.cancelled + resent
            && a.all <= b.all + open;
        more += b.all > a.all ? b.all - a.all : 0;
        check(right,
            u"%1 %2: counted %3 (%4 good, %5 bad, %6 lost, %7 cancelled), the server %8 (%9 good, %10 bad, %11 lost)"_s
                .arg(QString::fromLatin1(name.first), QString::fromLatin1(name.second))
                .arg(a.all)
                .arg(a.good)
                .arg(a.bad)
                .arg(a.lost)
                .arg(a.cancelled)
                .arg(b.all)
                .arg(b.good)
                .arg(b.bad)
                .arg(b.lost));
    }
    quint64 requests = 0;
    for (const run::TestSummary &test : m_driver->summary->tests)
        requests += test.totals.requests();
    check(resent * 20 < requests || m_driver->said(u"were sent a second time"_s) > 0, u"nobody is told of it"_s);
    check(more <= resent, u"the server saw %1 requests more, and %2 were sent twice"_s.arg(more).arg(resent));
}

/// Nothing grows: as many connections as users have, and tables as long as there are different things to say.
void HostileRun::checkBounds()
{
    for (const metrics::Snapshot &second : m_driver->seconds)
        check(second.health.connectionsOpen <= 2 * users, u"%1 connections"_s.arg(second.health.connectionsOpen));
    for (const run::TestSummary &test : m_driver->summary->tests) {
        check(test.totals.errors().size() <= 40, u"%1 kinds of error"_s.arg(test.totals.errors().size()));
        check(test.totals.peakUsers() <= users, u"%1 users"_s.arg(test.totals.peakUsers()));
    }
}

/// Everything is there, on the server and in the files, and nothing of it twice.
void HostileRun::checkDone(const run::RunSummary &summary, bool chats)
{
    checkState(summary);
    const int done = int(summary.tests.size());
    const Truth truth = m_server.truth();
    const auto compare = [this](const QString &what, quint64 is, quint64 wanted) {
        check(is == wanted, u"%1: %2 instead of %3"_s.arg(what).arg(is).arg(wanted));
    };
    compare(u"accounts"_s, truth.accounts, users);
    compare(u"rows of tokens.csv"_s, quint64(rowsOf(m_project.folder().tokensFile())), users);
    compare(u"accounts worked through"_s, quint64(summary.tests[0].setup.accountsDone), users);
    if (done > 1) {
        compare(u"rooms"_s, truth.rooms, rooms);
        compare(u"rows of rooms-created.csv"_s, quint64(rowsOf(m_project.folder().createdRoomsFile())), rooms);
        compare(
            u"rooms made"_s, quint64(summary.tests[1].setup.roomsCreated + summary.tests[1].setup.roomsExisted), rooms);
    }
    if (done > 2) {
        compare(u"memberships"_s, truth.joined, rooms + joinable);
        compare(u"invitations left"_s, truth.invited, 0);
    }
    if (done > 3) {
        const run::SetupResults &past = summary.tests[3].setup;
        check(past.messagesWanted > 0, u"the rooms were to have no history"_s);
        compare(
            u"messages of the history"_s, quint64(past.messages + past.messagesExisted), quint64(past.messagesWanted));
        compare(u"failures of the history"_s, quint64(past.historyFailures.count), 0);
        if (m_where != Where::Chat && m_where != Where::Everywhere) // nobody wrote anything else
            compare(
                u"messages in the rooms"_s, truth.eventsByType.value("m.room.message"), quint64(past.messagesWanted));
    }
    if (chats) {
        check(done == 5 && summary.tests[4].totals.actionsDone() > 0, u"nobody chatted"_s);
        check(m_marks.back().messages > m_marks[3].messages, u"nobody wrote"_s);
    }
}

/// What a person reads of a test that could not succeed.
void HostileRun::checkFailure()
{
    const run::RunSummary &summary = *m_driver->summary;
    const run::TestSummary &test = summary.tests.back();
    const run::SetupResults &setup = test.setup;
    check(test.index + 1 == int(m_where), u"it ended in "_s + test.plan.name);
    const auto says = [this](const QString &what, const QString &text) {
        const bool damaged = m_blow.isAnswer() && (text.contains(u"HTTP 401"_s) || text.contains(u"HTTP 404"_s));
        check(m_blow.isSaidIn(text) || damaged, u"%1 says: %2"_s.arg(what, text));
    };
    switch (m_where) {
    case Where::Register:
        check(summary.state == run::RunSummary::State::Failed, u"it did not fail"_s);
        check(setup.accountsDone == 0, u"accounts are said to be done"_s);
        says(u"the run's error"_s, summary.error.toString());
        check(rowsOf(m_project.folder().tokensFile()) <= 0, u"tokens of nobody"_s);
        break;
    case Where::CreateRooms:
        check(setup.roomFailures.count == rooms, u"%1 rooms failed"_s.arg(setup.roomFailures.count));
        says(u"the room's failure"_s, setup.roomFailures.reason);
        check(m_server.truth().rooms <= rooms, u"rooms were made twice"_s);
        break;
    case Where::JoinRooms:
        check(setup.accountsFailed() == users, u"%1 accounts failed"_s.arg(setup.accountsFailed()));
        says(u"the account's failure"_s, setup.explanations().join(u' '));
        break;
    case Where::FillRooms:
        check(setup.messages == 0, u"%1 messages are said to be written"_s.arg(setup.messages));
        check(setup.historyFailures.count > 0 || setup.accountsFailed() == users, u"nothing failed"_s);
        says(u"the history's failure"_s, setup.explanations().join(u' '));
        break;
    case Where::Chat:
        check(test.totals.failures() + test.totals.count(Outcome::RateLimited) > 0, u"nothing failed"_s);
        break;
    case Where::Everywhere:
        break;
    }
    if (m_where != Where::Register)
        checkState(summary);
}

void HostileRun::checkState(const run::RunSummary &summary)
{
    using State = run::RunSummary::State;
    check(summary.state == (summary.tests.size() == stages.size() ? State::Stopped : State::Done),
        u"it failed: "_s + summary.error.toString());
}

QStringList HostileRun::heal()
{
    m_server.setFaults({});
    QList<run::TestPlan> tests = HostileRun::tests();
    tests.removeLast(); // the chat leaves nothing behind
    Driver driver(planFor(m_server.url(), tests), m_project.files());
    driver.run().start();
    if (!QTest::qWaitFor([&driver] { return driver.isFinished(); }, 60'000))
        return { u"the second run does not end"_s };
    checkDone(*driver.summary, false);
    for (const run::TestSummary &test : driver.summary->tests) {
        for (const metrics::ErrorDelta &error : test.totals.errors())
            check(error.error == "M_USER_IN_USE" || error.error == "M_UNKNOWN_TOKEN",
                u"without any fault, "_s + text(error));
    }
    if (!m_complaints.isEmpty())
        m_complaints += driver.messages;
    return taken();
}

} // namespace throng::test
