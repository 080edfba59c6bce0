// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/arrivals.h"

#include "engine/users/roombook.h"

#include <algorithm>

namespace throng::users {

RoomTurns::RoomTurns(const RoomBook &book, const std::vector<QString> &accounts, int users)
    : m_roomsOf(accounts.size())
{
    QHash<QString, int> indexes;
    for (int i = 0; i < int(accounts.size()); ++i)
        indexes.insert(accounts[std::size_t(i)], i);
    for (int number = 0; number < book.size(); ++number) {
        const PlannedRoom &planned = book.room(number);
        Room room { planned.roomId, {} };
        bool hasUser = false;
        for (const QString &name : planned.members) {
            const int account = indexes.value(name, -1);
            if (account < 0)
                continue;
            room.members.push_back(account);
            hasUser = hasUser || account < users;
        }
        if (room.id.isEmpty() || !hasUser)
            continue;
        for (const int account : room.members)
            m_roomsOf[std::size_t(account)].push_back(int(m_rooms.size()));
        m_rooms.push_back(std::move(room));
    }
    m_next = std::make_unique<std::atomic<quint64>[]>(m_rooms.size());
}

bool RoomTurns::isTaken(int room, quint64 number) const
{
    return m_next[std::size_t(room)].load(std::memory_order_relaxed) > number;
}

bool RoomTurns::take(int room, quint64 number)
{
    std::atomic<quint64> &next = m_next[std::size_t(room)];
    quint64 expected = next.load(std::memory_order_relaxed);
    while (expected <= number) {
        if (next.compare_exchange_weak(expected, number + 1, std::memory_order_relaxed))
            return true;
    }
    return false;
}

Arrivals::Arrivals(const ArrivalPlan &plan)
    : m_begin(plan.begin)
    , m_rate(plan.rooms ? plan.rate.scaled(plan.rooms->rooms()) : plan.rate)
    , m_process(plan.process)
    , m_random(Random::stream(plan.seed, u"arrivals"))
    , m_inRoom(plan.rooms ? std::size_t(plan.rooms->rooms()) : 0)
{
}

std::optional<Arrivals::Next> Arrivals::next()
{
    const bool poisson = m_process == ArrivalParameters::Process::Poisson;
    // Arrivals of rate 1 in the area below the rate are arrivals of that rate in time.
    m_area += poisson ? m_random.exponential(1) : 1;
    const std::optional<double> seconds = m_rate.whenAreaIs(m_area);
    if (!seconds)
        return std::nullopt;
    Next next;
    next.number = m_number++;
    next.planned = m_begin
        + std::chrono::duration_cast<http::Clock::duration>(
            std::chrono::duration<double>(std::min(*seconds, 10.0 * 365 * 24 * 3600)));
    if (!m_inRoom.empty()) {
        next.room = int(poisson ? m_random.below(m_inRoom.size()) : next.number % m_inRoom.size());
        next.numberInRoom = m_inRoom[std::size_t(next.room)]++;
    }
    return next;
}

} // namespace throng::users
