// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/accessmanager.h"
#include "engine/matrix/client.h"
#include "engine/matrix/registrationflow.h"
#include "engine/matrix/serverprobe.h"
#include "engine/metrics/recorder.h"
#include "engine/practice/practiceserver.h"
#include "support/callwaiter.h"

#include <QSignalSpy>
#include <QTest>

using namespace throng;
using namespace throng::matrix;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using metrics::Outcome;
using throng::test::CallWaiter;
using throng::test::since;

namespace {

/// One virtual user's client against the practice homeserver.
class User : public CallWaiter {
public:
    User(http::Reactor &reactor, metrics::Recorder &recorder, std::shared_ptr<const http::Origin> origin)
        : manager(reactor, std::move(origin), scope)
        , client(manager, recorder)
    {
    }
    ~User() { scope.stop(); }

    /// Waits for the call; fails the test if it gave an error.
    template <typename T>
    T get(Task<ApiResult<T>> call)
    {
        std::optional<ApiResult<T>> result = finish(std::move(call));
        const bool ok = result && *result;
        const QString why = ok ? QString() : result ? result->error().text() : u"stopped"_s;
        [&] { QVERIFY2(ok, qPrintable(why)); }();
        if constexpr (!std::is_void_v<T>)
            return result && *result ? *std::move(*result) : T();
    }

    void registerAs(const QString &name, RegistrationOptions options = {})
    {
        const RegistrationFlow flow(std::move(options));
        const LoginResponse login = get(flow.run(client, name, u"password"_s));
        client.setCredentials(login.accessToken, login.userId);
    }

    StopScope scope;
    http::AccessManager manager;
    Client client;
};

} // namespace

class TestMatrixClientPractice : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<practice::PracticeServer> m_server;
    std::unique_ptr<http::Reactor> m_reactor;
    metrics::Recorder m_recorder;
    std::shared_ptr<const http::Origin> m_origin;

    void start(practice::Options options = {})
    {
        m_reactor = std::make_unique<http::Reactor>();
        m_server = std::make_unique<practice::PracticeServer>(std::move(options));
        const Result<QUrl> url = m_server->start();
        QVERIFY(url);
        const auto origin = http::makeOrigin(*url, { QHostAddress(QHostAddress::LocalHost) });
        QVERIFY(origin);
        m_origin = *origin;
        m_recorder = metrics::Recorder();
    }

    std::unique_ptr<User> user() { return std::make_unique<User>(*m_reactor, m_recorder, m_origin); }

