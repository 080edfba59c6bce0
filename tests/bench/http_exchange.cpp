// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an exchange costs the generator, without Matrix and without statistics: users that send the same PUT again and
// again. Prints one line of JSON. CPU time counts from when all users are connected.
//
//     http_exchange --url http://127.0.0.1:8080 --users 1000 --requests 500000 [--through createRequest]
//                   [--ca-file FILE | --insecure]

#include "engine/http/accessmanager.h"
#include "engine/http/descriptors.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QCoroTask>
#include <QNetworkReply>

#include <cstdio>
#include <sys/resource.h>

using namespace throng;
using namespace throng::http;
using namespace Qt::StringLiterals;

namespace {

const QByteArray target = "/_matrix/client/v3/rooms/!bench:localhost/send/m.room.message/1"_ba;
const QByteArray body = R"({"msgtype":"m.text","body":"a message of an ordinary length, as people send"})"_ba;

double cpuSeconds()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](timeval time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// What all users share: how much there is to do, and when it began.
struct Bench {
    int users = 0;
    qint64 requests = 0;
    qint64 begun = 0;
    qint64 done = 0;
    qint64 failed = 0;
    int warm = 0;
    double cpuAtStart = 0;
    double cpuAtEnd = 0;
    QString failure;

    void count(bool ok, const QString &text)
    {
        if (!ok) {
            ++failed;
            failure = text;
        }
        if (warm < users) { // the first of each user opens its connection
            if (++warm == users)
                cpuAtStart = cpuSeconds();
            return;
        }
        if (++done == requests) {
            cpuAtEnd = cpuSeconds();
            QCoreApplication::quit();
        }
    }
    [[nodiscard]] bool more() { return warm < users || begun++ < requests; }
};

class User {
public:
    User(Reactor &reactor, std::shared_ptr<const Origin> origin, Bench &bench)
        : m_manager(reactor, std::move(origin), m_scope)
        , m_bench(bench)
    {
        m_manager.setBearerToken("syt_bench"_ba);
    }
    ~User() { m_scope.stop(); }

    void startExchanging() { m_task = exchange(); }

    void startReplying()
    {
        QNetworkRequest request(QUrl(m_manager.origin()->url().toString() + QString::fromLatin1(target)));
        request.setRawHeader("Content-Type"_ba, "application/json"_ba);
        request.setRawHeader("Authorization"_ba, "Bearer syt_bench"_ba);
        m_request = request;
        replyOnce();
    }

private:
    Task<> exchange()
    {
        try {
            while (m_bench.more()) {
                Request request;
                request.method = Method::Put;
                request.target = target;
                request.body = body;
                request.contentType = "application/json"_ba;
                request.repeatable = true;
                Exchange exchange = m_manager.exchange(std::move(request));
                const Response response = co_await exchange;
                m_bench.count(response.status == 200, response.failureText);
            }
        } catch (const Stopped &) {
        }
    }

    void replyOnce()
    {
        QNetworkReply *reply = m_manager.put(m_request, body);
        QObject::connect(reply, &QNetworkReply::finished, reply, [this, reply] {
            reply->deleteLater();
            m_bench.count(
                reply->error() == QNetworkReply::NoError && !reply->readAll().isEmpty(), reply->errorString());
            if (m_bench.more())
                replyOnce();
        });
    }

    StopScope m_scope;
    AccessManager m_manager;
    Bench &m_bench;
    QNetworkRequest m_request;
    Task<> m_task;
};

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({ { u"url"_s, u"server"_s, u"url"_s }, { u"users"_s, u"count"_s, u"count"_s, u"1000"_s },
        { u"requests"_s, u"in all"_s, u"count"_s, u"500000"_s },
        { u"through"_s, u"exchange or createRequest"_s, u"way"_s }, { u"ca-file"_s, u"trusted"_s, u"file"_s },
        { u"insecure"_s, u"trust anyone"_s }, { u"http2"_s, u"and nothing else"_s } });
    parser.process(application);

    raiseDescriptorLimit();
    Bench bench;
    bench.users = parser.value(u"users"_s).toInt();
    bench.requests = parser.value(u"requests"_s).toLongLong();
    const bool replies = parser.value(u"through"_s) == u"createRequest"_s;
    const TlsOptions tls { parser.value(u"ca-file"_s), !parser.isSet(u"insecure"_s),
        parser.isSet(u"http2"_s) ? HttpVersions::Http2 : HttpVersions::Automatic };
    const auto origin = makeOrigin(QUrl(parser.value(u"url"_s)), { QHostAddress(QHostAddress::LocalHost) }, tls);
    if (!origin) {
        std::fprintf(stderr, "%s\n", qPrintable(origin.error().toString()));
        return 2;
    }

    const double before = cpuSeconds();
    Reactor reactor;
    std::vector<std::unique_ptr<User>> users;
    users.reserve(std::size_t(bench.users));
    for (int i = 0; i < bench.users; ++i)
        users.push_back(std::make_unique<User>(reactor, *origin, bench));
    for (const auto &user : users)
        replies ? user->startReplying() : user->startExchanging();
    QCoreApplication::exec();
    users.clear();

    std::printf("{\"name\": \"%s\", \"users\": %d, \"requests\": %lld, \"cpu_seconds\": %.3f, "
                "\"connect_cpu_seconds\": %.3f, \"failures\": %lld}\n",
        replies ? "throng createRequest" : "throng exchange", bench.users, static_cast<long long>(bench.requests),
        bench.cpuAtEnd - bench.cpuAtStart, bench.cpuAtStart - before, static_cast<long long>(bench.failed));
    if (bench.failed)
        std::fprintf(stderr, "%s\n", qPrintable(bench.failure));
    return bench.failed ? 1 : 0;
}
