// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/generate/roomsummary.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace throng::generate {

namespace {

/// Where each bin begins; rooms of one member lie in the first.
constexpr std::array binStarts { 2, 3, 4, 5, 6, 8, 10, 13, 18, 25, 35, 50, 80, 130, 220 };

} // namespace

QString SizeBin::label() const
{
    if (from == to)
        return QString::number(from);
    if (from >= 10)
        return QString::number(from) + u'+';
    return QString::number(from) + u'–' + QString::number(to);
}

RoomSummarizer::RoomSummarizer(int users)
    : m_roomsOf(static_cast<std::size_t>(users))
    , m_othersSumOf(static_cast<std::size_t>(users))
{
    m_summary.users = users;
    for (std::size_t i = 0; i < binStarts.size(); ++i) {
        SizeBin bin;
        bin.from = binStarts[i];
        if (i + 1 < binStarts.size())
            bin.to = binStarts[i + 1] - 1;
        m_summary.sizes.append(bin);
    }
}

void RoomSummarizer::add(const project::PlannedRoom &room)
{
    const int size = static_cast<int>(room.members.size());
    ++m_summary.rooms;
    m_summary.memberships += size;
    if (size > m_summary.largestRoom) {
        m_summary.largestRoom = size;
        m_summary.largestRoomName = room.name;
    }
    const auto above = std::ranges::upper_bound(binStarts, size);
    const auto bin = std::max<std::ptrdiff_t>(above - binStarts.begin() - 1, 0);
    ++m_summary.sizes[static_cast<qsizetype>(bin)].rooms;
    for (const int member : room.members) {
        ++m_roomsOf[static_cast<std::size_t>(member)];
        m_othersSumOf[static_cast<std::size_t>(member)] += size - 1;
    }
}

RoomSummary RoomSummarizer::summary() const
{
    RoomSummary summary = m_summary;
    double reach = 0;
    for (std::size_t user = 0; user < m_roomsOf.size(); ++user) {
        const int rooms = m_roomsOf[user];
        summary.usersInNoRoom += rooms == 0 ? 1 : 0;
        summary.usersInAllRooms += rooms > 0 && rooms == summary.rooms ? 1 : 0;
        summary.usersInMoreThan99 += rooms > 99 ? 1 : 0;
        summary.mostRoomsOfAUser = std::max(summary.mostRoomsOfAUser, rooms);
        if (rooms > 0)
            reach += m_othersSumOf[user] / rooms;
    }
    if (summary.users > 0)
        summary.roomsPerUser = static_cast<double>(summary.memberships) / summary.users;
    if (const int withRoom = summary.users - summary.usersInNoRoom; withRoom > 0)
        summary.messageReach = reach / withRoom;
    return summary;
}

RoomSummary summarize(const QList<project::PlannedRoom> &rooms, int users)
{
    RoomSummarizer summarizer(users);
    for (const project::PlannedRoom &room : rooms)
        summarizer.add(room);
    return summarizer.summary();
}

} // namespace throng::generate
