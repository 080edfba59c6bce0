// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/roomlisting.h"

namespace throng::ui {

int RoomListing::count() const
{
    if (const auto *draw = std::get_if<generate::RoomDraw>(&m_rooms))
        return draw->count();
    return int(std::get<QList<project::PlannedRoom>>(m_rooms).size());
}

QString RoomListing::name(int room) const
{
    if (const auto *draw = std::get_if<generate::RoomDraw>(&m_rooms))
        return draw->name(room);
    return std::get<QList<project::PlannedRoom>>(m_rooms)[room].name;
}

int RoomListing::size(int room) const
{
    if (const auto *draw = std::get_if<generate::RoomDraw>(&m_rooms))
        return draw->size(room);
    return int(std::get<QList<project::PlannedRoom>>(m_rooms)[room].members.size());
}

QList<int> RoomListing::members(int room, int most) const
{
    if (const auto *draw = std::get_if<generate::RoomDraw>(&m_rooms))
        return draw->members(room, most);
    const QList<int> &members = std::get<QList<project::PlannedRoom>>(m_rooms)[room].members;
    return members.first(std::min<qsizetype>(most, members.size()));
}

} // namespace throng::ui
