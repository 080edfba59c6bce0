// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/prometheusexport.h"

#include "engine/base/words.h"
#include "engine/run/loadrun.h"

#include <QTcpSocket>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

constexpr qsizetype longestRequest = 16 * 1024;
constexpr qsizetype mostConnections = 16;
constexpr int patience = 10'000; ///< milliseconds

struct Place {
    QHostAddress address;
    quint16 port = 0;
};

Result<Place> placeOf(const QString &text)
{
    const auto wrong = [&text] {
        return failure(Words::tr("\"%1\" is no address to listen on").arg(text), u"--prometheus"_s,
            Words::tr(":9646, 127.0.0.1:9646 or [::1]:9646"));
    };
    const qsizetype colon = text.lastIndexOf(u':');
    bool isNumber = false;
    const uint port = text.mid(colon + 1).toUInt(&isNumber);
    if (!isNumber || port > 65535)
        return wrong();
    QString host = colon < 0 ? QString() : text.left(colon);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.mid(1, host.size() - 2);
    else if (host.contains(u':'))
        return wrong(); // an IPv6 address whose last part would be taken for the port
    if (host.isEmpty() || host == u"localhost")
        return Place { QHostAddress(QHostAddress::LocalHost), quint16(port) };
    const QHostAddress address(host);
    if (address.isNull())
        return wrong();
    return Place { address, quint16(port) };
}

} // namespace

PrometheusExport::PrometheusExport()
{
    connect(&m_server, &QTcpServer::newConnection, this, &PrometheusExport::accept);
}

Result<std::unique_ptr<PrometheusExport>> PrometheusExport::listen(const QString &address)
{
    const auto place = placeOf(address);
    if (!place)
        return tl::unexpected(place.error());
    std::unique_ptr<PrometheusExport> made(new PrometheusExport);
    if (!made->m_server.listen(place->address, place->port))
        return failure(Words::tr("cannot listen on %1, port %2: %3")
                           .arg(place->address.toString(), QString::number(place->port), made->m_server.errorString()),
            u"--prometheus"_s,
            Words::tr("an address of this machine and a port that nothing else listens on; 0 takes a free one"));
    return made;
}

QUrl PrometheusExport::url() const
{
    QUrl url;
    url.setScheme(u"http"_s);
    url.setHost(m_server.serverAddress().toString());
    url.setPort(m_server.serverPort());
    url.setPath(u"/metrics"_s);
    return url;
}

void PrometheusExport::follow(const run::LoadRun &run)
{
    connect(&run, &run::LoadRun::testStarted, this, [this, &run](int, const run::TestPlan &test) {
        m_metrics.describe(run.plan().suite, run.plan().server.toString(QUrl::RemoveUserInfo), run.plan().seed);
        m_metrics.beginTest(test.name);
    });
    connect(&run, &run::LoadRun::snapshot, this, [this](const metrics::Snapshot &second) { m_metrics.add(second); });
    connect(&run, &run::LoadRun::testFinished, this, [this] { m_metrics.endTest(); });
}

void PrometheusExport::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_requests.remove(socket);
            socket->deleteLater();
        });
        if (m_requests.size() >= mostConnections) {
            socket->abort();
            continue;
        }
        m_requests.insert(socket, {});
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        QTimer::singleShot(patience, socket, [socket] { socket->abort(); });
        if (socket->bytesAvailable() > 0)
            read(socket);
    }
}

void PrometheusExport::read(QTcpSocket *socket)
{
    const auto request = m_requests.find(socket);
    if (request == m_requests.end())
        return; // answered already
    *request += socket->read(longestRequest);
    if (!request->contains("\r\n\r\n")) {
        if (request->size() >= longestRequest)
            answer(socket, "431 Request Header Fields Too Large", "Too long.\n");
        return;
    }
    const QByteArrayList words = request->left(request->indexOf("\r\n")).split(' ');
    const QByteArray path = words.value(1).split('?').first();
    const bool isHead = words.first() == "HEAD";
    if (words.size() != 3 || !words[2].startsWith("HTTP/1."))
        answer(socket, "400 Bad Request", "This is no HTTP/1.1.\n");
    else if (words.first() != "GET" && !isHead)
        answer(socket, "405 Method Not Allowed", "GET alone.\n");
    else if (path != "/metrics")
        answer(socket, "404 Not Found", "The metrics are at /metrics.\n", !isHead);
    else
        answer(socket, "200 OK", m_metrics.text(), !isHead);
}

void PrometheusExport::answer(QTcpSocket *socket, const QByteArray &status, const QByteArray &body, bool withBody)
{
    m_requests.remove(socket);
    const QByteArray type =
        status.startsWith("200") ? QByteArray(PrometheusMetrics::contentType) : "text/plain; charset=utf-8"_ba;
    socket->write("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: "
        + QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n" + (withBody ? body : QByteArray()));
    socket->disconnectFromHost();
}

} // namespace throng::results
