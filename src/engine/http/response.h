// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/request.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace throng::http {

/// The field lines of a response, in the order they came, in one block of memory.
class HeaderList {
public:
    void append(QByteArrayView name, QByteArrayView value);
    void clear() { m_lines.clear(); }

    [[nodiscard]] bool isEmpty() const { return m_lines.isEmpty(); }
    /// The first value of that name, whatever its case; null when there is none. Valid as long as the list is.
    [[nodiscard]] QByteArrayView value(QByteArrayView name) const;

    /// Calls `visit(name, value)` for each line.
    template <typename Visitor>
    void forEach(Visitor visit) const
    {
        qsizetype at = 0;
        while (at < m_lines.size()) {
            const qsizetype colon = m_lines.indexOf(':', at);
            const qsizetype end = m_lines.indexOf('\n', colon);
            visit(QByteArrayView(m_lines).sliced(at, colon - at),
                QByteArrayView(m_lines).sliced(colon + 1, end - colon - 1));
            at = end + 1;
        }
    }

private:
    QByteArray m_lines; // NAME:VALUE\n, again and again
};

/// Why there is no response. An HTTP status of 400 and above is no failure here.
enum class Failure : quint8 { None, Timeout, NameResolution, Connect, Tls, ConnectionLost, Protocol, TooLarge, Proxy };

struct Timings {
    Clock::time_point start; ///< exchange() was awaited
    Nanoseconds waited {}; ///< from start until written, less connecting: time lost in this generator
    Nanoseconds connect {}; ///< TCP, and the way through the proxy; 0 unless newConnection
    Nanoseconds tls {}; ///< the handshake after it; 0 unless newConnection
    Nanoseconds firstByte {}; ///< from start until the first byte of the response
    Nanoseconds total {}; ///< from start until the last byte, or until the failure
    Nanoseconds opening {}; ///< of the time from start until written, what was neither waited nor ours: connecting
    bool newConnection = false; ///< this exchange had its connection opened
    quint16 localPort = 0; ///< of the connection; 0: it never got one
    // What this thread added; see metrics::RequestTrace. 0 unless Reactor::watchLag().
    Nanoseconds writing {};
    Nanoseconds unread {};
    Nanoseconds worked {};
};

struct Response {
    int status = 0; ///< 0 when there was a failure before a status came
    int httpVersion = 0; ///< of its head: 10, 11 or 20; 0 as with status
    HeaderList headers;
    QByteArray body;
    Failure failure = Failure::None;
    QString failureText; ///< a sentence for people; empty without a failure
    Timings timings;
    quint64 bytesReceived = 0; ///< head and framing included, as read from the connection (inside TLS)

    [[nodiscard]] bool isOk() const { return failure == Failure::None; }
};

/// "timeout", "connection lost", ...: one finite word for error tables.
[[nodiscard]] QByteArrayView failureName(Failure failure);

} // namespace throng::http
