// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/transfer.h"

#include <QByteArray>
#include <QIODevice>
#include <QPointer>

#include <functional>

namespace throng::http {

/// The body of a request, out of the device that QNetworkAccessManager was given.
///
/// In memory it is shared, a file is read as it goes out, and a sequential device is read to its end first, since its
/// size has to be announced; unless that is known and the request says not to buffer.
class UploadBody : public QObject {
public:
    explicit UploadBody(QIODevice *device);

    /// `knownSize` >= 0 streams a sequential device of that size. Calls `ready` at once or later.
    void prepare(qint64 knownSize, std::function<void()> ready);
    /// Called when a sequential device has more; see Transfer::More::Later.
    void onMore(std::function<void()> more) { m_more = std::move(more); }
    /// From now on there is no body: a redirect by GET.
    void drop();

    [[nodiscard]] bool exists() const { return m_exists; }
    [[nodiscard]] qint64 size() const { return m_size; }
    [[nodiscard]] QByteArray first() const { return m_bytes; }
    [[nodiscard]] Transfer::More next(QByteArray &chunk);
    [[nodiscard]] bool rewind();
    /// The device ended or failed before all that was announced had come.
    [[nodiscard]] bool fellShort() const { return m_fellShort; }

private:
    void buffer();

    QPointer<QIODevice> m_device;
    QByteArray m_bytes; // all of it, unless it is streamed
    std::function<void()> m_ready;
    std::function<void()> m_more;
    qint64 m_start = 0;
    qint64 m_size = 0;
    qint64 m_taken = 0;
    bool m_exists = false;
    bool m_streams = false;
    bool m_ended = false; // a sequential device said so
    bool m_fellShort = false;
};

} // namespace throng::http
