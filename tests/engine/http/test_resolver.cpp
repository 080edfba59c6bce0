// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/origin.h"
#include "support/scriptedserver.h"
#include "support/testuser.h"

#include <QMutex>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <semaphore>

using namespace throng;
using namespace throng::http;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using throng::test::get;
using throng::test::ScriptedServer;
using throng::test::TestUser;

namespace {

using OriginResult = Result<std::shared_ptr<const Origin>>;

/// A name server that does not answer, as getaddrinfo() sees it: the call returns when the test is over.
class SilentNameServer {
public:
    ~SilentNameServer() { m_release->release(100); }
    [[nodiscard]] NameLookup lookup() const
    {
        return [release = m_release, asked = m_asked](const QString &) -> Result<QList<QHostAddress>> {
            ++*asked;
            release->acquire();
            return QList<QHostAddress> { QHostAddress(QHostAddress::LocalHost) };
        };
    }
    [[nodiscard]] int asked() const { return *m_asked; }

private:
    std::shared_ptr<std::counting_semaphore<100>> m_release = std::make_shared<std::counting_semaphore<100>>(0);
    std::shared_ptr<std::atomic<int>> m_asked = std::make_shared<std::atomic<int>>(0);
};

struct Outcome {
    OriginResult origin;
    bool done = false;
    bool stopped = false;
};

Task<> resolve(
    QUrl url, QString proxy, std::chrono::milliseconds timeout, StopScope *scope, NameLookup lookup, Outcome &outcome)
{
    Task<OriginResult> task = resolveOrigin(url, {}, proxy, timeout, scope, lookup);
    try {
        outcome.origin = co_await task;
    } catch (const Stopped &) {
        outcome.stopped = true;
    }
    outcome.done = true;
}

} // namespace

