// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/practiceserver.h"
#include "support/matrixprobe.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <QTest>

using namespace throng::practice;
using namespace Qt::StringLiterals;
using throng::test::MatrixProbe;
using throng::test::ProbeAnswer;

namespace {

const QString registerPath = u"/_matrix/client/v3/register"_s;
const QString whoami = u"/_matrix/client/v3/account/whoami"_s;
const QString secretPath = u"/_synapse/admin/v1/register"_s;

QJsonObject account(const QString &name, const QJsonObject &auth = {})
{
    QJsonObject body { { u"username"_s, name }, { u"password"_s, u"secret"_s } };
    if (!auth.isEmpty())
        body.insert(u"auth"_s, auth);
    return body;
}

QJsonObject stage(const QString &type, const QString &session)
{
    return { { u"type"_s, type }, { u"session"_s, session } };
}

} // namespace

class TestPracticeAccounts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void versionsAndWellKnownAnswerAnyone()
    {
        PracticeServer server;
        const QUrl url = server.start().value();
        MatrixProbe probe(url);
        QVERIFY(!probe.get(u"/_matrix/client/versions"_s).json.value(u"versions"_s).toArray().isEmpty());
        QCOMPARE(probe.get(u"/.well-known/matrix/client"_s).at(u"m.homeserver/base_url"_s).toString(), url.toString());
    }

    void openRegistrationAsksForDummyThenLogsIn()
    {
        PracticeServer server;
        MatrixProbe probe(server.start().value());
        const ProbeAnswer asked = probe.post(registerPath, account(u"ann"_s));
        QCOMPARE(asked.status, 401);
        QCOMPARE(asked.at(u"flows/0/stages/0"_s).toString(), u"m.login.dummy"_s);
        const ProbeAnswer made =
            probe.post(registerPath, account(u"ann"_s, stage(u"m.login.dummy"_s, asked.text("session"_L1))));
        QCOMPARE(made.status, 200);
        QCOMPARE(made.text("user_id"_L1), u"@ann:localhost"_s);
        probe.token = made.text("access_token"_L1);
        QCOMPARE(probe.get(whoami).text("device_id"_L1), made.text("device_id"_L1));
        QCOMPARE(server.truth().accounts, 1U);
    }

    void everyStageOfATokenFlowIsNeeded()
    {
        Options options;
        options.registration.flows = { { u"m.login.registration_token"_s, u"m.login.terms"_s, u"m.login.dummy"_s } };
        options.registration.token = u"open sesame"_s;
        PracticeServer server(options);
        MatrixProbe probe(server.start().value());
        ProbeAnswer answer = probe.post(registerPath, account(u"ann"_s));
        const QString session = answer.text("session"_L1);
        QVERIFY(answer.at(u"params/m.login.terms/policies"_s).isObject());

        QJsonObject token = stage(u"m.login.registration_token"_s, session);
        token.insert(u"token"_s, u"guess"_s);
        answer = probe.post(registerPath, account(u"ann"_s, token));
        QCOMPARE(answer.status, 401);
        QCOMPARE(answer.errcode(), u"M_UNAUTHORIZED"_s);

        token.insert(u"token"_s, options.registration.token);
        answer = probe.post(registerPath, account(u"ann"_s, token));
        QCOMPARE(answer.status, 401);
        QCOMPARE(answer.at(u"completed/0"_s).toString(), u"m.login.registration_token"_s);
        QCOMPARE(probe.post(registerPath, account(u"ann"_s, stage(u"m.login.terms"_s, session))).status, 401);
        // A session belongs to the name it was begun with.
        QCOMPARE(probe.post(registerPath, account(u"bob"_s, stage(u"m.login.dummy"_s, session))).status, 400);
        QCOMPARE(probe.post(registerPath, account(u"ann"_s, stage(u"m.login.dummy"_s, session))).status, 200);
    }

    void inhibitLoginLeavesTheTokensOut()
    {
        PracticeServer server;
        MatrixProbe probe(server.start().value());
        QJsonObject body = account(u"ann"_s, { { u"type"_s, u"m.login.dummy"_s } });
        body.insert(u"inhibit_login"_s, true);
        const ProbeAnswer answer = probe.post(registerPath, body);
        QCOMPARE(answer.status, 200);
        QVERIFY(!answer.json.contains(u"access_token"_s));
        QCOMPARE(server.truth().logins, 0U);
    }

    void registrationRefuses_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("open");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("errcode");
        QTest::newRow("a taken name") << u"taken"_s << true << 400 << u"M_USER_IN_USE"_s;
        QTest::newRow("a wrong name") << u"Not Allowed"_s << true << 400 << u"M_INVALID_USERNAME"_s;
        QTest::newRow("when closed") << u"new"_s << false << 403 << u"M_FORBIDDEN"_s;
    }

    void registrationRefuses()
    {
        QFETCH(QString, name);
        QFETCH(bool, open);
        Options options;
        options.registration.open = open;
        PracticeServer server(options);
        MatrixProbe probe(server.start().value());
        probe.registerUser(u"taken"_s);
        const ProbeAnswer answer = probe.post(registerPath, account(name));
        QTEST(answer.status, "status");
        QTEST(answer.errcode(), "errcode");
    }

    void sharedSecretNeedsAFreshNonceAndTheRightMac()
    {
        Options options;
        options.registration.open = false;
        options.registration.sharedSecret = u"hush"_s;
        PracticeServer server(options);
        MatrixProbe probe(server.start().value());
        const QString nonce = probe.get(secretPath).text("nonce"_L1);
        QMessageAuthenticationCode mac(QCryptographicHash::Sha1, "hush");
        mac.addData(nonce.toUtf8() + QByteArray("\0ann\0secret\0notadmin", 20));
        QJsonObject body { { u"nonce"_s, nonce }, { u"username"_s, u"ann"_s }, { u"password"_s, u"secret"_s },
            { u"admin"_s, false }, { u"mac"_s, QString::fromLatin1(mac.result().toHex()) } };
        const ProbeAnswer made = probe.post(secretPath, body);
        QCOMPARE(made.status, 200);
        probe.token = made.text("access_token"_L1);
        QCOMPARE(probe.get(whoami).text("user_id"_L1), u"@ann:localhost"_s);
        QCOMPARE(probe.post(secretPath, body).status, 400); // the nonce is used up

        body.insert(u"nonce"_s, probe.get(secretPath).text("nonce"_L1));
        QCOMPARE(probe.post(secretPath, body).status, 403); // the MAC is of another nonce
    }

    void loginByPasswordAndByToken()
    {
        PracticeServer server;
        const QUrl url = server.start().value();
        MatrixProbe ann(url);
        ann.registerUser(u"ann"_s);
        MatrixProbe second(url);
        QCOMPARE(second.login(u"ann"_s, u"wrong"_s).errcode(), u"M_FORBIDDEN"_s);
        QCOMPARE(second.login(u"@ann:localhost"_s).status, 200);
        QVERIFY(second.token != ann.token);

        const QString loginToken = ann.post(u"/_matrix/client/v1/login/get_token"_s).text("login_token"_L1);
        const QJsonObject body { { u"type"_s, u"m.login.token"_s }, { u"token"_s, loginToken } };
        QCOMPARE(second.post(u"/_matrix/client/v3/login"_s, body).status, 200);
        QCOMPARE(second.post(u"/_matrix/client/v3/login"_s, body).status, 403); // once only
    }

    void tokensAreAskedForAndChecked()
    {
        PracticeServer server;
        MatrixProbe probe(server.start().value());
        QCOMPARE(probe.get(whoami).errcode(), u"M_MISSING_TOKEN"_s);
        probe.token = u"nonsense"_s;
        const ProbeAnswer unknown = probe.get(whoami);
        QCOMPARE(unknown.status, 401);
        QCOMPARE(unknown.errcode(), u"M_UNKNOWN_TOKEN"_s);
        probe.registerUser(u"ann"_s);
        QCOMPARE(probe.post(u"/_matrix/client/v3/logout"_s).status, 200);
        QCOMPARE(probe.get(whoami).errcode(), u"M_UNKNOWN_TOKEN"_s);
    }

    void anExpiredTokenIsASoftLogoutThatRefreshMends()
    {
        Options options;
        options.accessTokenLifetime = std::chrono::milliseconds(0);
        PracticeServer server(options);
        MatrixProbe probe(server.start().value());
        probe.registerUser(u"ann"_s);
        QCOMPARE(probe.get(whoami).status, 200); // not asked for with refresh_token: it lives on
        const QJsonObject identifier { { u"type"_s, u"m.id.user"_s }, { u"user"_s, u"ann"_s } };
        const ProbeAnswer login = probe.post(u"/_matrix/client/v3/login"_s,
            { { u"type"_s, u"m.login.password"_s }, { u"identifier"_s, identifier }, { u"password"_s, u"secret"_s },
                { u"refresh_token"_s, true } });
        QVERIFY(login.json.contains(u"expires_in_ms"_s));
        probe.token = login.text("access_token"_L1);
        const ProbeAnswer expired = probe.get(whoami);
        QCOMPARE(expired.status, 401);
        QVERIFY(expired.json.value(u"soft_logout"_s).toBool());
        const QJsonObject body { { u"refresh_token"_s, login.text("refresh_token"_L1) } };
        const ProbeAnswer refreshed = probe.post(u"/_matrix/client/v3/refresh"_s, body);
        QCOMPARE(refreshed.status, 200);
        QVERIFY(refreshed.text("access_token"_L1) != probe.token);
        QCOMPARE(probe.post(u"/_matrix/client/v3/refresh"_s, body).status, 401); // used up
        QCOMPARE(server.truth().refreshes, 1U);
    }

    void stateIsKeptOrLostOverARestart()
    {
        PracticeServer server;
        const QUrl url = server.start().value();
        MatrixProbe probe(url);
        probe.registerUser(u"ann"_s);
        QCOMPARE(server.restart(PracticeServer::State::Kept).value(), url);
        QCOMPARE(probe.get(whoami).status, 200);
        QCOMPARE(server.restart(PracticeServer::State::Lost).value(), url);
        QCOMPARE(probe.get(whoami).errcode(), u"M_UNKNOWN_TOKEN"_s);
        QCOMPARE(server.truth().accounts, 0U);
    }

    void aTakenPortIsAnErrorThatNamesIt()
    {
        PracticeServer first;
        Options options;
        options.port = static_cast<quint16>(first.start().value().port());
        PracticeServer second(options);
        const auto failed = second.start();
        QVERIFY(!failed);
        QVERIFY2(failed.error().where.contains(QString::number(options.port)), qPrintable(failed.error().toString()));
    }
};

QTEST_GUILESS_MAIN(TestPracticeAccounts)
#include "test_practiceaccounts.moc"
