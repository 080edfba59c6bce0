// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/accessmanager.h"
#include "engine/matrix/client.h"
#include "engine/matrix/registrationflow.h"
#include "engine/metrics/recorder.h"
#include "support/callwaiter.h"
#include "support/scriptedserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QTimer>

using namespace throng;
using namespace throng::matrix;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using metrics::Outcome;
using throng::test::CallWaiter;
using throng::test::ScriptedPeer;
using throng::test::ScriptedServer;
using throng::test::since;

namespace {

QByteArray answer(int status, const QByteArray &body, const QByteArray &headers = {})
{
    return "HTTP/1.1 " + QByteArray::number(status) + " X\r\nContent-Type: application/json\r\n" + headers
        + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

/// A virtual user's client, and the server that says what the test wants said.
class Rig : public CallWaiter {
public:
    explicit Rig(ScriptedServer::Script script = {}, ClientOptions options = {})
        : server(ScriptedServer::Security::Plain, std::move(script))
        , manager(reactor, server.origin(), scope)
        , client(manager, recorder, options)
    {
        client.setCredentials("secret-token"_ba, u"@me:example.org"_s);
    }
    ~Rig() { scope.stop(); }

    [[nodiscard]] QByteArray requestLine() const
    {
        const QByteArray head = server.heads().constLast();
        return head.left(head.indexOf(" HTTP/1.1"));
    }
    [[nodiscard]] bool carriedToken() const
    {
        return server.heads().constLast().toLower().contains("authorization: bearer secret-token");
    }

    http::Reactor reactor;
    StopScope scope;
    ScriptedServer server;
    http::AccessManager manager;
    metrics::Recorder recorder;
    Client client;
};

/// Does one call; true if it gave a value.
using Call = std::function<bool(Rig &)>;

template <typename F>
Call calling(F call)
{
    return [call](Rig &rig) {
        const auto result = rig.finish(call(rig.client));
        return result && result->has_value();
    };
}

/// Registration as a server does it that knows the specification: any flow, stages in the flow's order, one session.
class UiaServer {
public:
    std::vector<QStringList> flows;
    QString token;
    QStringList completed;
    int sessions = 0;

    QByteArray answerTo(const QByteArray &body)
    {
        const QJsonObject auth = QJsonDocument::fromJson(body).object().value(u"auth"_s).toObject();
        if (auth.isEmpty()) {
            ++sessions;
            completed.clear();
            return answer(401, challenge());
        }
        if (auth.value(u"session"_s).toString() != u"S1"_s)
            return answer(400, R"({"errcode":"M_UNKNOWN","error":"no such session"})");
        const QString stage = auth.value(u"type"_s).toString();
        if (stage == u"m.login.registration_token"_s && auth.value(u"token"_s).toString() != token)
            return answer(401, challenge().chopped(1) + R"(,"errcode":"M_UNAUTHORIZED","error":"Invalid token"})");
        completed.append(stage);
        for (const QStringList &stages : flows) {
            if (std::all_of(stages.begin(), stages.end(), [this](const QString &s) { return completed.contains(s); }))
                return answer(200, R"({"user_id":"@u:x","access_token":"T","device_id":"D"})");
        }
        return answer(401, challenge());
    }

private:
    QByteArray challenge() const
    {
        QJsonArray list;
        for (const QStringList &stages : flows)
            list.append(QJsonObject { { u"stages"_s, QJsonArray::fromStringList(stages) } });
        QJsonObject object { { u"session"_s, u"S1"_s }, { u"flows"_s, list }, { u"params"_s, QJsonObject() } };
        if (!completed.isEmpty())
            object.insert(u"completed"_s, QJsonArray::fromStringList(completed));
        return QJsonDocument(object).toJson(QJsonDocument::Compact);
    }
};

} // namespace

Q_DECLARE_METATYPE(Call)

class TestMatrixClient : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void callsAskAndCountAsSpecified_data();
    void callsAskAndCountAsSpecified();

