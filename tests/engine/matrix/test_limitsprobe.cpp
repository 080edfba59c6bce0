// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/accessmanager.h"
#include "engine/http/origin.h"
#include "engine/matrix/client.h"
#include "engine/matrix/limitsprobe.h"
#include "engine/practice/practiceserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace throng;
using namespace throng::matrix;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = RateLimit::Kind;
using Mode = RegistrationOptions::Mode;

namespace {

constexpr int patience = 60'000; ///< milliseconds that something may take on a slow machine

const QByteArray inviteName = "/_matrix/client/v3/rooms/_/invite"_ba;
const QByteArray sendName = "/_matrix/client/v3/rooms/_/send/m.room.message"_ba;
const QByteArray joinName = "/_matrix/client/v3/rooms/_/join"_ba;
const QByteArray loginName = "/_matrix/client/v3/login"_ba;
const QByteArray registerName = "/_matrix/client/v3/register"_ba;

/// 429 for everything at `endpoint` but the first `passing`.
practice::Fault limitAfter(const QByteArray &endpoint, quint64 passing, std::chrono::milliseconds retryAfter)
{
    practice::Fault fault;
    fault.kind = practice::FaultKind::RateLimit;
    fault.endpoint = QString::fromLatin1(endpoint);
    fault.skip = passing;
    fault.retryAfter = retryAfter;
    return fault;
}

const Finding *findingOf(const LimitsReport &report, Finding::Subject subject)
{
    for (const Finding &finding : report.findings) {
        if (finding.subject == subject)
            return &finding;
    }
    return nullptr;
}

/// A practice homeserver and a probe of it.
struct Trial {
    explicit Trial(practice::Options serverOptions = {})
        : server(std::move(serverOptions))
    {
        const auto url = server.start();
        [&] { QVERIFY(url); }();
        origin = *http::makeOrigin(*url, { QHostAddress(QHostAddress::LocalHost) });
        options.timeout = 30s;
    }

    void begin()
    {
        probe = std::make_unique<LimitsProbe>(origin, options);
        QObject::connect(probe.get(), &LimitsProbe::finished, probe.get(), [this] { finished = true; });
        probe->start();
    }
    LimitsReport run()
    {
        begin();
        [&] { QTRY_VERIFY_WITH_TIMEOUT(finished, patience); }();
        return probe->report();
    }

    practice::PracticeServer server;
    std::shared_ptr<const http::Origin> origin;
    LimitsProbeOptions options;
    std::unique_ptr<LimitsProbe> probe;
    bool finished = false;
};

/// Her token.
QByteArray registerAlice(const std::shared_ptr<const http::Origin> &origin)
{
    http::Reactor reactor;
    metrics::Recorder recorder;
    StopScope scope;
    http::AccessManager manager(reactor, origin, scope);
    Client client(manager, recorder);
    const auto registered = QCoro::waitFor(RegistrationFlow({}).run(client, u"alice"_s, u"wonderland"_s));
    scope.stop();
    return registered ? registered->accessToken : QByteArray();
}

} // namespace

