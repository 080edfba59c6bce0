// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/scriptedserver.h"

#include "support/certificate.h"
#include "support/http2speaker.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTimer>

#include <optional>
#include <sys/socket.h>

using namespace Qt::StringLiterals;

namespace throng::test {

namespace {

/// The end of the chunked body that begins at `from`, or -1. For well-formed bodies without trailers.
qsizetype chunkedEnd(const QByteArray &input, qsizetype from)
{
    for (;;) {
        const qsizetype lineEnd = input.indexOf("\r\n", from);
        if (lineEnd < 0)
            return -1;
        const qsizetype size = input.sliced(from, lineEnd - from).toLongLong(nullptr, 16);
        from = lineEnd + 2 + size + 2;
        if (from > input.size())
            return -1;
        if (size == 0)
            return from;
    }
}

} // namespace

ScriptedPeer::ScriptedPeer(QTcpSocket *socket, QObject *parent, bool http2)
    : QObject(parent)
    , m_socket(socket)
{
    if (http2) {
        m_http2 = std::make_unique<Http2Speaker>(
            [this](const QByteArray &head, const QByteArray &body) { takeRequest(head, body); },
            [this](const QByteArray &frames) { sendRaw(frames); });
    }
    m_socket->setParent(this);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_socket, &QTcpSocket::readyRead, this, &ScriptedPeer::readSome);
    connect(m_socket, &QTcpSocket::disconnected, this, &ScriptedPeer::disconnected);
}

ScriptedPeer::~ScriptedPeer() = default;

void ScriptedPeer::send(const QByteArray &bytes)
{
    if (m_http2)
        m_http2->answer(bytes);
    else
        sendRaw(bytes);
}

void ScriptedPeer::sendRaw(const QByteArray &bytes)
{
    m_socket->write(bytes);
    m_socket->flush();
}

void ScriptedPeer::sendInPieces(const QByteArray &bytes, qsizetype pieceSize)
{
    m_toSend += bytes;
    m_pieceSize = pieceSize;
    sendNextPiece();
}

void ScriptedPeer::sendNextPiece()
{
    if (m_toSend.isEmpty()) {
        if (m_closeWhenSent)
            m_socket->disconnectFromHost();
        return;
    }
    if (m_socket->state() != QAbstractSocket::ConnectedState)
        return;
    send(m_toSend.first(std::min(m_pieceSize, m_toSend.size())));
    m_toSend.remove(0, m_pieceSize);
    QTimer::singleShot(0, this, &ScriptedPeer::sendNextPiece);
}

void ScriptedPeer::close()
{
    m_closeWhenSent = true;
    if (m_http2) {
        m_http2->endBodies();
        m_http2->goAway();
    }
    if (m_toSend.isEmpty())
        m_socket->disconnectFromHost();
}

