// SPDX-License-Identifier: GPL-3.0-or-later

// The whole way of a request, as a virtual user of a load test goes it: coroutine, Matrix client with JSON built and
// parsed, exchange, recorder. Driven by bench.py; prints one line of JSON.

#include "engine/base/stopscope.h"
#include "engine/base/task.h"
#include "engine/http/accessmanager.h"
#include "engine/http/origin.h"
#include "engine/http/reactor.h"
#include "engine/matrix/client.h"
#include "engine/metrics/recorder.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QEventLoop>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkReply>
#include <QTimer>

#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <functional>
#include <memory>
#include <vector>

using namespace Qt::StringLiterals;
using namespace throng;

namespace {

enum class Job { Exchange, CreateRequest, Poll };

/// What the users tell: how many are through their first request, what was answered, what was not.
struct Tally {
    int ready = 0;
    quint64 requests = 0;
    quint64 failures = 0;
    QString failure; ///< the first one's text
    std::function<void()> allReady;
    int users = 0;

    void becameReady()
    {
        if (++ready == users)
            allReady();
    }
    void failed(const QString &text)
    {
        if (failures++ == 0)
            failure = text;
    }
};

const auto roomId = "!bench:localhost"_ba;
const auto message = u"a message of an ordinary length, as people send"_s;

class User {
public:
    User(http::Reactor &reactor, std::shared_ptr<const http::Origin> origin, metrics::Recorder &recorder, Tally &tally)
        : m_manager(reactor, std::move(origin), m_scope)
        , m_client(m_manager, recorder)
        , m_room(roomId)
        , m_tally(tally)
    {
        m_client.setCredentials("syt_bench"_ba, u"@bench:localhost"_s);
    }

    void start(Job job)
    {
        switch (job) {
        case Job::Exchange:
            m_life = send();
            break;
        case Job::CreateRequest:
            put();
            break;
        case Job::Poll:
            m_life = poll();
            break;
        }
    }
    void stop() { m_scope.stop(); }

private:
    Task<> send()
    {
        try {
            bool first = true;
            for (;;) {
                const auto sent = co_await m_client.sendText(m_room, message);
                count(sent.has_value() ? QString() : sent.error().text());
                if (first)
                    m_tally.becameReady();
                first = false;
            }
        } catch (const Stopped &) {
        }
    }

    /// One request on the ordinary lane, then the sync lane: both connections stay open.
    Task<> poll()
    {
        try {
            const auto sent = co_await m_client.sendText(m_room, message);
            count(sent.has_value() ? QString() : sent.error().text());
            matrix::SyncRequest request;
            request.timeout = std::chrono::minutes(10);
            const auto first = co_await m_client.sync(request);
            count(first.has_value() ? QString() : first.error().text());
            if (first)
                request.since = first->nextBatch;
            m_tally.becameReady();
            const auto second = co_await m_client.sync(request);
            m_tally.failed(second ? u"the poll was answered"_s : second.error().text());
        } catch (const Stopped &) {
        }
    }

    /// The same request from code that knows nothing but Qt's interface.
    void put()
    {
        QUrl url = m_manager.origin()->url();
        url.setPath(u"/_matrix/client/v3/rooms/!bench:localhost/send/m.room.message/%1"_s.arg(++m_transaction));
        QNetworkRequest request(url);
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        request.setRawHeader("Authorization"_ba, "Bearer syt_bench"_ba);
        const QJsonObject content { { u"msgtype"_s, u"m.text"_s }, { u"body"_s, message } };
        QNetworkReply *reply = m_manager.put(request, QJsonDocument(content).toJson(QJsonDocument::Compact));
        QObject::connect(reply, &QNetworkReply::finished, &m_manager, [this, reply] { answered(reply); });
    }
    void answered(QNetworkReply *reply)
    {
        reply->deleteLater();
        if (m_scope.isStopped())
            return;
        const bool good = reply->error() == QNetworkReply::NoError
            && QJsonDocument::fromJson(reply->readAll()).object().contains(u"event_id"_s);
        count(good ? QString() : reply->errorString());
        if (m_transaction == 1)
            m_tally.becameReady();
        put();
    }

    void count(const QString &failure)
    {
        if (failure.isEmpty())
            ++m_tally.requests;
        else
            m_tally.failed(failure);
    }

    StopScope m_scope;
    http::AccessManager m_manager;
    matrix::Client m_client;
    matrix::RoomPath m_room;
    Tally &m_tally;
    int m_transaction = 0;
    Task<> m_life;
};

double cpuSeconds()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

qint64 residentBytes()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * sysconf(_SC_PAGESIZE);
}

