// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/roompath.h"

#include "engine/matrix/encoding.h"

namespace throng::matrix {

RoomPath::RoomPath(QByteArray roomId)
    : m_id(std::move(roomId))
    , m_path(QByteArrayLiteral("/_matrix/client/v3/rooms/"))
{
    m_path.reserve(m_path.size() + m_id.size() + 16);
    appendPercentEncoded(m_path, m_id);
    m_path.append('/');
}

} // namespace throng::matrix
