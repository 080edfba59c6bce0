// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/awaiting.h"
#include "engine/base/stopscope.h"

#include <coroutine>
#include <vector>

namespace throng::users {

/// Something that one coroutine of a user tells its others: awaiting wait(scope), named first, goes on at
/// the next raise(), and throws Stopped when the scope is stopped before. Single-threaded.
class Signal {
public:
    class [[nodiscard]] Wait final : private StopScope::Waiter {
    public:
        Wait(Signal &signal, StopScope &scope)
            : m_signal(signal)
            , m_scope(scope)
        {
        }
        ~Wait() override { std::erase(m_signal.m_waits, this); }

        auto operator co_await() { return Awaiting(*this); }

        [[nodiscard]] bool await_ready() const { return m_scope.isStopped(); }
        void await_suspend(std::coroutine_handle<> waiting)
        {
            m_waiting = waiting;
            link(m_scope);
            m_signal.m_waits.push_back(this);
        }
        void await_resume() const { m_scope.throwIfStopped(); }

    private:
        friend class Signal;
        void raised()
        {
            unlink();
            m_waiting.resume();
        }
        void stopped() override
        {
            std::erase(m_signal.m_waits, this);
            m_waiting.resume();
        }

        Signal &m_signal;
        StopScope &m_scope;
        std::coroutine_handle<> m_waiting;
    };

    Signal() = default;
    Signal(const Signal &) = delete;
    Signal &operator=(const Signal &) = delete;

    [[nodiscard]] Wait wait(StopScope &scope) { return Wait(*this, scope); }

    /// Resumes those that wait now; who waits again meanwhile waits for the next time.
    void raise()
    {
        for (std::size_t left = m_waits.size(); left > 0 && !m_waits.empty(); --left) {
            Wait *const first = m_waits.front();
            m_waits.erase(m_waits.begin());
            first->raised();
        }
    }

private:
    std::vector<Wait *> m_waits;
};

} // namespace throng::users
