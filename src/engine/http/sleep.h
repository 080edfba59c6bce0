// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/awaiting.h"
#include "engine/base/stopscope.h"
#include "engine/http/deadline.h"

#include <coroutine>

namespace throng::http {

/// What Reactor::sleep() gives: to be awaited once, where it stands or by name.
/// Never shorter than asked for, and by up to a millisecond longer. Zero lets everything else have its turn.
class [[nodiscard]] Sleep final : private Deadline, private StopScope::Waiter {
public:
    Sleep(DeadlineHeap &heap, StopScope &scope, Nanoseconds duration)
        : Deadline(heap)
        , m_scope(scope)
        , m_duration(duration)
    {
    }

    auto operator co_await() { return Awaiting(*this); }

    [[nodiscard]] bool await_ready() const { return m_scope.isStopped(); }
    void await_suspend(std::coroutine_handle<> waiting)
    {
        m_waiting = waiting;
        link(m_scope);
        arm(Clock::now() + m_duration);
    }
    /// Throws Stopped when the scope was stopped.
    void await_resume() const { m_scope.throwIfStopped(); }

private:
    void expired(Clock::time_point) override
    {
        noteLateness();
        unlink();
        m_waiting.resume();
    }
    void stopped() override
    {
        cancel();
        m_waiting.resume();
    }

    StopScope &m_scope;
    Nanoseconds m_duration;
    std::coroutine_handle<> m_waiting;
};

} // namespace throng::http
