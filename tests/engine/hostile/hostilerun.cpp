// SPDX-License-Identifier: GPL-3.0-or-later
#include "hostilerun.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace throng::test {

using metrics::Outcome;
using practice::Truth;
using users::Behaviour;

namespace {

practice::Options recording(practice::FaultPlan faults)
{
    practice::Options options;
    options.recordRequests = true;
    options.faults = std::move(faults);
    return options;
}

} // namespace

bool Blow::harmsAt(const Truth::Endpoint &endpoint) const
{
    const bool isMedia = endpoint.method == "GET" && endpoint.name.contains("/media/");
    if (!harms() || (isMedia && (fault.contains("broken-json") || fault.contains("short-content-length"))))
        return false; // what a picture looks like is nobody's business
    const bool saysNothing = endpoint.name.endsWith("/typing/_") || endpoint.name.contains("/receipt/")
        || endpoint.name.contains("/profile/") || endpoint.name.endsWith("/invite");
    return !fault.contains("null") || !saysNothing;
}

bool Blow::isSaidIn(const QString &said) const
{
    return said.contains(text) || (!orText.isEmpty() && said.contains(orText));
}

bool Blow::isReportedBy(const metrics::ErrorDelta &error) const
{
    return (error.outcome == outcome && error.error == label)
        || (!orLabel.isEmpty() && error.outcome == Outcome::NetworkError && error.error == orLabel);
}

HostileRun::HostileRun(Blow blow, Where where)
    : m_blow(std::move(blow))
    , m_where(where)
    , m_server(recording(faultsIn(0)))
    , m_project(users, rooms)
{
}

practice::FaultPlan HostileRun::faultsIn(int test) const
{
    const bool forGood = m_where != Where::Everywhere;
    if (std::size_t(test) >= stages.size() || (forGood && stages[std::size_t(test)].where != m_where)) // or after all
        return {};
    QByteArrayList faults;
    const auto strike = [&](const QByteArray &endpoint, const QByteArray &when = {}) {
        faults += "{" + m_blow.fault + R"(, "endpoint": "/_matrix/)" + endpoint + '"' + when + '}';
    };
    const QByteArray twice = R"(, "count": 2)";
    switch (stages[std::size_t(test)].behaviour) {
    case Behaviour::Register:
        if (forGood)
            strike("client/v3/*");
        else if (!m_blow.fault.contains("not-found")) // it would mean that registration is closed
            strike("client/v3/register", twice + R"(, "skip": 5)"); // first and second steps
        break;
    case Behaviour::CreateRooms:
        if (forGood) {
            strike("client/v3/*");
        } else {
            strike("client/v3/createRoom", twice);
            strike("client/v3/rooms/_/invite", twice);
        }
        break;
    case Behaviour::JoinRooms:
        if (forGood) {
            strike("client/v3/*");
        } else {
            strike("client/v3/sync", twice);
            strike("client/v3/rooms/_/join", twice);
        }
        break;
    case Behaviour::FillRooms:
        if (forGood) {
            strike("client/v3/*");
            strike("media/*");
        } else if (!m_blow.fault.contains("not-found")) { // it would mean that one is not in the room
            strike("client/v3/rooms/*", twice);
            if (m_blow.kind == Blow::Restarts)
                break;
            strike("client/v3/profile/*", twice);
            strike("media/*", twice);
        }
        break;
    case Behaviour::Chat:
        // For good: the first syncs let them begin.
        strike("client/v3/sync", !forGood ? twice : m_blow.kind == Blow::OfTimelines ? QByteArray() : R"(, "skip": 6)");
        if (m_blow.kind == Blow::Restarts)
            break;
        for (const char *rest : { "client/v3/rooms/*", "client/v3/profile/*", "media/*", "client/v1/media/*" })
            strike(rest, forGood ? "" : R"(, "probability": 0.2)");
        break;
    }
    const auto plan = practice::FaultPlan::fromJson(R"({"faults": [)" + faults.join(", ") + "]}", u"suite"_s);
    if (!plan)
        qFatal("%s", qPrintable(plan.error().toString()));
    return *plan;
}

QList<run::TestPlan> HostileRun::tests()
{
    QList<run::TestPlan> tests = wholeSuite(0ms); // the chat lasts until enough has happened
    run::TestPlan past = setupTest(Behaviour::FillRooms, u"fill-rooms"_s);
    past.history.messagesPerRoom = 5;
    past.history.sizeWeight = 0;
    past.history.pictureShare = 0.3;
    past.history.imageBytes = { 8, 0.5 };
    past.history.imagesPerWorker = 2;
    tests.insert(3, past);
    return tests;
}

HostileRun::Mark HostileRun::mark() const
{
    const Truth truth = m_server.truth();
    return { truth.faults.value(m_blow.fault.split('"').value(3)), truth.eventsByType.value("m.room.message"),
        truth.count("PUT", "/_matrix/client/v3/rooms/_/send/m.room.message") };
}