private Q_SLOTS:
    void cleanup()
    {
        m_server.reset();
        m_reactor.reset();
    }

    /// Every call once, and the server counted the same under the same names.
    void whatWasCountedIsWhatTheServerSaw()
    {
        practice::Options options;
        options.registration.flows = { { u"m.login.registration_token"_s, u"m.login.terms"_s, u"m.login.dummy"_s } };
        options.registration.token = u"token"_s;
        options.registration.sharedSecret = u"secret"_s;
        start(options);
        const auto alice = user();
        const auto bob = user();
        RegistrationOptions byToken;
        byToken.token = "token"_ba;
        alice->registerAs(u"alice"_s, byToken);
        RegistrationOptions bySecret;
        bySecret.mode = RegistrationOptions::Mode::SharedSecret;
        bySecret.sharedSecret = "secret"_ba;
        bob->registerAs(u"bob"_s, bySecret);

        Client &a = alice->client;
        Client &b = bob->client;
        QVERIFY(!alice->get(a.versions()).versions.isEmpty());
        QCOMPARE(alice->get(a.whoami()).userId, a.userId());
        QVERIFY(!alice->get(a.uploadFilter(R"({"room":{"timeline":{"limit":5}}})"_ba)).isEmpty());

        CreateRoomRequest creation;
        creation.name = u"Room 1"_s;
        creation.invite = { b.userId() };
        creation.creationTag = u"tag"_s;
        const RoomPath room(alice->get(a.createRoom(creation)).roomId);
        QCOMPARE(alice->get(a.roomCreation(room)).creationTag, u"tag"_s);
        QCOMPARE(alice->get(a.joinedRooms()), std::vector { room.id() });

        const SyncResponse invited = bob->get(b.sync({}));
        QCOMPARE(invited.invited, std::vector { room.id() });
        QCOMPARE(bob->get(b.join(room)).roomId, room.id());

        const QByteArray text = alice->get(a.sendText(room, u"Hello “Bob” 👋"_s)).eventId;
        const QByteArray mxc = alice->get(a.upload("\x89PNG not really"_ba, "image/png"_ba, u"a.png"_s));
        ImageContent image;
        image.filename = u"a.png"_s;
        image.url = mxc;
        const QByteArray picture = alice->get(a.sendImage(room, image)).eventId;
        const QByteArray reaction = alice->get(a.sendReaction(room, text, u"👍"_s)).eventId;
        const QByteArray edit = alice->get(a.sendEdit(room, text, u"Hello all"_s)).eventId;
        alice->get(a.typing(room, true));
        alice->get(a.setDisplayName(u"Alice"_s));

        const SyncResponse news = bob->get(b.sync(since(invited.nextBatch, 30s)));
        QCOMPARE(news.joined.size(), std::size_t(1));
        QHash<QByteArray, Event> events;
        for (const Event &event : news.joined[0].timeline)
            events.insert(event.id, event);
        QCOMPARE(events.value(text).messageType, "m.text"_ba);
        QCOMPARE(events.value(text).sender, a.userId().toUtf8());
        QVERIFY(events.value(picture).isImage());
        QCOMPARE(events.value(picture).url, mxc);
        QCOMPARE(events.value(reaction).relationKey, "👍"_ba);
        QCOMPARE(events.value(reaction).relatesTo, text);
        QCOMPARE(events.value(edit).relationType, "m.replace"_ba);

        QCOMPARE(bob->get(b.download(mxc)).data, "\x89PNG not really"_ba);
        QCOMPARE(bob->get(b.displayName(a.userId().toUtf8())), u"Alice"_s);
        QVERIFY(bob->get(b.avatarUrl(a.userId().toUtf8())).isEmpty());
        bob->get(b.receipt(room, text));
        bob->get(b.readMarkers(room, text, text));
        QCOMPARE(bob->get(b.members(room)).size(), std::size_t(2));
        const MessagesResponse history = bob->get(b.messages(room, { news.nextBatch, true, 3, {} }));
        QVERIFY(!history.events.empty());
        alice->get(a.redact(room, text, u"mistake"_s));
        bob->get(b.setPresence("online"_ba));
        bob->get(b.leave(room));
        bob->get(b.forget(room));

        // The same transaction once more makes no second event.
        const QByteArray id = a.nextTransactionId();
        const QByteArray once = alice->get(a.sendText(room, u"once"_s, id)).eventId;
        QCOMPARE(alice->get(a.sendText(room, u"once"_s, id)).eventId, once);
        alice->get(a.logout());
        const auto refused = alice->finish(a.whoami());
        QVERIFY(refused && !*refused && refused->error().isTokenRefused());

        const practice::Truth truth = m_server->truth();
        QMap<QByteArray, quint64> saw;
        for (const practice::Truth::Endpoint &endpoint : truth.endpoints) {
            if (endpoint.total() > 0)
                saw[endpoint.method + ' ' + endpoint.name] += endpoint.total();
        }
        QMap<QByteArray, quint64> counted;
        const metrics::Snapshot snapshot = m_recorder.take();
        for (const metrics::EndpointDelta &endpoint : snapshot.endpoints)
            counted[endpoint.key.method + ' ' + endpoint.key.name] += endpoint.requests();
        QCOMPARE(counted, saw);
    }

    /// The server knows which syncs it let wait. What counts as a catch-up, it never did.
    void aCatchUpNeverWaited()
    {
        practice::Options options;
        options.recordRequests = true;
        start(options);
        const auto alice = user();
        const auto bob = user();
        alice->registerAs(u"alice"_s);
        bob->registerAs(u"bob"_s);
        CreateRoomRequest creation;
        creation.preset = RoomPreset::PublicChat;
        const RoomPath room(alice->get(alice->client.createRoom(creation)).roomId);
        bob->get(bob->client.join(room));
        QByteArray token = bob->get(bob->client.sync({})).nextBatch;

        // Old news: made before the request, and older than the request takes.
        alice->get(alice->client.sendText(room, u"early"_s));
        const qint64 sent = QDateTime::currentMSecsSinceEpoch();
        QTRY_VERIFY(QDateTime::currentMSecsSinceEpoch() - sent > 1000); // older than a request takes on a busy machine
        const SyncResponse caughtUp = bob->get(bob->client.sync(since(token, 30s)));
        QCOMPARE(toString(caughtUp.kind), toString(metrics::Kind::CatchUpSync));
        token = caughtUp.nextBatch;

        // News made while the poll hangs, and a room joined while it hangs that is full of old events.
        for (const bool joining : { false, true }) {
            RoomPath other;
            if (joining) {
                other = RoomPath(alice->get(alice->client.createRoom(creation)).roomId);
                for (int i = 0; i < 5; ++i)
                    alice->get(alice->client.sendText(other, u"old"_s));
            }
            std::optional<ApiResult<SyncResponse>> polled;
            bool ended = false;
            Task<> polling = bob->wait(bob->client.sync(since(token, 30s)), polled, ended);
            QTRY_COMPARE(m_server->truth().waitingSyncs, quint64(1));
            if (joining)
                bob->get(bob->client.join(other));
            else
                alice->get(alice->client.sendText(room, u"late"_s));
            QTRY_VERIFY(ended);
            QVERIFY(polled && *polled);
            QCOMPARE(toString((*polled)->kind), toString(metrics::Kind::PollSync));
            token = (*polled)->nextBatch;
        }

        // An empty poll runs out.
        SyncResponse empty = bob->get(bob->client.sync(since(token, 50ms)));
        QCOMPARE(toString(empty.kind), toString(metrics::Kind::PollSync));
        QVERIFY(empty.empty);

        const practice::Truth truth = m_server->truth();
        quint64 initial = 0;
        quint64 waited = 0;
        quint64 atOnce = 0;
        for (const practice::RequestRecord &record : truth.requestList) {
            if (truth.endpoints[record.endpoint].name != "/_matrix/client/v3/sync")
                continue;
            ++(record.initialSync ? initial : record.waited ? waited : atOnce);
        }
        QMap<metrics::Kind, quint64> counted;
        quint64 emptyPolls = 0;
        const metrics::Snapshot snapshot = m_recorder.take();
        for (const metrics::EndpointDelta &endpoint : snapshot.endpoints) {
            counted[endpoint.key.kind] += endpoint.count(Outcome::Ok);
            emptyPolls += endpoint.emptyPolls;
        }
        QCOMPARE(counted[metrics::Kind::InitialSync], initial);
        QCOMPARE(counted[metrics::Kind::CatchUpSync], atOnce);
        QCOMPARE(counted[metrics::Kind::PollSync], waited);
        QCOMPARE(emptyPolls, quint64(1));
    }

    void theProbeKnowsThePracticeServer()
    {
        practice::Options options;
        options.registration.open = false;
        start(options);
        QNetworkAccessManager manager;
        ServerProbe probe(manager);
        QSignalSpy finished(&probe, &ServerProbe::finished);
        probe.start(m_server->url());
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 20000);
        QCOMPARE(probe.report().state, ServerState::Matrix);
        QCOMPARE(probe.report().registration, RegistrationState::Closed);
        QVERIFY(probe.report().hasPasswordLogin());
        QVERIFY(probe.report().hasProblem());
        QCOMPARE(m_server->truth().accounts, quint64(0)); // it creates nothing
    }
};

QTEST_GUILESS_MAIN(TestMatrixClientPractice)
#include "test_matrixclientpractice.moc"
