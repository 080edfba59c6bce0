// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/accessmanager.h"
#include "support/http2speaker.h"
#include "support/scriptedserver.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFile>
#include <QHttpMultiPart>
#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <semaphore>
#include <zlib.h>

using namespace throng;
using namespace throng::http;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using throng::test::ScriptedPeer;
using throng::test::ScriptedServer;

namespace {

QByteArray response(const QByteArray &body, const QByteArray &fields = {}, const QByteArray &status = "200 OK"_ba)
{
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + fields + "\r\n"
        + body;
}

QByteArray compressed(const QByteArray &data, int windowBits)
{
    z_stream stream {};
    deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY);
    QByteArray input = data;
    QByteArray out(qsizetype(deflateBound(&stream, uLong(data.size()))) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef *>(input.data());
    stream.avail_in = uInt(input.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = uInt(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(qsizetype(stream.total_out));
    deflateEnd(&stream);
    return out;
}

/// A sequential device that a test fills as it likes.
class Pipe : public QIODevice {
public:
    Pipe() { open(QIODevice::ReadOnly); }
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override { return QIODevice::bytesAvailable() + m_data.size(); }
    void feed(const QByteArray &data)
    {
        m_data += data;
        Q_EMIT readyRead();
    }
    void end()
    {
        m_ended = true;
        Q_EMIT readChannelFinished();
    }

protected:
    qint64 readData(char *data, qint64 size) override
    {
        if (m_data.isEmpty())
            return m_ended ? -1 : 0;
        const qint64 count = std::min(size, qint64(m_data.size()));
        std::copy_n(m_data.constData(), count, data);
        m_data.remove(0, count);
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_data;
    bool m_ended = false;
};

} // namespace

/// The same for each version of HTTP: whoever uses a reply does not see which it was.
class TestReply : public QObject {
    Q_OBJECT

public:
    explicit TestReply(ScriptedServer::Security security)
        : m_security(security)
    {
    }

private Q_SLOTS:
    void init()
    {
        m_scope = std::make_unique<StopScope>();
        m_reactor = std::make_unique<Reactor>();
        m_manager = std::make_unique<AccessManager>(*m_reactor, *m_scope);
        m_manager->setForeignOptions({ {}, false }, {});
    }
    void cleanup()
    {
        m_scope->stop();
        m_manager.reset();
        m_reactor.reset();
        m_scope.reset();
    }

    void getsAnyUrl()
    {
        ScriptedServer server(
            m_security, ScriptedServer::always(response("hello", "X-A: 1\r\nx-a: 2\r\n", "200 Fine")));
        QNetworkRequest request(server.url(u"/some%20path?q=%C3%A4"_s));
        request.setRawHeader("X-Mine", "yes");
        QSignalSpy finishedByManager(m_manager.get(), &QNetworkAccessManager::finished);
        const auto reply = wait(m_manager->get(request));
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        QCOMPARE(reply->readAll(), "hello"_ba);
        QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
        QCOMPARE(
            reply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString(), isHttp2() ? u""_s : u"Fine"_s);
        QCOMPARE(reply->attribute(QNetworkRequest::Http2WasUsedAttribute).toBool(), isHttp2());
        QCOMPARE(reply->rawHeader("X-A"), "1, 2"_ba);
        QCOMPARE(reply->header(QNetworkRequest::ContentLengthHeader).toInt(), 5);
        QCOMPARE(reply->manager(), m_manager.get());
        QCOMPARE(finishedByManager.size(), 1);
        const QByteArray head = server.heads().first();
        QVERIFY2(head.startsWith("GET /some%20path?q=%C3%A4 HTTP/1.1\r\n"), head.constData());
        QVERIFY(head.contains("\r\nX-Mine: yes\r\n"));
        QVERIFY(!head.contains("Content-Length"));
    }

    void neverEmitsBeforeTheCallerCanConnect()
    {
        // Nobody listens on port 1 of loopback; the failure still comes from the event loop.
        std::unique_ptr<QNetworkReply> reply(m_manager->get(QNetworkRequest(QUrl(u"http://127.0.0.1:1/"_s))));
        QVERIFY(!reply->isFinished());
        QSignalSpy error(reply.get(), &QNetworkReply::errorOccurred);
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(error.size(), 1);
        QCOMPARE(reply->error(), QNetworkReply::ConnectionRefusedError);
        QVERIFY2(reply->errorString().contains(u"Connection refused"_s), qPrintable(reply->errorString()));
    }

    void statusIsAnErrorWithItsText_data()
    {
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<QNetworkReply::NetworkError>("error");
        QTest::newRow("401") << "401 Unauthorized"_ba << QNetworkReply::AuthenticationRequiredError;
        QTest::newRow("403") << "403 Forbidden"_ba << QNetworkReply::ContentAccessDenied;
        QTest::newRow("404") << "404 Not Found"_ba << QNetworkReply::ContentNotFoundError;
        QTest::newRow("429") << "429 Too Many Requests"_ba << QNetworkReply::UnknownContentError;
        QTest::newRow("500") << "500 Internal Server Error"_ba << QNetworkReply::InternalServerError;
        QTest::newRow("502") << "502 Bad Gateway"_ba << QNetworkReply::UnknownServerError;
        QTest::newRow("503") << "503 Service Unavailable"_ba << QNetworkReply::ServiceUnavailableError;
    }
    void statusIsAnErrorWithItsText()
    {
        QFETCH(const QByteArray, status);
        QFETCH(const QNetworkReply::NetworkError, error);
        ScriptedServer server(m_security, ScriptedServer::always(response("why", {}, status)));
        const auto reply = wait(m_manager->get(QNetworkRequest(server.url(u"/x"_s))));
        QCOMPARE(reply->error(), error);
        const QByteArray shown = isHttp2() ? status.first(3) : status; // there are no reason phrases in HTTP/2
        QVERIFY2(reply->errorString().contains(QString::fromLatin1(shown)), qPrintable(reply->errorString()));
        QCOMPARE(reply->readAll(), "why"_ba); // the body is there all the same
    }

    void uploads_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char *kind : { "bytes", "file", "sequential", "sequential of known size" })
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void uploads()
    {
        QFETCH(const QString, kind);
        ScriptedServer server(m_security, ScriptedServer::always(response("ok")));
        const QByteArray body = QByteArray(3'000'000, 'a') + "end";
        QNetworkRequest request(server.url());
        request.setHeader(QNetworkRequest::ContentTypeHeader, "application/octet-stream"_ba);
        QTemporaryDir folder;
        QFile file(folder.filePath(u"upload"_s));
        Pipe pipe;
        std::unique_ptr<QNetworkReply> reply;
        if (kind == u"bytes"_s) {
            reply.reset(m_manager->put(request, body));
        } else if (kind == u"file"_s) {
            QVERIFY(file.open(QIODevice::ReadWrite));
            file.write("skipped" + body);
            QVERIFY(file.seek(7));
            reply.reset(m_manager->put(request, &file));
        } else {
            if (kind == u"sequential of known size"_s) {
                request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
                request.setHeader(QNetworkRequest::ContentLengthHeader, body.size());
            }
            pipe.feed(body.first(10));
            reply.reset(m_manager->put(request, &pipe));
            QTimer::singleShot(0, &pipe, [&] {
                pipe.feed(body.sliced(10));
                pipe.end();
            });
        }
        QSignalSpy progress(reply.get(), &QNetworkReply::uploadProgress);
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 20000);
        QCOMPARE(reply->errorString(), u"Unknown error"_s);
        QCOMPARE(server.bodies().size(), 1);
        QVERIFY(server.bodies().first() == body);
        QCOMPARE(progress.last(), QVariantList({ qint64(body.size()), qint64(body.size()) }));
    }

    void anUploadThatEndsTooEarlyIsAnError()
    {
        ScriptedServer server(m_security);
        QNetworkRequest request(server.url());
        request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        request.setHeader(QNetworkRequest::ContentLengthHeader, 100);
        Pipe pipe;
        pipe.feed("too little");
        pipe.end();
        const auto reply = wait(m_manager->put(request, &pipe));
        QCOMPARE(reply->error(), QNetworkReply::ContentReSendError);
    }

    void sendsMultiPart()
    {
        ScriptedServer server(m_security, ScriptedServer::always(response("ok")));
        auto parts = std::make_unique<QHttpMultiPart>(QHttpMultiPart::FormDataType);
        QHttpPart part;
        part.setHeader(QNetworkRequest::ContentDispositionHeader, R"(form-data; name="a")"_ba);
        part.setBody("value");
        parts->append(part);
        const auto reply = wait(m_manager->post(QNetworkRequest(server.url()), parts.get()));
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        QVERIFY(server.heads().first().contains("ontent-Type: multipart/form-data; boundary="));
        QVERIFY(server.bodies().first().contains("\r\n\r\nvalue\r\n--"));
    }

    void reportsDownloadsAsTheyCome()
    {
        ScriptedPeer *peer = nullptr;
        ScriptedServer server(m_security, [&](ScriptedPeer &from, const QByteArray &, const QByteArray &) {
            peer = &from;
            from.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
        });
        std::unique_ptr<QNetworkReply> reply(m_manager->get(QNetworkRequest(server.url())));
        QSignalSpy meta(reply.get(), &QNetworkReply::metaDataChanged);
        QSignalSpy ready(reply.get(), &QNetworkReply::readyRead);
        QSignalSpy progress(reply.get(), &QNetworkReply::downloadProgress);
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        QTRY_COMPARE(ready.size(), 1);
        QCOMPARE(meta.size(), 1);
        QCOMPARE(progress.last(), QVariantList({ qint64(5), qint64(10) }));
        QCOMPARE(reply->read(3), "123"_ba);
        QCOMPARE(reply->bytesAvailable(), 2);
        QVERIFY(!reply->isFinished());
        peer->send("67890");
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(reply->readAll(), "4567890"_ba);
        QCOMPARE(meta.size(), 1);
    }

    void readsNoFasterThanItsBufferIsEmptied()
    {
        const QByteArray body(8'000'000, 'x');
        ScriptedServer server(m_security, ScriptedServer::always(response(body)));
        std::unique_ptr<QNetworkReply> reply(m_manager->get(QNetworkRequest(server.url())));
        reply->setReadBufferSize(1000);
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        qint64 most = 0;
        QByteArray all;
        connect(reply.get(), &QNetworkReply::readyRead, reply.get(), [&] {
            most = std::max(most, reply->bytesAvailable());
            all += reply->readAll();
        });
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 20000);
        all += reply->readAll();
        QVERIFY(all == body);
        // One reading more at most; in HTTP/2, where others share the connection, what the stream's window lets
        // through.
        const qint64 ahead = isHttp2() ? 6 * 1024 * 1024 : 64 * 1024;
        QVERIFY2(most <= 1000 + ahead + 16 * 1024, qPrintable(QString::number(most)));
    }

