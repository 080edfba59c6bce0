// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/awaiting.h"
#include "engine/base/stopscope.h"
#include "engine/http/deadline.h"
#include "engine/metrics/histogram.h"
#include "engine/users/arrivals.h"

#include <coroutine>
#include <deque>
#include <list>

namespace throng::users {

/// Something that a user is to do, and when it was to begin.
struct Arrival {
    http::Clock::time_point planned;
    int room = -1; ///< of RoomTurns, to write to; -1: as the user's habits have it
};

/// Where the users of one worker wait for something to do. What comes while all are busy waits for the first who is
/// free, and counts from its planned moment all the same: a server that keeps its users busy does not thereby have less
/// to do. Lives on the worker's thread; outlives its users.
class ArrivalDesk final : private http::Deadline {
public:
    /// `heap` is the worker's; number `worker` of `workers`.
    ArrivalDesk(http::DeadlineHeap &heap, ArrivalPlan plan, int worker, int workers);
    ~ArrivalDesk() override;

    class [[nodiscard]] Wait final : private StopScope::Waiter {
    public:
        Wait(ArrivalDesk &desk, StopScope &scope, int account)
            : m_desk(desk)
            , m_scope(scope)
            , m_account(account)
        {
        }
        ~Wait() override { leave(); }

        auto operator co_await() { return Awaiting(*this); }

        [[nodiscard]] bool await_ready();
        void await_suspend(std::coroutine_handle<> waiting);
        /// Throws Stopped when the scope was stopped.
        [[nodiscard]] Arrival await_resume() const
        {
            m_scope.throwIfStopped();
            return m_arrival;
        }

    private:
        friend class ArrivalDesk;
        void stopped() override;
        void leave();
        void give(const Arrival &arrival);

        ArrivalDesk &m_desk;
        StopScope &m_scope;
        const int m_account;
        std::coroutine_handle<> m_waiting;
        Arrival m_arrival;
        bool m_isQueued = false;
        std::list<Wait *>::iterator m_place;
    };
    /// `const Arrival arrival = co_await wait`, the wait being named first. `account` is the one that the user has.
    [[nodiscard]] Wait wait(StopScope &scope, int account) { return Wait(*this, scope, account); }

    [[nodiscard]] const RoomTurns *rooms() const { return m_plan.rooms.get(); }
    /// Nothing arrives any more.
    void close();

    /// What happened since the last call, and what is now.
    struct Second {
        quint64 planned = 0; ///< of the whole test's arrivals, this worker's share
        quint64 waiting = 0; ///< of them, those that nobody has begun by now
        int freeUsers = 0; ///< now
        metrics::Histogram lateness; ///< of what was begun: since its planned moment
    };
    [[nodiscard]] Second takeSecond();

private:
    struct Pending {
        quint64 number; ///< in the test
        quint64 numberInRoom;
        http::Clock::time_point planned;
    };

    void expired(http::Clock::time_point now) override;
    void arrive(const Arrivals::Next &arrival);
    void arriveInRoom(const Arrivals::Next &arrival);
    void armNext();
    [[nodiscard]] bool isOurs(quint64 number) const { return number % quint64(m_workers) == quint64(m_worker); }
    [[nodiscard]] std::optional<Arrival> takeWaiting(int account);
    [[nodiscard]] std::optional<Arrival> takeInRooms(int account);
    /// Leaves out those that another worker has taken.
    std::deque<Pending> &pendingIn(int room);
    void begun(const Arrival &arrival);

    ArrivalPlan m_plan;
    const int m_worker;
    const int m_workers;
    Arrivals m_arrivals;
    std::optional<Arrivals::Next> m_next;
    Random m_random;

    std::list<Wait *> m_free; ///< who waits longest first
    std::deque<Pending> m_pending; ///< of actions
    std::vector<std::deque<Pending>> m_pendingIn; ///< of messages, by room
    std::vector<Wait *> m_freeByAccount; ///< of messages
    quint64 m_planned = 0;
    metrics::HistogramRecorder m_lateness;
};

} // namespace throng::users
