// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/transfer.h"

#include "engine/http/lanequeue.h"

#include <algorithm>

namespace throng::http {

Transfer::~Transfer()
{
    if (m_lane)
        m_lane->abandon(*this);
}

Transfer::More Transfer::moreBody(QByteArray &)
{
    return More::End;
}

void Transfer::sent(qint64) { }

void Transfer::headReceived(qint64 announced, QByteArrayView)
{
    // As much as is announced in one allocation, unless it is more than we would take on a server's word.
    constexpr qint64 trusted = 1024 * 1024;
    constexpr qint64 behind = 64; // parsers of JSON look so far beyond the end: whole lines of what a cache takes
    if (announced > 0)
        response.body.reserve(std::min(announced, trusted) + behind);
}

void Transfer::reset()
{
    Q_ASSERT(!m_lane);
    response = {};
    m_state = State::New;
    m_written = m_resent = false;
}

} // namespace throng::http