[[noreturn]] void fail(const QString &text)
{
    std::fprintf(stderr, "stack: %s\n", qPrintable(text));
    std::exit(1);
}

void print(const QJsonObject &line)
{
    std::printf("%s\n", QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
}

/// Runs the event loop until `done` is called, which its argument gives to the caller; gives up after a while.
void waitFor(const std::function<void(std::function<void()> done)> &begin, std::chrono::seconds patience)
{
    QEventLoop loop;
    QTimer::singleShot(patience, &loop, [&loop] { loop.exit(1); });
    begin([&loop] { loop.quit(); });
    if (loop.exec() != 0)
        fail(u"nothing more happened"_s);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"What a request costs, from coroutine to recorder."_s);
    parser.addHelpOption();
    parser.addOptions({
        { u"url"_s, u"Server, e.g. http://127.0.0.1:8080."_s, u"url"_s },
        { u"users"_s, u"Users at once."_s, u"number"_s, u"100"_s },
        { u"seconds"_s, u"Length of the measurement."_s, u"number"_s, u"5"_s },
        { u"ca-file"_s, u"Authority that signed the server's certificate."_s, u"file"_s },
        { u"http2"_s, u"HTTP/2, and nothing else."_s },
        { u"through"_s, u"exchange or createRequest."_s, u"way"_s, u"exchange"_s },
        { u"memory"_s, u"What a connected, syncing user takes, instead."_s },
    });
    parser.process(application);

    const bool memory = parser.isSet(u"memory"_s);
    const bool createRequest = parser.value(u"through"_s) == u"createRequest";
    const Job job = memory ? Job::Poll : createRequest ? Job::CreateRequest : Job::Exchange;
    const QUrl url(parser.value(u"url"_s));
    http::TlsOptions tls;
    tls.caFile = parser.value(u"ca-file"_s);
    if (parser.isSet(u"http2"_s))
        tls.versions = HttpVersions::Http2;
    const auto origin = http::makeOrigin(url, { QHostAddress(url.host()) }, tls);
    if (!origin)
        fail(origin.error().message);

    http::Reactor reactor;
    metrics::Recorder recorder;
    Tally tally;
    tally.users = parser.value(u"users"_s).toInt();
    std::vector<std::unique_ptr<User>> users;
    users.reserve(size_t(tally.users));

    const double cpuBefore = cpuSeconds();
    const qint64 bytesBefore = residentBytes();
    waitFor(
        [&](const std::function<void()> &done) {
            tally.allReady = done;
            for (int i = 0; i < tally.users; ++i)
                users.push_back(std::make_unique<User>(reactor, *origin, recorder, tally));
            for (const auto &user : users)
                user->start(job);
        },
        std::chrono::seconds(120));
    const double cpuConnected = cpuSeconds();

    if (memory) {
        const int open = reactor.statistics().open;
        if (open != (parser.isSet(u"http2"_s) ? 1 : 2) * tally.users)
            fail(u"%1 connections for %2 users"_s.arg(open).arg(tally.users));
        print({ { u"name"_s, u"memory"_s }, { u"users"_s, tally.users },
            { u"bytes_per_user"_s, double(residentBytes() - bytesBefore) / tally.users } });
    } else {
        // A worker takes a snapshot each second, so this does too.
        QTimer snapshots;
        QObject::connect(&snapshots, &QTimer::timeout, &application, [&recorder] { (void)recorder.take(); });
        snapshots.start(1000);
        const quint64 before = tally.requests;
        const std::chrono::seconds length(parser.value(u"seconds"_s).toInt());
        waitFor([length](const std::function<void()> &done) { QTimer::singleShot(length, done); }, length * 10);
        const double cpu = cpuSeconds() - cpuConnected;
        print({ { u"name"_s, createRequest ? u"throng createRequest"_s : u"throng exchange"_s },
            { u"users"_s, tally.users }, { u"requests"_s, qint64(tally.requests - before) }, { u"cpu_seconds"_s, cpu },
            { u"connect_cpu_seconds"_s, cpuConnected - cpuBefore }, { u"resident_bytes"_s, residentBytes() } });
    }
    if (tally.failures != 0)
        fail(u"%1 failures, the first: %2"_s.arg(tally.failures).arg(tally.failure));
    for (const auto &user : users)
        user->stop();
    users.clear();
    return 0;
}