    void outcomesAreCountedOnce_data()
    {
        QTest::addColumn<QByteArray>("response");
        QTest::addColumn<int>("outcome");
        QTest::addColumn<QByteArray>("label");
        const auto row = [](const char *name, const QByteArray &response, Outcome outcome, const QByteArray &label) {
            QTest::newRow(name) << response << int(outcome) << label;
        };
        row("ok", answer(200, R"({"event_id":"$e"})"), Outcome::Ok, {});
        row("Matrix error", answer(403, R"({"errcode":"M_FORBIDDEN","error":"no"})"), Outcome::MatrixError,
            "M_FORBIDDEN");
        row("proxy", answer(502, "<html>"), Outcome::HttpError, "HTTP 502");
        row("rate limit", answer(429, R"({"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":1})"), Outcome::RateLimited,
            "M_LIMIT_EXCEEDED");
        row("a page", answer(200, "<html>Welcome</html>"), Outcome::HttpError, "answer not understood");
        row("wrong type", answer(200, R"({"event_id":7})"), Outcome::HttpError, "answer not understood");
        row("cut short", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", Outcome::NetworkError, "connection lost");
        row("no HTTP", "Hello\r\n\r\n", Outcome::NetworkError, "not valid HTTP");
    }
    void outcomesAreCountedOnce()
    {
        QFETCH(QByteArray, response);
        QFETCH(int, outcome);
        QFETCH(QByteArray, label);
        Rig rig([response](ScriptedPeer &peer, const QByteArray &, const QByteArray &) {
            peer.send(response);
            peer.close();
        });
        const auto result = rig.finish(rig.client.sendText(RoomPath("!r:x"), u"hi"_s));
        QVERIFY(result);
        QCOMPARE(result->has_value(), Outcome(outcome) == Outcome::Ok);
        if (!*result)
            QCOMPARE(toString(result->error().outcome), toString(Outcome(outcome)));
        const metrics::Snapshot snapshot = rig.recorder.take();
        QCOMPARE(snapshot.endpoints.size(), std::size_t(1));
        for (std::size_t i = 0; i < metrics::outcomeCount; ++i)
            QCOMPARE(snapshot.endpoints[0].outcomes[i], quint64(int(i) == outcome ? 1 : 0));
        if (!label.isEmpty()) {
            QCOMPARE(snapshot.errors.size(), std::size_t(1));
            QCOMPARE(snapshot.errors[0].error, label);
        }
    }

    void aTimeoutIsCountedAtTheTimeItWaited()
    {
        ClientOptions options;
        options.timeout = 50ms;
        Rig rig([](ScriptedPeer &, const QByteArray &, const QByteArray &) {}, options);
        const auto result = rig.finish(rig.client.whoami());
        QVERIFY(result && !*result);
        QVERIFY(result->error().isTimeout());
        const metrics::Snapshot snapshot = rig.recorder.take();
        QCOMPARE(snapshot.endpoints.at(0).count(Outcome::Timeout), quint64(1));
        QVERIFY(snapshot.endpoints[0].responseTimes.max() >= 45ms);
    }

    void aStopIsCountedAsCancelledAndThrows()
    {
        Rig rig([&](ScriptedPeer &, const QByteArray &, const QByteArray &) {});
        std::optional<ApiResult<SyncResponse>> result;
        bool ended = false;
        Task<> waiting = rig.wait(rig.client.sync(since("s1", 30s)), result, ended);
        QTRY_COMPARE(rig.server.heads().size(), 1);
        QVERIFY(!ended);
        rig.scope.stop();
        QVERIFY(ended);
        QVERIFY(!result);
        metrics::Snapshot snapshot = rig.recorder.take();
        QCOMPARE(snapshot.endpoints.size(), std::size_t(1));
        QCOMPARE(snapshot.endpoints[0].count(Outcome::Cancelled), quint64(1));
        QCOMPARE(toString(snapshot.endpoints[0].key.kind), toString(metrics::Kind::PollSync));

        // A call in a scope that is stopped already asks nobody and counts nothing.
        ended = false;
        Task<> another = rig.wait(rig.client.sync(since("s1", 30s)), result, ended);
        QVERIFY(ended && !result);
        QVERIFY(rig.recorder.take().endpoints.empty());
        QCOMPARE(rig.server.heads().size(), 1);
    }

    void theTokenGoesOnlyWhereItIsNeeded()
    {
        Rig rig(ScriptedServer::always(answer(200, R"({"user_id":"@u:x","access_token":"T","versions":[]})")));
        QVERIFY(rig.finish(rig.client.whoami()));
        QVERIFY(rig.carriedToken());
        QVERIFY(rig.finish(rig.client.login({ u"u"_s, u"p"_s, {}, {}, false })));
        QVERIFY(!rig.carriedToken());
        QVERIFY(rig.finish(rig.client.versions()));
        QVERIFY(!rig.carriedToken());
    }

    void transactionIdsAreNeverUsedTwiceUnlessAsked()
    {
        Rig rig(ScriptedServer::always(answer(200, R"({"event_id":"$e"})")));
        Client other(rig.manager, rig.recorder);
        const RoomPath room("!r:x");
        QSet<QByteArray> lines;
        for (int i = 0; i < 3; ++i) {
            QVERIFY(rig.finish(rig.client.sendText(room, u"hi"_s)));
            lines.insert(rig.requestLine());
            QVERIFY(rig.finish(other.sendText(room, u"hi"_s)));
            lines.insert(rig.requestLine());
        }
        QCOMPARE(lines.size(), 6);
        const QByteArray id = rig.client.nextTransactionId();
        QVERIFY(rig.finish(rig.client.sendText(room, u"hi"_s, id)));
        const QByteArray first = rig.requestLine();
        QVERIFY(rig.finish(rig.client.sendText(room, u"hi"_s, id)));
        QCOMPARE(rig.requestLine(), first);
        QVERIFY(!lines.contains(first));
    }

    void syncsAreCountedByKind_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<int>("timeout");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("kind");
        const QByteArray old =
            R"({"next_batch":"s2","rooms":{"join":{"!r":{"timeline":{"events":[{"event_id":"$e","sender":"@a:x","type":"m.room.message","origin_server_ts":1,"unsigned":{"age":86400000}}]}}}}})";
        QByteArray young = old;
        young.replace("86400000", "0");
        QTest::newRow("initial") << QByteArray() << 0 << old << int(metrics::Kind::InitialSync);
        QTest::newRow("catch-up") << "s1"_ba << 30000 << old << int(metrics::Kind::CatchUpSync);
        QTest::newRow("poll") << "s1"_ba << 30000 << young << int(metrics::Kind::PollSync);
    }
    void syncsAreCountedByKind()
    {
        QFETCH(QByteArray, token);
        QFETCH(int, timeout);
        QFETCH(QByteArray, body);
        QFETCH(int, kind);
        Rig rig(ScriptedServer::always(answer(200, body)));
        const auto before = std::chrono::steady_clock::now();
        const auto result = rig.finish(rig.client.sync(since(token, std::chrono::milliseconds(timeout))));
        QVERIFY(result && *result);
        QCOMPARE((*result)->nextBatch, "s2"_ba);
        QCOMPARE(int((*result)->kind), kind);
        QVERIFY((*result)->received >= before && (*result)->received <= std::chrono::steady_clock::now());
        const metrics::Snapshot snapshot = rig.recorder.take();
        QCOMPARE(snapshot.endpoints.size(), std::size_t(1));
        QCOMPARE(int(snapshot.endpoints[0].key.kind), kind);
        QCOMPARE(snapshot.endpoints[0].bytes, quint64(body.size()));
        QCOMPARE(snapshot.endpoints[0].emptyPolls, quint64(0));
    }