class TestResolver : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsLocalhost()
    {
        ScriptedServer server(
            ScriptedServer::Security::Plain, ScriptedServer::always("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        Outcome outcome;
        const Task<> task = resolve(
            QUrl(u"http://localhost:%1/base/"_s.arg(server.port())), {}, 10s, nullptr, systemNameLookup, outcome);
        QTRY_VERIFY_WITH_TIMEOUT(outcome.done, 15000);
        QVERIFY2(outcome.origin, outcome.origin ? "" : qPrintable(outcome.origin.error().toString()));
        const Origin &origin = **outcome.origin;
        QVERIFY(origin.addresses.contains(QHostAddress(QHostAddress::LocalHost)));
        QCOMPARE(origin.hostHeader, "localhost:" + QByteArray::number(server.port()));
        QCOMPARE(origin.basePath, "/base"_ba);
        QCOMPARE(origin.url(), QUrl(u"http://localhost:%1/base"_s.arg(server.port())));
        Reactor reactor;
        TestUser user(reactor, *outcome.origin);
        QCOMPARE(user.exchange(get()).failureText, QString()); // also when ::1 comes first and nobody listens there
    }

    void anAddressNeedsNoNameServer()
    {
        const SilentNameServer silent;
        for (const QString &host : { u"127.0.0.1"_s, u"[::1]"_s }) {
            Outcome outcome;
            const Task<> task = resolve(QUrl(u"https://"_s + host), {}, 10s, nullptr, silent.lookup(), outcome);
            QVERIFY(outcome.done);
            QVERIFY(outcome.origin);
            QCOMPARE(outcome.origin.value()->addresses.size(), 1);
            QCOMPARE(outcome.origin.value()->hostHeader, host.toLatin1());
            QCOMPARE(outcome.origin.value()->port, 443);
        }
        QCOMPARE(silent.asked(), 0);
    }

    void aNameThatDoesNotExistIsSaid()
    {
        Outcome outcome;
        const auto unknown = [](const QString &name) -> Result<QList<QHostAddress>> {
            return throng::failure(u"the name cannot be resolved"_s, name);
        };
        const Task<> task = resolve(QUrl(u"http://no.such.name.test"_s), {}, 10s, nullptr, unknown, outcome);
        QTRY_VERIFY(outcome.done);
        QVERIFY(!outcome.origin);
        QCOMPARE(outcome.origin.error().where, u"no.such.name.test"_s);
    }

    void aSilentNameServerIsAnErrorInTime()
    {
        const SilentNameServer silent;
        Outcome outcome;
        const Task<> task = resolve(QUrl(u"http://silent.test"_s), {}, 100ms, nullptr, silent.lookup(), outcome);
        QTRY_VERIFY(outcome.done);
        QVERIFY(!outcome.origin);
        QCOMPARE(outcome.origin.error().toString(), u"silent.test: the name server did not answer within 0.1 s"_s);
    }

    void stoppingEndsTheWaitAtOnce()
    {
        const SilentNameServer silent;
        StopScope scope;
        Outcome outcome;
        const Task<> task = resolve(QUrl(u"http://silent.test"_s), {}, 1h, &scope, silent.lookup(), outcome);
        QTRY_COMPARE(silent.asked(), 1);
        QVERIFY(!outcome.done);
        scope.stop();
        QVERIFY(outcome.done && outcome.stopped);
    }

    void aSilentNameServerHoldsUpNoThread()
    {
        // The lookup is still under way when the thread that asked has ended and was joined.
        const SilentNameServer silent;
        const std::unique_ptr<QThread> thread(QThread::create([&] {
            QEventLoop loop;
            StopScope scope;
            Outcome outcome;
            const Task<> task = resolve(QUrl(u"http://silent.test"_s), {}, 1h, &scope, silent.lookup(), outcome);
            QTimer poll;
            QObject::connect(&poll, &QTimer::timeout, &loop, [&] {
                if (silent.asked() == 1)
                    loop.quit();
            });
            poll.start(1);
            loop.exec();
            scope.stop();
        }));
        thread->start();
        QVERIFY(thread->wait(5000));
    }

    void behindAProxyOnlyTheProxysNameIsLookedUp()
    {
        QStringList asked;
        QMutex mutex;
        const auto lookup = [&](const QString &name) -> Result<QList<QHostAddress>> {
            const QMutexLocker locker(&mutex);
            asked.append(name);
            return QList<QHostAddress> { QHostAddress(QHostAddress::LocalHost) };
        };
        Outcome outcome;
        const Task<> task =
            resolve(QUrl(u"https://inside.test"_s), u"http://proxy.test:3128"_s, 10s, nullptr, lookup, outcome);
        QTRY_VERIFY(outcome.done);
        QVERIFY(outcome.origin);
        QCOMPARE(asked, QStringList { u"proxy.test"_s });
        QVERIFY(outcome.origin.value()->addresses.isEmpty());
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("proxy");
        QTest::addColumn<QString>("caFile");
        QTest::addColumn<QString>("text");
        m_folder = std::make_unique<QTemporaryDir>();
        QFile file(m_folder->filePath(u"noise.pem"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("no certificate");
        QTest::newRow("no scheme") << u"matrix.test"_s << QString() << QString()
                                   << u"not the address of a web server"_s;
        QTest::newRow("another scheme") << u"ftp://matrix.test"_s << QString() << QString()
                                        << u"not the address of a web server"_s;
        QTest::newRow("no host") << u"http://"_s << QString() << QString() << u"not the address of a web server"_s;
        QTest::newRow("no proxy") << u"http://a.test"_s << u"nonsense"_s << QString()
                                  << u"not the address of a proxy"_s;
        QTest::newRow("no such CA file") << u"https://a.test"_s << QString() << u"/no/such.pem"_s
                                         << u"cannot read the CA file"_s;
        QTest::newRow("no CA in it") << u"https://a.test"_s << QString() << file.fileName()
                                     << u"holds no certificate"_s;
    }
    void saysWhatIsWrong()
    {
        QFETCH(const QString, url);
        QFETCH(const QString, proxy);
        QFETCH(const QString, caFile);
        QFETCH(const QString, text);
        const auto origin = makeOrigin(QUrl(url), {}, { caFile, true }, proxy);
        QVERIFY(!origin);
        QVERIFY2(origin.error().toString().contains(text), qPrintable(origin.error().toString()));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestResolver)
#include "test_resolver.moc"