class TestLimitsProbe : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aServerWithoutLimitsIsSaidToHaveNone()
    {
        Trial trial;
        const LimitsReport report = trial.run();
        QVERIFY2(report.problem.isEmpty(), qPrintable(report.problem));
        for (const Kind kind : { Kind::Registration, Kind::Invitation, Kind::Message, Kind::Join, Kind::Login }) {
            QVERIFY(report.limit(kind));
            QVERIFY(!report.limit(kind)->met);
            QVERIFY(report.limit(kind)->trouble.isEmpty());
        }
        QVERIFY(report.loginTime);
        QVERIFY(!findingOf(report, Finding::Subject::Configuration));

        // One account, one room, and what was said is what was sent.
        const practice::Truth truth = trial.server.truth();
        QCOMPARE(truth.registrations, 1ULL);
        QCOMPARE(truth.roomsCreated, 1ULL);
        QCOMPARE(truth.eventsByType.value("m.room.message"), quint64(trial.options.messages));
        QCOMPARE(truth.count("POST", inviteName), quint64(trial.options.invitations));
        QCOMPARE(truth.count("POST", joinName), quint64(trial.options.joins));
        QCOMPARE(truth.count("POST", loginName), quint64(trial.options.logins));
        QCOMPARE(truth.joined, 0ULL); // the room was left
        QCOMPARE(truth.accounts, 0ULL); // the account is deactivated
        QVERIFY(report.accountMade && !report.accountLeft);
    }

    void aLimitIsFoundWhereItIs_data()
    {
        QTest::addColumn<QByteArray>("endpoint");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("passing");
        QTest::newRow("invitations") << inviteName << int(Kind::Invitation) << 5;
        QTest::newRow("messages") << sendName << int(Kind::Message) << 10;
        QTest::newRow("joins") << joinName << int(Kind::Join) << 3;
        QTest::newRow("logins") << loginName << int(Kind::Login) << 4;
        QTest::newRow("logins from the first on") << loginName << int(Kind::Login) << 0;
    }
    void aLimitIsFoundWhereItIs()
    {
        QFETCH(QByteArray, endpoint);
        QFETCH(int, kind);
        QFETCH(int, passing);
        practice::Options options;
        options.faults.faults = { limitAfter(endpoint, quint64(passing), 100s) };
        Trial trial(options);
        const LimitsReport report = trial.run();
        QVERIFY2(report.problem.isEmpty(), qPrintable(report.problem));
        const RateLimit *limit = report.limit(Kind(kind));
        QVERIFY(limit && limit->met);
        QCOMPARE(limit->atOnce, passing);
        QVERIFY(limit->oneEvery);
        QVERIFY(*limit->oneEvery >= 100s);
        const practice::Truth truth = trial.server.truth();
        QCOMPARE(truth.count("POST", endpoint, 429) + truth.count("PUT", endpoint, 429), 1ULL); // it does not hammer on
        for (const RateLimit &other : report.limits)
            QVERIFY(other.kind == Kind(kind) || !other.met);
        int warnings = 0;
        for (const Finding &finding : report.findings) {
            warnings += finding.severity == Finding::Severity::Warning ? 1 : 0;
            QVERIFY(!finding.text.isEmpty() && !finding.text.contains(u'%'));
        }
        QCOMPARE(warnings, 1);
    }

    void aLimitWithoutAWaitIsStillOne()
    {
        practice::Options options;
        practice::Fault fault = limitAfter(sendName, 2, 1s);
        fault.retryAfterMs = false;
        fault.retryAfterHeader = false;
        options.faults.faults = { fault };
        Trial trial(options);
        const LimitsReport report = trial.run();
        QVERIFY(report.limit(Kind::Message)->met);
        QVERIFY(!report.limit(Kind::Message)->oneEvery);
        QVERIFY(findingOf(report, Finding::Subject::MessageLimit)->text.contains(u"how long"_s));
    }

    void synapseIsComparedWithItsDefaults()
    {
        practice::Options options;
        options.faults.faults = { limitAfter(inviteName, 5, 333s), limitAfter(sendName, 8, 4s) };
        Trial trial(options);
        trial.options.software = u"Synapse 1.163.2"_s;
        trial.options.accounts = 1000;
        const LimitsReport report = trial.run();
        // Room and invitation are taken off what may be sent there.
        QCOMPARE(report.limit(Kind::Message)->atOnce, 10);
        QVERIFY(findingOf(report, Finding::Subject::InvitationLimit)->text.contains(u"default"_s));
        // One account does not show it, but its neighbours do.
        QCOMPARE(findingOf(report, Finding::Subject::RegistrationLimit)->severity, Finding::Severity::Warning);
        const Finding *config = findingOf(report, Finding::Subject::Configuration);
        QVERIFY(config);
        QCOMPARE(config->configFile, u"homeserver.yaml"_s);
        QVERIFY(config->config.contains(u"rc_invites:"_s));
    }

    void aLimitedRegistrationIsWaitedFor()
    {
        practice::Options options;
        practice::Fault fault = limitAfter(registerName, 0, 200ms);
        fault.count = 1;
        options.faults.faults = { fault };
        Trial trial(options);
        const LimitsReport report = trial.run();
        QVERIFY2(report.problem.isEmpty(), qPrintable(report.problem));
        QVERIFY(report.limit(Kind::Registration)->met);
        QVERIFY(report.limit(Kind::Message));
        QCOMPARE(findingOf(report, Finding::Subject::RegistrationLimit)->severity, Finding::Severity::Warning);
    }

    void nobodyWaitsAnHour()
    {
        practice::Options options;
        options.faults.faults = { limitAfter(registerName, 0, 1h) };
        Trial trial(options);
        const LimitsReport report = trial.run();
        QVERIFY(!report.problem.isEmpty());
        QCOMPARE(*report.limit(Kind::Registration)->oneEvery, std::chrono::milliseconds(1h));
        QVERIFY(findingOf(report, Finding::Subject::RegistrationLimit));
        QCOMPARE(trial.server.truth().registrations, 0ULL);
    }

    void accountsAreMadeAsTheTestMakesThem_data()
    {
        QTest::addColumn<int>("mode");
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<bool>("works");
        QTest::newRow("token") << int(Mode::Interactive) << "let-me-in"_ba << true;
        QTest::newRow("wrong token") << int(Mode::Interactive) << "let-me-out"_ba << false;
        QTest::newRow("no token") << int(Mode::Interactive) << ""_ba << false;
        QTest::newRow("secret") << int(Mode::SharedSecret) << "hush"_ba << true;
        QTest::newRow("wrong secret") << int(Mode::SharedSecret) << "shout"_ba << false;
    }
    void accountsAreMadeAsTheTestMakesThem()
    {
        QFETCH(int, mode);
        QFETCH(QByteArray, given);
        QFETCH(bool, works);
        practice::Options options;
        options.registration.flows = { { u"m.login.registration_token"_s } };
        options.registration.token = u"let-me-in"_s;
        options.registration.sharedSecret = u"hush"_s;
        Trial trial(options);
        trial.options.registration.mode = Mode(mode);
        if (Mode(mode) == Mode::SharedSecret)
            trial.options.registration.sharedSecret = given;
        else
            trial.options.registration.token = given;
        const LimitsReport report = trial.run();
        QCOMPARE(report.problem.isEmpty(), works);
        QCOMPARE(trial.server.truth().registrations, works ? 1ULL : 0ULL);
        const Finding *account = findingOf(report, Finding::Subject::ProbeAccount);
        QVERIFY(account);
        QCOMPARE(account->severity == Finding::Severity::Problem, !works);
        QVERIFY(!account->text.contains(QString::fromLatin1(given)) || given.isEmpty()); // no secret in a report
    }

    void anAccountThatExistsIsUsedAndNoneIsMade()
    {
        Trial trial;
        registerAlice(trial.origin);
        trial.server.resetTruth();
        trial.options.registration.mode = Mode::LoginOnly;
        trial.options.username = u"alice"_s;
        trial.options.password = u"wonderland"_s;
        const LimitsReport report = trial.run();
        QVERIFY2(report.problem.isEmpty(), qPrintable(report.problem));
        QVERIFY(!report.accountMade);
        QCOMPARE(report.userId, u"@alice:localhost"_s);
        const practice::Truth truth = trial.server.truth();
        QCOMPARE(truth.registrations, 0ULL);
        QCOMPARE(truth.accounts, 1ULL);
        QCOMPARE(truth.joined, 0ULL);
        QCOMPARE(truth.count("POST", "/_matrix/client/v3/logout", 200), 1ULL);

        trial.finished = false;
        trial.options.password = u"wrong"_s;
        QVERIFY(!trial.run().problem.isEmpty());
    }

    void aTokenIsUsedWithoutLoggingIn()
    {
        Trial trial;
        trial.options.accessToken = registerAlice(trial.origin);
        trial.options.username = u"@alice:localhost"_s;
        trial.options.registration.mode = Mode::LoginOnly;
        const LimitsReport report = trial.run();
        QVERIFY2(report.problem.isEmpty(), qPrintable(report.problem));
        QVERIFY(!report.limit(Kind::Login)->trouble.isEmpty()); // nobody knows the password
        QCOMPARE(trial.server.truth().count("POST", loginName), 0ULL);
        QCOMPARE(trial.server.truth().count("POST", "/_matrix/client/v3/logout"), 0ULL); // the token stays good
    }

    void anAccountThatCannotBeDeactivatedIsNamed()
    {
        practice::Options options;
        practice::Fault missing;
        missing.kind = practice::FaultKind::NotFound;
        missing.endpoint = u"/_matrix/client/v3/account/deactivate"_s;
        options.faults.faults = { missing };
        Trial trial(options);
        const LimitsReport report = trial.run();
        QVERIFY(report.accountLeft);
        QCOMPARE(trial.server.truth().joined, 0ULL);
        const Finding *account = findingOf(report, Finding::Subject::ProbeAccount);
        QVERIFY(account && account->text.contains(report.userId));
        QVERIFY(!account->advice.isEmpty());
    }

    void cancelMeasuresNoMoreAndCleansUp()
    {
        practice::Options options;
        practice::Fault silence;
        silence.kind = practice::FaultKind::Silence;
        silence.endpoint = QString::fromLatin1(sendName);
        options.faults.faults = { silence };
        Trial trial(options);
        trial.begin();
        QTRY_VERIFY_WITH_TIMEOUT(trial.server.truth().faults.value("silence") > 0, patience);
        QVERIFY(trial.probe->isRunning());
        trial.probe->cancel();
        QTRY_VERIFY_WITH_TIMEOUT(trial.finished, patience);
        QVERIFY(!trial.probe->isRunning());
        QVERIFY(trial.probe->report().cancelled);
        QVERIFY(trial.probe->report().limit(Kind::Invitation));
        QVERIFY(!trial.probe->report().limit(Kind::Message));
        QCOMPARE(trial.server.truth().joined, 0ULL);
    }

    void destroyingItWhileItAsksIsSafe()
    {
        practice::Options options;
        practice::Fault silence;
        silence.kind = practice::FaultKind::Silence;
        silence.endpoint = QString::fromLatin1(sendName);
        options.faults.faults = { silence };
        Trial trial(options);
        trial.begin();
        QTRY_VERIFY_WITH_TIMEOUT(trial.server.truth().faults.value("silence") > 0, patience);
        trial.probe.reset();
        QTRY_COMPARE_WITH_TIMEOUT(trial.server.truth().connections, 0ULL, patience);
        QVERIFY(!trial.finished);
    }

    void aServerThatIsNotThereIsAProblem()
    {
        Trial trial;
        trial.server.stop();
        const LimitsReport report = trial.run();
        QVERIFY(!report.problem.isEmpty());
        QVERIFY(report.userId.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestLimitsProbe)
#include "test_limitsprobe.moc"