    void anEmptyPollHasAnExcessOnlyOverItsTimeout()
    {
        static constexpr auto timeout = 20ms;
        Rig rig([](ScriptedPeer &peer, const QByteArray &, const QByteArray &) {
            // The first answer is early, the second late, as a long poll that ran out.
            const auto reply = [&peer] { peer.send(answer(200, R"({"next_batch":"s2"})")); };
            if (peer.requestCount() == 1)
                reply();
            else
                QTimer::singleShot(2 * timeout, &peer, reply);
        });
        QVERIFY(rig.finish(rig.client.sync(since("s1", 1min))));
        metrics::Snapshot snapshot = rig.recorder.take();
        QCOMPARE(snapshot.endpoints.at(0).emptyPolls, quint64(0));
        QCOMPARE(snapshot.endpoints[0].pollExcess.count(), quint64(0));

        QVERIFY(rig.finish(rig.client.sync(since("s1", timeout))));
        snapshot = rig.recorder.take();
        QCOMPARE(snapshot.endpoints.at(0).emptyPolls, quint64(1));
        QCOMPARE(snapshot.endpoints[0].pollExcess.count(), quint64(1));
        QVERIFY(snapshot.endpoints[0].pollExcess.max() >= 15ms);
        QVERIFY(snapshot.endpoints[0].pollExcess.max() < snapshot.endpoints[0].responseTimes.max());
    }

