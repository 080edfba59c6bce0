// SPDX-License-Identifier: GPL-3.0-or-later
//
// The open model, against a homeserver that writes down when each request came to it: what is planned is done, as often
// as planned, and response times count from the planned moment although users were kept from sending.
#include "engine/run/runfixture.h"

#include <algorithm>
#include <map>

using namespace throng;
using namespace throng::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using metrics::Histogram;
using users::ArrivalParameters;

namespace {

const QByteArray sendName = "/_matrix/client/v3/rooms/_/send/m.room.message";

practice::Options answeringIn(std::chrono::milliseconds time)
{
    practice::Options options;
    options.recordRequests = true;
    options.performance.workers = 64;
    options.performance.ordinary.shape = practice::ServiceTime::Shape::Fixed;
    options.performance.ordinary.mean = time;
    return options;
}

/// A settled project with a chat that only writes.
class OpenRun {
public:
    OpenRun(int users, ArrivalParameters arrivals, std::chrono::milliseconds answerTime)
        : m_project(users, users)
        , m_server(answeringIn(answerTime))
    {
        QList<run::TestPlan> tests = wholeSuite(4s);
        run::TestPlan &chat = tests.last();
        chat.arrivals = arrivals;
        chat.chat.doNothingWeight = chat.chat.lookAtRoomWeight = chat.chat.paginateWeight = chat.chat.goAwayWeight =
            chat.chat.changeDisplayNameWeight = chat.chat.chatInRoomWeight = 0;
        driver = std::make_unique<Driver>(planFor(m_server.start().value(), tests), m_project.files());
    }

    [[nodiscard]] const run::TestSummary &chat() const { return driver->summary->tests.back(); }
    [[nodiscard]] const metrics::Totals &totals() const { return chat().totals; }
    [[nodiscard]] practice::Truth truth() const { return m_server.truth(); }
    [[nodiscard]] const metrics::EndpointDelta *sends() const
    {
        return totals().find({ "PUT", sendName, metrics::Kind::Ordinary });
    }

    std::unique_ptr<Driver> driver;

private:
    SmallProject m_project;
    practice::PracticeServer m_server;
};

} // namespace

class TestOpenModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsPlannedIsDone_data()
    {
        QTest::addColumn<bool>("poisson");
        QTest::newRow("constant") << false;
        QTest::newRow("poisson") << true;
    }
    void whatIsPlannedIsDone()
    {
        QFETCH(bool, poisson);
        using Process = ArrivalParameters::Process;
        OpenRun open(20, { 25, ArrivalParameters::Unit::Actions, poisson ? Process::Poisson : Process::Constant }, 1ms);
        RUN_TO_THE_END(*open.driver);
        const metrics::Totals &totals = open.totals();
        // 4 s of 25 a second; how far the run got past its time is the machine's doing.
        QVERIFY2(totals.actionsPlanned() >= 60, qPrintable(QString::number(totals.actionsPlanned())));
        // What was waiting for somebody when the test was stopped is planned and not begun; what was under way is begun
        // and not done, whether its text has gone out or not.
        QVERIFY(totals.lateness().count() <= totals.actionsPlanned());
        QVERIFY(totals.actionsDone() <= totals.lateness().count());
        QVERIFY(totals.actionsDone() + 20 >= totals.lateness().count());
        QVERIFY(open.sends());
        const quint64 sent = open.sends()->count(metrics::Outcome::Ok);
        QVERIFY(sent >= totals.actionsDone() && sent <= totals.lateness().count());
        QCOMPARE(open.truth().eventsByType.value("m.room.message"), sent);
        if (!poisson) { // by the clock, however late it was looked at
            QVERIFY2(double(totals.actionsPlanned()) <= 25 * totals.seconds() + 1,
                qPrintable(u"%1 in %2 s"_s.arg(totals.actionsPlanned()).arg(totals.seconds())));
        }
    }

    /// Three users of a server that takes 100 ms a request (two for a text) get to fifteen texts a second, whatever is
    /// asked.
    void tooFewUsersAreSaidAtOnceAndTheirDelayIsInTheTimes()
    {
        OpenRun open(3, { 100, ArrivalParameters::Unit::Actions, ArrivalParameters::Process::Constant }, 100ms);
        RUN_TO_THE_END(*open.driver);
        const auto said = std::find_if(open.driver->messages.begin(), open.driver->messages.end(),
            [](const QString &message) { return message.contains(u"possible because all 3 users are busy"); });
        QVERIFY2(said != open.driver->messages.end(), qPrintable(open.driver->messages.join(u'\n')));
        QVERIFY2(said->contains(u"asked for "), qPrintable(*said));
        QVERIFY(open.totals().actionsDone() < open.totals().actionsPlanned() / 2);

        QVERIFY(open.sends());
        const Histogram &corrected = open.sends()->responseTimes;
        const Histogram &sent = open.sends()->uncorrectedTimes;
        QCOMPARE(corrected.count(), sent.count());
        QVERIFY(sent.min() >= 99ms);
        // The last that began had waited for nearly all of the test, the server never took longer than before.
        QVERIFY2(corrected.max() > sent.percentile(50) + 1s,
            qPrintable(u"%1 ns, %2 ns"_s.arg(corrected.max().count()).arg(sent.percentile(50).count())));
        QVERIFY(corrected.min() >= sent.min());
        QVERIFY(corrected.sum() >= sent.sum() + open.totals().lateness().percentile(50));
    }

    void eachRoomGetsItsMessagesOnceWhicheverWorkerSendsThem()
    {
        OpenRun open(12, { 2, ArrivalParameters::Unit::MessagesPerRoom, ArrivalParameters::Process::Constant }, 1ms);
        RUN_TO_THE_END(*open.driver);
        const metrics::Totals &totals = open.totals();
        // 12 rooms, 2 a second each, for 4 s.
        QVERIFY2(totals.actionsPlanned() >= 48, qPrintable(QString::number(totals.actionsPlanned())));
        QVERIFY(totals.actionsDone() <= totals.actionsPlanned());
        QVERIFY2(totals.actionsDone() * 2 >= totals.actionsPlanned(),
            qPrintable(u"%1 of %2"_s.arg(totals.actionsDone()).arg(totals.actionsPlanned())));
        QCOMPARE(open.truth().eventsByType.value("m.room.message"), open.sends()->count(metrics::Outcome::Ok));
        QCOMPARE(open.sends()->count(metrics::Outcome::MatrixError), 0U); // only members write
    }

    void aClosedModelHasNoCorrection()
    {
        const SmallProject project(6, 6);
        practice::PracticeServer server(answeringIn(1ms));
        Driver driver(planFor(server.start().value(), wholeSuite(2s)), project.files());
        RUN_TO_THE_END(driver);
        const metrics::Totals &totals = driver.summary->tests.back().totals;
        QVERIFY(totals.responseTimes().count() > 0);
        QVERIFY(totals.uncorrectedTimes().isEmpty());
        QVERIFY(totals.lateness().isEmpty());
    }

    void aRateWithoutRoomsIsRefusedInWords()
    {
        const SmallProject project(3);
        practice::PracticeServer server;
        run::TestPlan chat = chatTest(2s);
        chat.arrivals = ArrivalParameters { 1, ArrivalParameters::Unit::MessagesPerRoom };
        Driver driver(planFor(server.start().value(), { chat }), project.files());
        RUN_TO_THE_END(driver);
        QVERIFY(driver.summary->failure == run::RunFailure::BadInput);
        QVERIFY2(driver.summary->error.message.contains(u"no room"), qPrintable(driver.summary->error.toString()));
    }
};

QTEST_GUILESS_MAIN(TestOpenModel)
#include "test_openmodel.moc"
