// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/origin.h"

#include <QByteArrayList>
#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QUrl>

#include <functional>
#include <memory>

namespace throng::test {

class Http2Speaker;

/// One accepted connection of a ScriptedServer: says byte for byte what a test wants said.
class ScriptedPeer : public QObject {
    Q_OBJECT

public:
    ScriptedPeer(QTcpSocket *socket, QObject *parent, bool http2);
    ~ScriptedPeer() override;

    /// In HTTP/1.1's words; as frames on a connection that speaks HTTP/2.
    void send(const QByteArray &bytes);
    /// As they are, whatever is spoken.
    void sendRaw(const QByteArray &bytes);
    /// Piece after piece, with a turn of the event loop between them.
    void sendInPieces(const QByteArray &bytes, qsizetype pieceSize = 1);
    /// After everything was sent, with FIN (and close_notify).
    void close();
    /// At once, with RST.
    void reset();
    /// With FIN alone, also under TLS: no close_notify.
    void cut();
    /// From now on everything goes to that loopback port and comes from there, as behind a proxy.
    void tunnelTo(quint16 port);
    /// Reads nothing any more: what the client sends piles up.
    void stopReading();
    void readAgain();

    /// How many requests came on this connection, the present one included.
    [[nodiscard]] int requestCount() const { return m_requests; }
    [[nodiscard]] QTcpSocket *socket() const { return m_socket; }
    /// Null unless HTTP/2 is spoken.
    [[nodiscard]] Http2Speaker *http2() const { return m_http2.get(); }

Q_SIGNALS:
    void requestReceived(const QByteArray &head, const QByteArray &body);
    void disconnected();

private:
    void takeRequest(const QByteArray &head, const QByteArray &body);
    void readSome();
    void sendNextPiece();

    QTcpSocket *m_socket;
    std::unique_ptr<Http2Speaker> m_http2;
    QTcpSocket *m_beyond = nullptr; // the other end of the tunnel
    QByteArray m_input;
    QByteArray m_toSend;
    qsizetype m_pieceSize = 1;
    int m_requests = 0;
    bool m_closeWhenSent = false;
    bool m_reading = true;
};

/// A server on a loopback port that takes requests apart (head, Content-Length or chunked body) and answers each as its
/// script says, right or wrong. Lives in the event loop of its thread.
class ScriptedServer : public QObject {
    Q_OBJECT

public:
    enum class Security : quint8 {
        Plain,
        Tls,
        TlsOfferingHttp2, ///< and would rather have it, if it were offered
        Http2, ///< over TLS, with whoever offers it; HTTP/1.1 with others
    };
    /// Called with each whole request.
    using Script = std::function<void(ScriptedPeer &peer, const QByteArray &head, const QByteArray &body)>;

    explicit ScriptedServer(Security security = Security::Plain, Script script = {});
    ~ScriptedServer() override;

    void setScript(Script script) { m_script = std::move(script); }
    /// Called with each new connection, before anything is read from it.
    void setGreeting(std::function<void(ScriptedPeer &)> greeting) { m_greeting = std::move(greeting); }
    /// The script that sends `response` to everyone.
    [[nodiscard]] static Script always(const QByteArray &response);

    [[nodiscard]] QUrl url(const QString &path = {}) const;
    [[nodiscard]] quint16 port() const { return m_server->serverPort(); }
    /// Trusts this server's certificate.
    [[nodiscard]] http::TlsOptions trust() const;
    /// This server as an origin, trusted.
    [[nodiscard]] std::shared_ptr<const http::Origin> origin(const QString &path = {}) const;

    [[nodiscard]] int connectionCount() const { return m_connections; } ///< ever accepted
    [[nodiscard]] int openCount() const { return int(m_peers.size()); }
    [[nodiscard]] const QByteArrayList &heads() const { return m_heads; } ///< of all requests, in the order they came
    [[nodiscard]] const QByteArrayList &bodies() const { return m_bodies; }
    [[nodiscard]] const QList<ScriptedPeer *> &peers() const { return m_peers; }
    /// Accepts nothing any more and closes what is open.
    void stop();

private:
    void accept(QTcpSocket *socket);

    Security m_security;
    Script m_script;
    std::function<void(ScriptedPeer &)> m_greeting;
    std::unique_ptr<QTcpServer> m_server;
    QTemporaryDir m_folder;
    QList<ScriptedPeer *> m_peers;
    QByteArrayList m_heads;
    QByteArrayList m_bodies;
    int m_connections = 0;
};

} // namespace throng::test
