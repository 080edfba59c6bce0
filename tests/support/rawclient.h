// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QUrl>

#include <functional>

namespace throng::test {

/// A bare TCP client that writes what it is told and keeps what comes.
class RawClient {
public:
    explicit RawClient(const QUrl &server);
    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;
    ~RawClient();

    void write(const QByteArray &bytes);
    void abort(); ///< closes at once
    /// Reads until `condition` holds; false after some seconds.
    bool waitFor(const std::function<bool()> &condition);
    /// Until the server has closed or reset the connection.
    bool waitForEnd();

    [[nodiscard]] const QByteArray &received() const { return m_received; }
    [[nodiscard]] QByteArray head() const { return m_received.left(m_received.indexOf("\r\n\r\n")); }
    /// What stands behind the first blank line; empty when there is none.
    [[nodiscard]] QByteArray body() const;
    /// Whether the end came as RST, not as FIN. Qt's sockets do not tell these apart.
    [[nodiscard]] bool wasReset() const { return m_reset; }

private:
    void read();

    int m_descriptor = -1;
    QByteArray m_received;
    bool m_ended = false;
    bool m_reset = false;
};

} // namespace throng::test
