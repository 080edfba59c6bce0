// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/arrivaldesk.h"

#include <algorithm>
#include <utility>

namespace throng::users {

namespace {

// What a server that answers nothing leaves waiting must not fill the memory; nobody comes to the later ones anyway.
constexpr std::size_t mostPending = 1'000'000;
constexpr std::size_t mostPendingInRoom = 1'000;

} // namespace

bool ArrivalDesk::Wait::await_ready()
{
    if (m_scope.isStopped())
        return true;
    const std::optional<Arrival> waiting = m_desk.takeWaiting(m_account);
    if (waiting)
        m_arrival = *waiting;
    return waiting.has_value();
}

void ArrivalDesk::Wait::await_suspend(std::coroutine_handle<> waiting)
{
    m_waiting = waiting;
    link(m_scope);
    m_place = m_desk.m_free.insert(m_desk.m_free.end(), this);
    m_isQueued = true;
    if (m_desk.m_plan.rooms)
        m_desk.m_freeByAccount[std::size_t(m_account)] = this;
}

void ArrivalDesk::Wait::leave()
{
    if (!std::exchange(m_isQueued, false))
        return;
    m_desk.m_free.erase(m_place);
    if (m_desk.m_plan.rooms)
        m_desk.m_freeByAccount[std::size_t(m_account)] = nullptr;
}

void ArrivalDesk::Wait::give(const Arrival &arrival)
{
    leave();
    unlink();
    m_arrival = arrival;
    m_waiting.resume();
}

void ArrivalDesk::Wait::stopped()
{
    leave();
    m_waiting.resume();
}

ArrivalDesk::ArrivalDesk(http::DeadlineHeap &heap, ArrivalPlan plan, int worker, int workers)
    : Deadline(heap)
    , m_plan(std::move(plan))
    , m_worker(worker)
    , m_workers(workers)
    , m_arrivals(m_plan)
    , m_random(Random::stream(m_plan.seed, u"senders", std::uint64_t(worker)))
{
    if (m_plan.rooms) {
        m_pendingIn.resize(std::size_t(m_plan.rooms->rooms()));
        m_freeByAccount.resize(std::size_t(m_plan.rooms->accounts()));
    }
    m_next = m_arrivals.next();
    armNext();
}

ArrivalDesk::~ArrivalDesk() = default;

void ArrivalDesk::close()
{
    m_next.reset();
    cancel();
}

void ArrivalDesk::armNext()
{
    // In an Actions plan other workers' arrivals are passed over; all see those of rooms.
    while (m_next && !m_plan.rooms && !isOurs(m_next->number))
        m_next = m_arrivals.next();
    if (m_next)
        arm(m_next->planned);
}

void ArrivalDesk::expired(http::Clock::time_point now)
{
    noteLateness();
    // Whoever is told of one begins at once, and may even end and wait again.
    while (m_next && m_next->planned <= now) {
        const Arrivals::Next arrival = *std::exchange(m_next, m_arrivals.next());
        if (isOurs(arrival.number))
            ++m_planned;
        if (m_plan.rooms)
            arriveInRoom(arrival);
        else if (isOurs(arrival.number))
            arrive(arrival);
    }
    armNext();
}

void ArrivalDesk::arrive(const Arrivals::Next &arrival)
{
    if (!m_free.empty()) {
        const Arrival begins { arrival.planned, -1 };
        begun(begins);
        m_free.front()->give(begins);
    } else if (m_pending.size() < mostPending) {
        m_pending.push_back({ arrival.number, 0, arrival.planned });
    }
}

void ArrivalDesk::arriveInRoom(const Arrivals::Next &arrival)
{
    std::deque<Pending> &pending = pendingIn(arrival.room);
    const std::vector<int> &members = m_plan.rooms->members(arrival.room);
    const std::size_t first = m_random.below(members.size());
    for (std::size_t i = 0; i < members.size() && pending.empty(); ++i) {
        Wait *const free = m_freeByAccount[std::size_t(members[(first + i) % members.size()])];
        if (!free)
            continue;
        if (!m_plan.rooms->take(arrival.room, arrival.numberInRoom))
            return; // by a member on another worker
        const Arrival begins { arrival.planned, arrival.room };
        begun(begins);
        free->give(begins);
        return;
    }
    if (pending.size() < mostPendingInRoom)
        pending.push_back({ arrival.number, arrival.numberInRoom, arrival.planned });
}

std::deque<ArrivalDesk::Pending> &ArrivalDesk::pendingIn(int room)
{
    std::deque<Pending> &pending = m_pendingIn[std::size_t(room)];
    while (!pending.empty() && m_plan.rooms->isTaken(room, pending.front().numberInRoom))
        pending.pop_front();
    return pending;
}

std::optional<Arrival> ArrivalDesk::takeWaiting(int account)
{
    if (m_plan.rooms)
        return takeInRooms(account);
    if (m_pending.empty())
        return std::nullopt;
    const Arrival arrival { m_pending.front().planned, -1 };
    m_pending.pop_front();
    begun(arrival);
    return arrival;
}

std::optional<Arrival> ArrivalDesk::takeInRooms(int account)
{
    for (;;) {
        int oldest = -1;
        for (const int room : m_plan.rooms->roomsOf(account)) {
            const std::deque<Pending> &pending = pendingIn(room);
            if (!pending.empty()
                && (oldest < 0 || pending.front().planned < m_pendingIn[std::size_t(oldest)].front().planned))
                oldest = room;
        }
        if (oldest < 0)
            return std::nullopt;
        std::deque<Pending> &pending = m_pendingIn[std::size_t(oldest)];
        const Pending first = pending.front();
        pending.pop_front();
        if (!m_plan.rooms->take(oldest, first.numberInRoom))
            continue;
        const Arrival arrival { first.planned, oldest };
        begun(arrival);
        return arrival;
    }
}

void ArrivalDesk::begun(const Arrival &arrival)
{
    m_lateness.record(std::max<http::Nanoseconds>(http::Nanoseconds(0), http::Clock::now() - arrival.planned));
}

ArrivalDesk::Second ArrivalDesk::takeSecond()
{
    Second second;
    second.planned = std::exchange(m_planned, 0);
    second.waiting = m_pending.size();
    for (int room = 0; room < int(m_pendingIn.size()); ++room) {
        const std::deque<Pending> &pending = pendingIn(room);
        second.waiting += quint64(
            std::count_if(pending.begin(), pending.end(), [this](const Pending &each) { return isOurs(each.number); }));
    }
    second.freeUsers = int(m_free.size());
    second.lateness = m_lateness.take();
    return second;
}

} // namespace throng::users