    void pollsDoNotHoldUpTheRest()
    {
        ScriptedPeer *polling = nullptr;
        Rig rig([&](ScriptedPeer &peer, const QByteArray &head, const QByteArray &) {
            if (head.contains("/sync"))
                polling = &peer;
            else
                peer.send(answer(200, R"({"user_id":"@u:x"})"));
        });
        std::optional<ApiResult<SyncResponse>> synced;
        bool ended = false;
        Task<> waiting = rig.wait(rig.client.sync(since("s1", 30s)), synced, ended);
        QTRY_VERIFY(polling);
        const auto who = rig.finish(rig.client.whoami());
        QVERIFY(who && *who);
        QVERIFY(!ended);
        polling->send(answer(200, R"({"next_batch":"s2"})"));
        QTRY_VERIFY(ended);
        QVERIFY(synced && *synced);
    }

    void noMxcUriIsNotSent_data()
    {
        QTest::addColumn<QByteArray>("uri");
        for (const char *uri : { "", "mxc://", "mxc://x", "mxc://x/", "mxc:///y", "mxc://x/y/z", "https://x/y" })
            QTest::newRow(uri) << QByteArray(uri);
    }
    void noMxcUriIsNotSent()
    {
        QFETCH(QByteArray, uri);
        Rig rig;
        const auto result = rig.finish(rig.client.download(uri));
        QVERIFY(result && !*result);
        QVERIFY(result->error().is(u"M_INVALID_PARAM"));
        QCOMPARE(result->error().status, 0);
        QVERIFY(rig.recorder.take().endpoints.empty());
        QCOMPARE(rig.server.connectionCount(), 0);
    }

    void whoHasNoNameIsNoFailure()
    {
        Rig rig(ScriptedServer::always(answer(404, R"({"errcode":"M_NOT_FOUND","error":"none"})")));
        const auto name = rig.finish(rig.client.displayName("@a:x"));
        QVERIFY(name && *name);
        QVERIFY((*name)->isEmpty());
        QCOMPARE(rig.recorder.take().endpoints.at(0).count(Outcome::Ok), quint64(1));
        // Any other call's 404 is one.
        const auto room = rig.finish(rig.client.roomCreation(RoomPath("!r:x")));
        QVERIFY(room && !*room);
    }

    void registrationGoesThroughAnyFlow_data()
    {
        QTest::addColumn<QList<QStringList>>("flows");
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<int>("requests");
        const QString dummy = u"m.login.dummy"_s;
        const QString terms = u"m.login.terms"_s;
        const QString secret = u"m.login.registration_token"_s;
        QTest::newRow("open") << QList<QStringList> { { dummy } } << QByteArray() << 2;
        QTest::newRow("terms") << QList<QStringList> { { terms } } << QByteArray() << 2;
        QTest::newRow("token, terms, dummy") << QList<QStringList> { { secret, terms, dummy } } << "let-me-in"_ba << 4;
        QTest::newRow("dummy, terms, token") << QList<QStringList> { { dummy, terms, secret } } << "let-me-in"_ba << 4;
        QTest::newRow("captcha or dummy")
            << QList<QStringList> { { u"m.login.recaptcha"_s }, { dummy } } << QByteArray() << 2;
    }
    void registrationGoesThroughAnyFlow()
    {
        QFETCH(QList<QStringList>, flows);
        QFETCH(QByteArray, token);
        QFETCH(int, requests);
        UiaServer uia;
        uia.flows.assign(flows.begin(), flows.end());
        uia.token = u"let-me-in"_s;
        Rig rig([&](ScriptedPeer &peer, const QByteArray &, const QByteArray &body) { peer.send(uia.answerTo(body)); });
        RegistrationOptions options;
        options.token = token;
        options.deviceName = u"Throng"_s;
        const RegistrationFlow flow(options);
        const auto result = rig.finish(flow.run(rig.client, u"u"_s, u"p"_s));
        QVERIFY(result);
        QVERIFY2(*result, *result ? "" : qPrintable(result->error().text()));
        QCOMPARE((*result)->accessToken, "T"_ba);
        QCOMPARE(uia.sessions, 1);
        // Each 401 of the flow is a request of its own, and none is a failure.
        const metrics::Snapshot snapshot = rig.recorder.take();
        QCOMPARE(snapshot.endpoints.size(), std::size_t(1));
        QCOMPARE(snapshot.endpoints[0].count(Outcome::Ok), quint64(requests));
        QCOMPARE(snapshot.endpoints[0].requests(), quint64(requests));
        QVERIFY(snapshot.errors.empty());
        for (const QByteArray &body : rig.server.bodies()) {
            const QJsonObject request = QJsonDocument::fromJson(body).object();
            QCOMPARE(request.value(u"username"_s).toString(), u"u"_s);
            QCOMPARE(request.value(u"initial_device_display_name"_s).toString(), u"Throng"_s);
        }
    }