void HostileRun::start()
{
    const bool forGood = m_where != Where::Everywhere;
    QList<run::TestPlan> tests = HostileRun::tests();
    if (forGood)
        tests.resize(qsizetype(m_where));
    for (run::TestPlan &test : tests) {
        // Many where all is to be done: a request may cross the close of its connection more than once.
        test.setup.tries = test.history.tries = forGood && m_blow.harms() ? 2 : 8;
        test.setup.pauseBetweenTries = m_blow.kind == Blow::Restarts ? 100ms : 20ms;
        test.history.pauseBetweenTries = test.setup.pauseBetweenTries;
        test.setup.invitationsWithRoom = 1; // the other one goes by itself
        test.setup.rateLimit.retries = test.chat.rateLimit.retries = forGood ? 1 : 3;
        test.setup.rateLimit.waitIfUnsaid = test.chat.rateLimit.waitIfUnsaid = 20ms;
        test.history.rateLimit = test.setup.rateLimit;
        test.chat.syncTimeout = 300ms;
        test.chat.recentMessages = 2; // entering a room asks for each one's sender and picture: a stop waits for that
        test.chat.chatInRoomWeight = 20;
        test.chat.roomTextWeight = { 8, 1 };
        test.chat.roomReactionWeight = { { 16 } };
    }
    run::RunPlan plan = planFor(m_server.start().value(), tests);
    if (m_blow.kind == Blow::Hangs)
        plan.client.timeout = plan.client.createRoomTimeout = timeout;
    plan.connectTimeout = 60s;
    m_driver = std::make_unique<Driver>(plan, m_project.files());
    connect(&m_driver->run(), &run::LoadRun::testFinished, this, [this](int index) {
        m_marks.push_back(mark());
        m_server.setFaults(faultsIn(index + 1)); // the next test has not begun yet
    });
    connect(&m_driver->run(), &run::LoadRun::snapshot, this, [this] {
        run::LoadRun &run = m_driver->run();
        const bool chats = run.state() == run::LoadRun::State::Running
            && run.plan().tests[run.currentTest()].behaviour == Behaviour::Chat;
        if (chats && hasSeenEnough())
            run.stop();
    });
    connect(&m_driver->run(), &run::LoadRun::finished, this, [this] { m_took = m_timer.elapsed(); });
    m_timer.start();
    m_driver->run().start();
}

/// Of the chat, so that it says something on a slow machine, too.
bool HostileRun::hasSeenEnough()
{
    const Mark now = mark();
    const Mark &before = m_marks.back();
    const bool mustStrike = m_where == Where::Everywhere || m_where == Where::Chat;
    const auto &errors = m_driver->run().totals().errors();
    const bool reported = std::any_of(
        errors.begin(), errors.end(), [this](const metrics::ErrorDelta &error) { return m_blow.isReportedBy(error); });
    return now.sends >= before.sends + 3
        && (!mustStrike || (now.struck > before.struck && (reported || !m_blow.harms())))
        && (now.messages > before.messages || (m_blow.harms() && m_where == Where::Chat));
}

QStringList HostileRun::complaints()
{
    const run::RunSummary &summary = *m_driver->summary;
    // "Never hangs past its timeouts": at most some dozen of them one after the other, and a slow machine.
    check(m_took < 120'000, u"it took %1 ms"_s.arg(m_took));
    check(m_driver->finishes == 1, u"it finished %1 times"_s.arg(m_driver->finishes));
    for (const run::TestSummary &test : summary.tests) {
        check(!test.cutOff, test.plan.name + u": users had to be cut off"_s);
        check(test.setup.internalErrors == 0, test.plan.name + u": a mistake of Throng's"_s);
        checkErrors(test);
    }
    // The server notices a little later that a client has gone.
    if (!QTest::qWaitFor([this] { return m_server.truth().connections == 0; }, 60'000))
        m_complaints += u"connections are left"_s;
    checkBooks();
    checkBounds();
    if (m_where == Where::Everywhere || !m_blow.harms())
        checkDone(summary, m_where == Where::Everywhere || m_where == Where::Chat);
    else
        checkFailure();
    if (!m_complaints.isEmpty())
        m_complaints += m_driver->messages;
    return taken();
}

void HostileStage::addRows(const QList<Blow> &blows)
{
    QTest::addColumn<QByteArray>("run");
    const auto addRow = [this](const Blow &blow, Where where, const char *place) {
        const QByteArray name = QByteArray(blow.name) + ": " + place;
        QTest::newRow(name.constData()) << name;
        m_entries.push_back({ name, blow, where, nullptr });
    };
    for (const Blow &blow : blows) {
        addRow(blow, Where::Everywhere, "everywhere");
        for (const Stage &stage : stages)
            addRow(blow, stage.where, stage.name);
    }
}

bool HostileStage::startMore(std::vector<Entry>::iterator from)
{
    std::size_t going = 0;
    for (auto entry = from; entry != m_entries.end() && going < m_together; ++entry) {
        if (!entry->run) {
            entry->run = std::make_unique<HostileRun>(entry->blow, entry->where);
            entry->run->start();
        }
        going += entry->run->isFinished() ? 0 : 1;
    }
    return from->run->isFinished();
}

QStringList HostileStage::play(const QByteArray &row)
{
    const auto entry =
        std::find_if(m_entries.begin(), m_entries.end(), [&row](const Entry &each) { return each.name == row; });
    if (!QTest::qWaitFor([&] { return startMore(entry); }, 240'000))
        return { u"the run does not end"_s };
    QStringList complaints = entry->run->complaints();
    if (complaints.isEmpty() && entry->where != Where::Everywhere)
        complaints = entry->run->heal();
    entry->run.reset();
    return complaints;
}

} // namespace throng::test