void ScriptedPeer::reset()
{
    const linger now { 1, 0 };
    ::setsockopt(int(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    m_socket->abort();
}

void ScriptedPeer::cut()
{
    ::shutdown(int(m_socket->socketDescriptor()), SHUT_WR);
}

void ScriptedPeer::tunnelTo(quint16 port)
{
    m_beyond = new QTcpSocket(this);
    m_beyond->connectToHost(QHostAddress::LocalHost, port);
    connect(m_beyond, &QTcpSocket::readyRead, this, [this] { sendRaw(m_beyond->readAll()); });
    connect(m_beyond, &QTcpSocket::disconnected, this, &ScriptedPeer::close);
    connect(m_socket, &QTcpSocket::disconnected, this, [this] { m_beyond->disconnectFromHost(); });
}

void ScriptedPeer::stopReading()
{
    m_reading = false;
    m_socket->setReadBufferSize(1);
}

void ScriptedPeer::readAgain()
{
    m_reading = true;
    m_socket->setReadBufferSize(0);
    readSome();
}

void ScriptedPeer::readSome()
{
    if (!m_reading)
        return;
    if (m_beyond) {
        m_beyond->write(m_socket->readAll());
        return;
    }
    if (m_http2) {
        m_http2->take(m_socket->readAll());
        return;
    }
    m_input += m_socket->readAll();
    for (;;) {
        const qsizetype headEnd = m_input.indexOf("\r\n\r\n");
        if (headEnd < 0)
            return;
        const QByteArray head = m_input.first(headEnd + 4);
        const QByteArray lower = head.toLower();
        qsizetype end = head.size();
        if (const qsizetype at = lower.indexOf("\r\ncontent-length:"); at >= 0) {
            const qsizetype value = at + 17;
            end += lower.sliced(value, lower.indexOf("\r\n", value) - value).trimmed().toLongLong();
        } else if (lower.contains("\r\ntransfer-encoding: chunked")) {
            end = chunkedEnd(m_input, end);
        }
        if (end < 0 || end > m_input.size())
            return;
        const QByteArray body = m_input.sliced(head.size(), end - head.size());
        m_input.remove(0, end);
        takeRequest(head, body);
    }
}

void ScriptedPeer::takeRequest(const QByteArray &head, const QByteArray &body)
{
    ++m_requests;
    Q_EMIT requestReceived(head, body);
}

ScriptedServer::ScriptedServer(Security security, Script script)
    : m_security(security)
    , m_script(std::move(script))
{
    if (security == Security::Plain) {
        m_server = std::make_unique<QTcpServer>();
    } else {
        const Certificate made = makeCertificate({ u"127.0.0.1"_s, u"localhost"_s });
        QFile file(m_folder.filePath(u"ca.pem"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(made.certificate) < 0)
            qFatal("cannot write %s", qPrintable(file.fileName()));
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(QSslCertificate(made.certificate));
        configuration.setPrivateKey(QSslKey(made.key, QSsl::Ec));
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        if (security == Security::TlsOfferingHttp2 || security == Security::Http2)
            configuration.setAllowedNextProtocols({ "h2", "http/1.1" });
        auto server = std::make_unique<QSslServer>();
        server->setSslConfiguration(configuration);
        m_server = std::move(server);
    }
    m_server->setListenBacklogSize(4096);
    if (!m_server->listen(QHostAddress::LocalHost))
        qFatal("cannot listen: %s", qPrintable(m_server->errorString()));
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, [this] {
        while (QTcpSocket *socket = m_server->nextPendingConnection())
            accept(socket);
    });
}

ScriptedServer::~ScriptedServer() = default;

ScriptedServer::Script ScriptedServer::always(const QByteArray &response)
{
    return [response](ScriptedPeer &peer, const QByteArray &, const QByteArray &) { peer.send(response); };
}

void ScriptedServer::accept(QTcpSocket *socket)
{
    ++m_connections;
    const auto *secure = qobject_cast<QSslSocket *>(socket);
    const bool http2 =
        secure && m_security == Security::Http2 && secure->sslConfiguration().nextNegotiatedProtocol() == "h2";
    auto *peer = new ScriptedPeer(socket, this, http2);
    m_peers.append(peer);
    connect(peer, &ScriptedPeer::requestReceived, this, [this, peer](const QByteArray &head, const QByteArray &body) {
        m_heads.append(head);
        m_bodies.append(body);
        if (m_script)
            m_script(*peer, head, body);
    });
    connect(peer, &ScriptedPeer::disconnected, this, [this, peer] {
        m_peers.removeOne(peer);
        peer->deleteLater();
    });
    if (m_greeting)
        m_greeting(*peer);
    if (socket->bytesAvailable())
        Q_EMIT socket->readyRead();
}

QUrl ScriptedServer::url(const QString &path) const
{
    return QUrl(
        u"%1://127.0.0.1:%2%3"_s.arg(m_security == Security::Plain ? u"http"_s : u"https"_s).arg(port()).arg(path));
}

http::TlsOptions ScriptedServer::trust() const
{
    http::TlsOptions options;
    if (m_security != Security::Plain)
        options.caFile = m_folder.filePath(u"ca.pem"_s);
    if (m_security == Security::TlsOfferingHttp2)
        options.versions = HttpVersions::Http1;
    return options;
}

std::shared_ptr<const http::Origin> ScriptedServer::origin(const QString &path) const
{
    const auto made = http::makeOrigin(url(path), { QHostAddress(QHostAddress::LocalHost) }, trust());
    if (!made)
        qFatal("%s", qPrintable(made.error().toString()));
    return *made;
}

void ScriptedServer::stop()
{
    m_server->close();
    const auto peers = m_peers;
    for (ScriptedPeer *peer : peers)
        peer->close();
}

} // namespace throng::test