    void registrationSaysWhyNot_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        QTest::addColumn<QString>("why");
        const QByteArray open = answer(401, R"({"session":"S","flows":[{"stages":["m.login.dummy"]}]})");
        const QByteArray byToken =
            answer(401, R"({"session":"S","flows":[{"stages":["m.login.registration_token"]}]})");
        QTest::newRow("closed") << answer(403, R"({"errcode":"M_FORBIDDEN","error":"Registration has been disabled"})")
                                << QByteArray() << u"closed"_s;
        QTest::newRow("no such call") << answer(404, R"({"errcode":"M_UNRECOGNIZED"})") << QByteArray() << u"closed"_s;
        QTest::newRow("name taken") << answer(400, R"({"errcode":"M_USER_IN_USE","error":"taken"})") << QByteArray()
                                    << u"in use"_s;
        QTest::newRow("name taken, said late")
            << open << answer(400, R"({"errcode":"M_USER_IN_USE","error":"taken"})") << u"in use"_s;
        QTest::newRow("wrong token")
            << byToken
            << answer(401,
                   R"({"session":"S","flows":[{"stages":["m.login.registration_token"]}],"errcode":"M_UNAUTHORIZED","error":"Invalid"})")
            << u"token"_s;
        QTest::newRow("captcha") << answer(401, R"({"session":"S","flows":[{"stages":["m.login.recaptcha"]}]})")
                                 << QByteArray() << u"stage"_s;
        QTest::newRow("the same again") << open << open << u"stage"_s;
        QTest::newRow("401 of a proxy") << answer(401, "<html>") << QByteArray() << QString();
    }
    void registrationSaysWhyNot()
    {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, second);
        QFETCH(QString, why);
        Rig rig([&](ScriptedPeer &peer, const QByteArray &, const QByteArray &body) {
            peer.send(body.contains("\"auth\"") ? second : first);
        });
        RegistrationOptions options;
        options.token = "wrong"_ba;
        const RegistrationFlow flow(options);
        const auto result = rig.finish(flow.run(rig.client, u"u"_s, u"p"_s));
        QVERIFY(result && !*result);
        const ApiError &error = result->error();
        QCOMPARE(RegistrationFlow::isRegistrationClosed(error), why == u"closed"_s);
        QCOMPARE(RegistrationFlow::isTokenWrong(error), why == u"token"_s);
        QCOMPARE(RegistrationFlow::isStageUnsupported(error), why == u"stage"_s);
        QCOMPARE(error.is(u"M_USER_IN_USE"), why == u"in use"_s);
        QVERIFY(!error.text().isEmpty());
        QCOMPARE(rig.server.heads().size(), second.isEmpty() ? 1 : 2);
    }

    void aTokenThatIsNeededAndMissingIsNamed()
    {
        Rig rig(ScriptedServer::always(
            answer(401, R"({"session":"S","flows":[{"stages":["m.login.registration_token"]}]})")));
        const RegistrationFlow flow { RegistrationOptions {} };
        const auto result = rig.finish(flow.run(rig.client, u"u"_s, u"p"_s));
        QVERIFY(result && !*result);
        QVERIFY(RegistrationFlow::isStageUnsupported(result->error()));
        QVERIFY2(result->error().text().contains(u"registration token"_s), qPrintable(result->error().text()));
    }

    void aSharedSecretRegistersWithANonce()
    {
        Rig rig([&](ScriptedPeer &peer, const QByteArray &head, const QByteArray &) {
            peer.send(head.startsWith("GET") ? answer(200, R"({"nonce":"thisisanonce"})")
                                             : answer(200, R"({"user_id":"@u:x","access_token":"T","device_id":"D"})"));
        });
        RegistrationOptions options;
        options.mode = RegistrationOptions::Mode::SharedSecret;
        options.sharedSecret = "shared secret"_ba;
        const RegistrationFlow flow(options);
        const auto result = rig.finish(flow.run(rig.client, u"pepper_roni"_s, u"pizza"_s));
        QVERIFY(result && *result);
        const QJsonObject body = QJsonDocument::fromJson(rig.server.bodies().constLast()).object();
        QCOMPARE(body.value(u"nonce"_s).toString(), u"thisisanonce"_s);
        QCOMPARE(body.value(u"mac"_s).toString(), u"af32a90d1c4165205fd69ea828630777b85034e1"_s); // Python's hmac
        QVERIFY(!rig.server.bodies().constLast().contains("shared secret"));
        QCOMPARE(rig.recorder.take().endpoints.size(), std::size_t(2));
    }

    void accountsThatExistAreLoggedIn()
    {
        Rig rig(ScriptedServer::always(answer(200, R"({"user_id":"@u:x","access_token":"T"})")));
        RegistrationOptions options;
        options.mode = RegistrationOptions::Mode::LoginOnly;
        const RegistrationFlow flow(options);
        const auto result = rig.finish(flow.run(rig.client, u"u"_s, u"p"_s));
        QVERIFY(result && *result);
        QCOMPARE(rig.requestLine(), "POST /_matrix/client/v3/login"_ba);
    }
};

