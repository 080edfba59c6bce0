// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/uploadbody.h"

#include <QBuffer>

#include <algorithm>

namespace throng::http {

namespace {

constexpr qint64 chunkSize = 64 * 1024;

} // namespace

UploadBody::UploadBody(QIODevice *device)
    : m_device(device)
    , m_exists(device != nullptr)
{
}

void UploadBody::prepare(qint64 knownSize, std::function<void()> ready)
{
    if (!m_device) {
        ready();
        return;
    }
    m_start = m_device->pos();
    if (const auto *memory = qobject_cast<QBuffer *>(m_device.data())) {
        m_bytes = m_start == 0 ? memory->data() : memory->data().sliced(m_start);
        m_size = m_bytes.size();
        ready();
    } else if (!m_device->isSequential()) {
        m_streams = true;
        m_size = m_device->size() - m_start;
        ready();
    } else if (knownSize >= 0) {
        m_streams = true;
        m_size = knownSize;
        connect(m_device, &QIODevice::readyRead, this, [this] { m_more(); });
        connect(m_device, &QIODevice::readChannelFinished, this, [this] {
            m_ended = true;
            m_more();
        });
        ready();
    } else {
        m_ready = std::move(ready);
        connect(m_device, &QIODevice::readyRead, this, &UploadBody::buffer);
        connect(m_device, &QIODevice::readChannelFinished, this, [this] {
            m_ended = true;
            buffer();
        });
        buffer();
    }
}

void UploadBody::buffer()
{
    for (;;) {
        const qsizetype before = m_bytes.size();
        m_bytes.resize(before + chunkSize);
        const qint64 count = m_device ? m_device->read(m_bytes.data() + before, chunkSize) : -1;
        m_bytes.resize(before + std::max<qint64>(0, count));
        if (count < 0 || (count == 0 && m_ended))
            break;
        if (count == 0)
            return;
    }
    m_size = m_bytes.size();
    if (m_device)
        m_device->disconnect(this);
    if (const auto ready = std::exchange(m_ready, {}))
        ready();
}

void UploadBody::drop()
{
    if (m_device)
        m_device->disconnect(this);
    m_device.clear();
    m_bytes.clear();
    m_size = m_taken = 0;
    m_exists = m_streams = false;
}

Transfer::More UploadBody::next(QByteArray &chunk)
{
    if (!m_streams || m_taken == m_size)
        return Transfer::More::End;
    chunk.resize(std::min(chunkSize, m_size - m_taken));
    const qint64 count = m_device ? m_device->read(chunk.data(), chunk.size()) : -1;
    if (count > 0) {
        chunk.resize(count);
        m_taken += count;
        return Transfer::More::Chunk;
    }
    chunk.clear();
    m_fellShort = count < 0 || m_ended || !m_device->isSequential();
    return Transfer::More::Later;
}

bool UploadBody::rewind()
{
    m_fellShort = false;
    if (!m_streams || m_taken == 0)
        return true;
    if (!m_device || m_device->isSequential() || !m_device->seek(m_start))
        return false;
    m_taken = 0;
    return true;
}

} // namespace throng::http