    void decodesContent_data()
    {
        QTest::addColumn<QByteArray>("coding");
        QTest::addColumn<int>("windowBits");
        QTest::newRow("gzip") << "gzip"_ba << 15 + 16;
        QTest::newRow("deflate") << "deflate"_ba << 15;
        QTest::newRow("deflate without its wrapping") << "deflate"_ba << -15;
    }
    void decodesContent()
    {
        QFETCH(const QByteArray, coding);
        QFETCH(const int, windowBits);
        QByteArray text;
        for (int i = 0; i < 100'000; ++i)
            text += QByteArray::number(i * 7919) + ' ';
        const QByteArray answer = response(compressed(text, windowBits), "Content-Encoding: " + coding + "\r\n");
        ScriptedServer server(m_security,
            [&](ScriptedPeer &peer, const QByteArray &, const QByteArray &) { peer.sendInPieces(answer, 5000); });
        const auto reply = wait(m_manager->get(QNetworkRequest(server.url())));
        QVERIFY(server.heads().first().contains("Accept-Encoding: gzip, deflate\r\n"));
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        QVERIFY(!reply->hasRawHeader("Content-Length")); // of something else
        QVERIFY(reply->readAll() == text);
    }

    void leavesContentAsItIsWhenTheRequestNamesItsCodings()
    {
        const QByteArray packed = compressed("text"_ba, 15 + 16);
        ScriptedServer server(m_security, ScriptedServer::always(response(packed, "Content-Encoding: gzip\r\n")));
        QNetworkRequest request(server.url());
        request.setRawHeader("Accept-Encoding", "gzip");
        const auto reply = wait(m_manager->get(request));
        QCOMPARE(reply->readAll(), packed);
    }

    void refusesDamagedContent_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("text");
        const QByteArray good = compressed(QByteArray(5'000'000, 'x'), 15 + 16);
        QTest::newRow("damaged") << "no gzip at all"_ba << u"damaged"_s;
        QTest::newRow("cut off") << good.first(good.size() / 2) << u"too early"_s;
        QTest::newRow("a bomb") << good << u"larger than"_s;
    }
    void refusesDamagedContent()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QString, text);
        m_manager->setLimits({ 64 * 1024, 4'000'000 });
        ScriptedServer server(m_security, ScriptedServer::always(response(body, "Content-Encoding: gzip\r\n")));
        const auto reply = wait(m_manager->get(QNetworkRequest(server.url())));
        QCOMPARE(reply->error(), QNetworkReply::ProtocolFailure);
        QVERIFY2(reply->errorString().contains(text), qPrintable(reply->errorString()));
    }

    void followsRedirects_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("methodAfter");
        QTest::newRow("301 GET") << 301 << "GET"_ba
                                 << "GET"_ba;
        QTest::newRow("301 POST") << 301 << "POST"_ba
                                  << "GET"_ba;
        QTest::newRow("302 POST") << 302 << "POST"_ba
                                  << "GET"_ba;
        QTest::newRow("302 PUT") << 302 << "PUT"_ba
                                 << "PUT"_ba;
        QTest::newRow("303 PUT") << 303 << "PUT"_ba
                                 << "GET"_ba;
        QTest::newRow("303 HEAD") << 303 << "HEAD"_ba
                                  << "HEAD"_ba;
        QTest::newRow("307 POST") << 307 << "POST"_ba
                                  << "POST"_ba;
        QTest::newRow("308 POST") << 308 << "POST"_ba
                                  << "POST"_ba;
    }
    void followsRedirects()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, method);
        QFETCH(const QByteArray, methodAfter);
        ScriptedServer other(m_security, [&](ScriptedPeer &peer, const QByteArray &head, const QByteArray &) {
            peer.send(head.startsWith("HEAD") ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"_ba : response("there"));
        });
        const QByteArray location = "Location: " + other.url(u"/there"_s).toEncoded() + "\r\n";
        ScriptedServer server(m_security,
            ScriptedServer::always(
                "HTTP/1.1 " + QByteArray::number(status) + " Moved\r\nContent-Length: 0\r\n" + location + "\r\n"));
        QNetworkRequest request(server.url(u"/here"_s));
        request.setRawHeader("Authorization", "Bearer secret");
        request.setRawHeader("Content-Type", "text/plain");
        QBuffer body;
        body.setData("body");
        body.open(QIODevice::ReadOnly);
        const bool hasBody = method == "POST" || method == "PUT";
        std::unique_ptr<QNetworkReply> reply(method == "GET" ? m_manager->get(request)
                : method == "HEAD"                           ? m_manager->head(request)
                                   : m_manager->sendCustomRequest(request, method, hasBody ? &body : nullptr));
        QSignalSpy redirected(reply.get(), &QNetworkReply::redirected);
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        QCOMPARE(redirected.size(), 1);
        QCOMPARE(reply->url(), other.url(u"/there"_s));
        QCOMPARE(reply->readAll(), methodAfter == "HEAD" ? ""_ba : "there"_ba);
        const QByteArray head = other.heads().first();
        QVERIFY2(head.startsWith(QByteArray(methodAfter + " /there HTTP/1.1\r\n")), head.constData());
        QVERIFY(!head.contains("Authorization")); // not for another host
        QCOMPARE(other.bodies().first(), methodAfter == "POST" || methodAfter == "PUT" ? "body"_ba : ""_ba);
    }

    void redirectPolicies_data()
    {
        QTest::addColumn<int>("policy");
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<QNetworkReply::NetworkError>("error");
        QTest::newRow("manual") << int(QNetworkRequest::ManualRedirectPolicy) << "/x"_ba << QNetworkReply::NoError;
        QTest::newRow("same origin") << int(QNetworkRequest::SameOriginRedirectPolicy) << "http://127.0.0.2/"_ba
                                     << QNetworkReply::InsecureRedirectError;
        QTest::newRow("no web address") << int(QNetworkRequest::NoLessSafeRedirectPolicy) << "file:///etc/passwd"_ba
                                        << QNetworkReply::ProtocolUnknownError;
        QTest::newRow("without end") << int(QNetworkRequest::NoLessSafeRedirectPolicy) << "/again"_ba
                                     << QNetworkReply::TooManyRedirectsError;
    }
    void redirectPolicies()
    {
        QFETCH(const int, policy);
        QFETCH(const QByteArray, location);
        QFETCH(const QNetworkReply::NetworkError, error);
        ScriptedServer server(
            m_security, ScriptedServer::always(response("body", "Location: " + location + "\r\n", "302 Found")));
        QNetworkRequest request(server.url());
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, policy);
        request.setMaximumRedirectsAllowed(3);
        const auto reply = wait(m_manager->get(request));
        QCOMPARE(reply->error(), error);
        QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 302);
        if (error == QNetworkReply::NoError) {
            QCOMPARE(reply->attribute(QNetworkRequest::RedirectionTargetAttribute).toUrl(), QUrl(u"/x"_s));
            QCOMPARE(reply->readAll(), "body"_ba);
        }
        QCOMPARE(server.heads().size(), error == QNetworkReply::TooManyRedirectsError ? 4 : 1);
    }

    void refusesToLeaveTls()
    {
        ScriptedServer server(ScriptedServer::Security::Tls,
            ScriptedServer::always(response({}, "Location: http://127.0.0.1:1/\r\n", "301 Moved")));
        const auto reply = wait(m_manager->get(QNetworkRequest(server.url())));
        QCOMPARE(reply->error(), QNetworkReply::InsecureRedirectError);
    }

    void asksBeforeFollowing()
    {
        ScriptedServer server(m_security, [](ScriptedPeer &peer, const QByteArray &head, const QByteArray &) {
            peer.send(
                head.startsWith("GET /there") ? response("there") : response({}, "Location: /there\r\n", "302 Found"));
        });
        QNetworkRequest request(server.url());
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::UserVerifiedRedirectPolicy);
        std::unique_ptr<QNetworkReply> reply(m_manager->get(request));
        QSignalSpy redirected(reply.get(), &QNetworkReply::redirected);
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        QTRY_COMPARE(redirected.size(), 1);
        QCOMPARE(server.heads().size(), 1);
        Q_EMIT reply->redirectAllowed();
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(reply->readAll(), "there"_ba);
    }

    void keepsCookies()
    {
        ScriptedServer server(
            m_security, ScriptedServer::always(response({}, "Set-Cookie: a=1; Path=/\r\nSet-Cookie: b=2\r\n")));
        wait(m_manager->get(QNetworkRequest(server.url(u"/x"_s))));
        wait(m_manager->get(QNetworkRequest(server.url(u"/y"_s))));
        QVERIFY(!server.heads().first().contains("Cookie:"));
        QVERIFY2(server.heads().last().contains("Cookie: a=1; b=2\r\n"), server.heads().last().constData());
    }

    void abortsInEachState_data()
    {
        QTest::addColumn<QString>("state");
        for (const char *state : { "connecting", "sending", "waiting", "reading" })
            QTest::newRow(state) << QString::fromLatin1(state);
    }
    void abortsInEachState()
    {
        QFETCH(const QString, state);
        ScriptedServer server(m_security, [&](ScriptedPeer &peer, const QByteArray &, const QByteArray &) {
            if (state == u"reading"_s)
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
        });
        if (state == u"sending"_s)
            server.setGreeting([](ScriptedPeer &peer) { peer.stopReading(); });
        const QByteArray body = state == u"sending"_s ? QByteArray(50'000'000, 'x') : "x"_ba;
        std::unique_ptr<QNetworkReply> reply(m_manager->put(QNetworkRequest(server.url()), body));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        QSignalSpy ready(reply.get(), &QNetworkReply::readyRead);
        QSignalSpy sent(reply.get(), &QNetworkReply::uploadProgress);
        if (state == u"sending"_s)
            QTRY_VERIFY(!sent.isEmpty());
        else if (state == u"waiting"_s)
            QTRY_COMPARE(server.heads().size(), 1);
        else if (state == u"reading"_s)
            QTRY_COMPARE(ready.size(), 1);
        reply->abort();
        QCOMPARE(finished.size(), 1);
        QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
        if (state == u"sending"_s)
            server.peers().first()->readAgain(); // or it will not see the end
        if (!isHttp2())
            QTRY_COMPARE(server.openCount(), 0); // the connection went with it
        QCOMPARE(finished.size(), 1);
    }

    void stoppingTheScopeAborts()
    {
        ScriptedServer server(m_security);
        std::unique_ptr<QNetworkReply> reply(m_manager->get(QNetworkRequest(server.url())));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        QTRY_COMPARE(server.heads().size(), 1);
        m_scope->stop();
        QCOMPARE(finished.size(), 1);
        QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
        const auto late = wait(m_manager->get(QNetworkRequest(server.url())));
        QCOMPARE(late->error(), QNetworkReply::OperationCanceledError);
    }

    void mayBeDeletedInFlight()
    {
        ScriptedServer server(m_security);
        std::unique_ptr<QNetworkReply> reply(m_manager->get(QNetworkRequest(server.url())));
        QTRY_COMPARE(server.heads().size(), 1);
        reply.reset();
        if (isHttp2())
            QTRY_VERIFY(server.peers().first()->http2()->wasReset(1));
        else
            QTRY_COMPARE(server.openCount(), 0);
    }

    void transferTimeoutCountsFromTheLastByte()
    {
        // The first server is silent; the second drips for longer than the timeout, but never pauses so long.
        ScriptedServer silent(m_security);
        QNetworkRequest request(silent.url());
        request.setTransferTimeout(100);
        const auto reply = wait(m_manager->get(request));
        QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
        QVERIFY2(reply->errorString().contains(u"did not answer within 0.1 s"_s), qPrintable(reply->errorString()));

        int left = 30;
        ScriptedServer dripping(m_security, [&](ScriptedPeer &peer, const QByteArray &, const QByteArray &) {
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n");
            auto *timer = new QTimer(&peer);
            connect(timer, &QTimer::timeout, &peer, [&peer, &left, timer] {
                peer.send("x");
                if (--left == 0)
                    timer->stop();
            });
            timer->start(20);
        });
        request.setUrl(dripping.url());
        request.setTransferTimeout(300);
        const auto slow = wait(m_manager->get(request));
        QCOMPARE(slow->error(), QNetworkReply::NoError);
        QCOMPARE(slow->readAll().size(), 30);
    }

    void aSilentNameServerIsAnErrorInTime()
    {
        auto release = std::make_shared<std::binary_semaphore>(0);
        m_manager->setNameLookup(
            [release](const QString &) -> Result<QList<QHostAddress>> {
                release->acquire(); // as getaddrinfo() does when no answer comes
                return QList<QHostAddress> {};
            },
            50ms);
        const auto reply = wait(m_manager->get(QNetworkRequest(QUrl(u"http://silent.example/"_s))));
        QCOMPARE(reply->error(), QNetworkReply::HostNotFoundError);
        QVERIFY2(reply->errorString().contains(u"did not answer"_s), qPrintable(reply->errorString()));
        std::unique_ptr<QNetworkReply> dropped(m_manager->get(QNetworkRequest(QUrl(u"http://silent.example/"_s))));
        dropped.reset(); // while its name is being looked up
        release->release(2);
    }

    void headersCannotSmuggle()
    {
        ScriptedServer server(m_security);
        QNetworkRequest request(server.url());
        request.setRawHeader("X-A", "1\r\nX-B: 2");
        const auto reply = wait(m_manager->get(request));
        QCOMPARE(reply->error(), QNetworkReply::ProtocolInvalidOperationError);
        QCOMPARE(server.connectionCount(), 0);
    }

    void otherSchemesAreQts()
    {
        const auto reply = wait(m_manager->get(QNetworkRequest(QUrl(u"data:text/plain,hello"_s))));
        QCOMPARE(reply->readAll(), "hello"_ba);
    }

private:
    [[nodiscard]] bool isHttp2() const { return m_security == ScriptedServer::Security::Http2; }

    std::unique_ptr<QNetworkReply> wait(QNetworkReply *made)
    {
        std::unique_ptr<QNetworkReply> reply(made);
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 20000))
            qWarning("the reply does not end");
        return reply;
    }

    const ScriptedServer::Security m_security;
    std::unique_ptr<StopScope> m_scope;
    std::unique_ptr<Reactor> m_reactor;
    std::unique_ptr<AccessManager> m_manager;
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    TestReply http1(ScriptedServer::Security::Plain);
    TestReply http2(ScriptedServer::Security::Http2);
    return QTest::qExec(&http1, argc, argv) + QTest::qExec(&http2, argc, argv);
}

#include "test_reply.moc"