void TestMatrixClient::callsAskAndCountAsSpecified_data()
{
    QTest::addColumn<Call>("call");
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<QByteArray>("line"); ///< "TXN" stands for a transaction ID
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("name");
    const auto row = [](const char *title, const Call &call, const QByteArray &response, const QByteArray &line,
                         const QByteArray &body,
                         const QByteArray &name) { QTest::newRow(title) << call << response << line << body << name; };
    const QByteArray event = R"({"event_id":"$e"})";
    const QByteArray v3 = "/_matrix/client/v3";
    const QByteArray rooms = v3 + "/rooms/%21r%3Ax/";
    const QByteArray names = v3 + "/rooms/_/";

    row("versions", calling([](Client &c) { return c.versions(); }), R"({"versions":["v1.1"]})",
        "GET /_matrix/client/versions", {}, "/_matrix/client/versions");
    row("well-known", calling([](Client &c) { return c.wellKnown(); }),
        R"({"m.homeserver":{"base_url":"https:\/\/x"}})", "GET /.well-known/matrix/client", {},
        "/.well-known/matrix/client");
    row("token login", calling([](Client &c) { return c.loginWithToken("t"); }),
        R"({"user_id":"@u:x","access_token":"T"})", "POST " + v3 + "/login", R"({"type":"m.login.token","token":"t"})",
        v3 + "/login");
    row("refresh", calling([](Client &c) { return c.refresh("r"); }), R"({"access_token":"T"})",
        "POST " + v3 + "/refresh", R"({"refresh_token":"r"})", v3 + "/refresh");
    row("logout", calling([](Client &c) { return c.logout(); }), "{}", "POST " + v3 + "/logout", "{}", v3 + "/logout");
    row("whoami", calling([](Client &c) { return c.whoami(); }), R"({"user_id":"@u:x"})",
        "GET " + v3 + "/account/whoami", {}, v3 + "/account/whoami");
    row("create room", calling([](Client &c) { return c.createRoom({}); }), R"({"room_id":"!n:x"})",
        "POST " + v3 + "/createRoom", R"({"preset":"private_chat"})", v3 + "/createRoom");
    row("invite", calling([](Client &c) { return c.invite(RoomPath("!r:x"), u"@a:x"_s); }), "{}",
        "POST " + rooms + "invite", R"({"user_id":"@a:x"})", names + "invite");
    row("join", calling([](Client &c) { return c.join(RoomPath("!r:x")); }), R"({"room_id":"!r:x"})",
        "POST " + rooms + "join", "{}", names + "join");
    row("join by alias", calling([](Client &c) {
        return c.joinByAlias(u"#a:x"_s, { u"x"_s, u"y:1"_s });
    }),
        R"({"room_id":"!r:x"})", "POST " + v3 + "/join/%23a%3Ax?via=x&server_name=x&via=y%3A1&server_name=y%3A1", "{}",
        v3 + "/join/_");
    row("leave", calling([](Client &c) { return c.leave(RoomPath("!r:x")); }), "{}", "POST " + rooms + "leave", "{}",
        names + "leave");
    row("forget", calling([](Client &c) { return c.forget(RoomPath("!r:x")); }), "{}", "POST " + rooms + "forget", "{}",
        names + "forget");
    row("joined rooms", calling([](Client &c) { return c.joinedRooms(); }), R"({"joined_rooms":[]})",
        "GET " + v3 + "/joined_rooms", {}, v3 + "/joined_rooms");
    row("room creation", calling([](Client &c) { return c.roomCreation(RoomPath("!r:x")); }), "{}",
        "GET " + rooms + "state/m.room.create", {}, names + "state/m.room.create");
    row("members", calling([](Client &c) { return c.members(RoomPath("!r:x")); }), R"({"chunk":[]})",
        "GET " + rooms + "members", {}, names + "members");
    row("sync", calling([](Client &c) {
        SyncRequest request = since("s/1", 30s);
        request.filter = R"({"room":{}})";
        request.setPresence = "offline";
        request.fullState = true;
        return c.sync(request);
    }),
        R"({"next_batch":"s"})",
        "GET " + v3
            + "/sync?timeout=30000&since=s%2F1&filter=%7B%22room%22%3A%7B%7D%7D&set_presence=offline&full_state=true",
        {}, v3 + "/sync");
    row("filter", calling([](Client &c) { return c.uploadFilter(R"({"room":{}})"); }), R"({"filter_id":"1"})",
        "POST " + v3 + "/user/%40me%3Aexample.org/filter", R"({"room":{}})", v3 + "/user/_/filter");
    row("text", calling([](Client &c) { return c.sendText(RoomPath("!r:x"), u"hi"_s); }), event,
        "PUT " + rooms + "send/m.room.message/TXN", R"({"msgtype":"m.text","body":"hi"})",
        names + "send/m.room.message");
    row("reaction", calling([](Client &c) { return c.sendReaction(RoomPath("!r:x"), "$e", u"+"_s); }), event,
        "PUT " + rooms + "send/m.reaction/TXN",
        R"({"m.relates_to":{"rel_type":"m.annotation","event_id":"$e","key":"+"}})", names + "send/m.reaction");
    row("any event", calling([](Client &c) { return c.sendEvent(RoomPath("!r:x"), "org.x/y", R"({"a":1})"); }), event,
        "PUT " + rooms + "send/org.x%2Fy/TXN", R"({"a":1})", names + "send/_");
    row("redact", calling([](Client &c) { return c.redact(RoomPath("!r:x"), "$e/", u"why"_s); }), event,
        "PUT " + rooms + "redact/%24e%2F/TXN", R"({"reason":"why"})", names + "redact/_");
    row("typing", calling([](Client &c) { return c.typing(RoomPath("!r:x"), true, 5s); }), "{}",
        "PUT " + rooms + "typing/%40me%3Aexample.org", R"({"typing":true,"timeout":5000})", names + "typing/_");
    row("typing no more", calling([](Client &c) { return c.typing(RoomPath("!r:x"), false); }), "{}",
        "PUT " + rooms + "typing/%40me%3Aexample.org", R"({"typing":false})", names + "typing/_");
    row("receipt", calling([](Client &c) { return c.receipt(RoomPath("!r:x"), "$e"); }), "{}",
        "POST " + rooms + "receipt/m.read/%24e", "{}", names + "receipt/m.read/_");
    row("read markers", calling([](Client &c) { return c.readMarkers(RoomPath("!r:x"), "$e", "$f"); }), "{}",
        "POST " + rooms + "read_markers", R"({"m.fully_read":"$e","m.read":"$f"})", names + "read_markers");
    row("presence", calling([](Client &c) { return c.setPresence("online", u"hi"_s); }), "{}",
        "PUT " + v3 + "/presence/%40me%3Aexample.org/status", R"({"presence":"online","status_msg":"hi"})",
        v3 + "/presence/_/status");
    row("messages", calling([](Client &c) {
        return c.messages(RoomPath("!r:x"), { "t&1", true, 20, {} });
    }),
        R"({"chunk":[]})", "GET " + rooms + "messages?dir=b&limit=20&from=t%261", {}, names + "messages");
    row("display name", calling([](Client &c) { return c.displayName("@a:x"); }), R"({"displayname":"A"})",
        "GET " + v3 + "/profile/%40a%3Ax/displayname", {}, v3 + "/profile/_/displayname");
    row("avatar", calling([](Client &c) { return c.avatarUrl("@a:x"); }), "{}",
        "GET " + v3 + "/profile/%40a%3Ax/avatar_url", {}, v3 + "/profile/_/avatar_url");
    row("set display name", calling([](Client &c) { return c.setDisplayName(u"Me"_s); }), "{}",
        "PUT " + v3 + "/profile/%40me%3Aexample.org/displayname", R"({"displayname":"Me"})",
        v3 + "/profile/_/displayname");
    row("set avatar", calling([](Client &c) { return c.setAvatarUrl("mxc:x"); }), "{}",
        "PUT " + v3 + "/profile/%40me%3Aexample.org/avatar_url", R"({"avatar_url":"mxc:x"})",
        v3 + "/profile/_/avatar_url");
    row("upload", calling([](Client &c) { return c.upload("PNG", "image/png", u"a b.png"_s); }),
        R"({"content_uri":"mxc:x"})", "POST /_matrix/media/v3/upload?filename=a%20b.png", "PNG",
        "/_matrix/media/v3/upload");
    row("download", calling([](Client &c) { return c.download("mxc://x/y"); }), "PNG",
        "GET /_matrix/client/v1/media/download/x/y", {}, "/_matrix/client/v1/media/download/_/_");
    row("thumbnail", calling([](Client &c) {
        return c.thumbnail("mxc://x:1/y", { 32, 16, false });
    }),
        "PNG", "GET /_matrix/client/v1/media/thumbnail/x%3A1/y?width=32&height=16&method=scale", {},
        "/_matrix/client/v1/media/thumbnail/_/_");
    row("the old download", calling([](Client &c) {
        c.setAuthenticatedMedia(false);
        return c.download("mxc://x/y");
    }),
        "PNG", "GET /_matrix/media/v3/download/x/y", {}, "/_matrix/media/v3/download/_/_");
}

void TestMatrixClient::callsAskAndCountAsSpecified()
{
    QFETCH(Call, call);
    QFETCH(QByteArray, response);
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, name);
    Rig rig(ScriptedServer::always(answer(200, response)));
    QVERIFY(call(rig));
    QByteArray asked = rig.requestLine();
    if (line.endsWith("TXN")) {
        QVERIFY(asked.size() > line.size());
        asked = asked.left(asked.lastIndexOf('/') + 1) + "TXN";
    }
    QCOMPARE(asked, line);
    QCOMPARE(rig.server.bodies().constLast(), body);
    const metrics::Snapshot snapshot = rig.recorder.take();
    QCOMPARE(snapshot.endpoints.size(), std::size_t(1));
    QCOMPARE(snapshot.endpoints[0].key.name, name);
    QCOMPARE(snapshot.endpoints[0].key.method, line.left(line.indexOf(' ')));
    QCOMPARE(snapshot.endpoints[0].count(Outcome::Ok), quint64(1));
    QCOMPARE(snapshot.endpoints[0].requests(), quint64(1));
    QCOMPARE(snapshot.endpoints[0].bytes, quint64(response.size()));
}

QTEST_GUILESS_MAIN(TestMatrixClient)
#include "test_matrixclient.moc"
