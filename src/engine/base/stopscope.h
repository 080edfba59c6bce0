// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace throng {

/// Thrown out of an await in a stopped scope, to unwind the coroutine. Caught only where a user's coroutine
/// began; used for nothing else.
struct Stopped { };

/// Ends every await of one virtual user at once. Single-threaded: lives on its worker's thread.
///
/// QCoro cannot cancel a Task, so each awaitable puts a Waiter into the scope while it is suspended.
/// stop() calls each Waiter once; the Waiter aborts what it waited for and resumes its coroutine, whose
/// await_resume() then throws Stopped. An await begun in a stopped scope throws without suspending.
class StopScope {
public:
    class Waiter {
    public:
        Waiter() = default;
        Waiter(const Waiter &) = delete;
        Waiter &operator=(const Waiter &) = delete;

        virtual ~Waiter() { unlink(); }

        [[nodiscard]] bool isLinked() const { return m_scope != nullptr; }

    protected:
        void link(StopScope &scope);
        void unlink();
        /// The scope was stopped; the waiter is no longer linked. May destroy the waiter.
        virtual void stopped() = 0;

    private:
        friend class StopScope;
        StopScope *m_scope = nullptr;
        Waiter *m_previous = nullptr;
        Waiter *m_next = nullptr;
    };

    StopScope() = default;
    StopScope(const StopScope &) = delete;
    StopScope &operator=(const StopScope &) = delete;
    ~StopScope();

    [[nodiscard]] bool isStopped() const { return m_stopped; }
    void throwIfStopped() const
    {
        if (m_stopped)
            throw Stopped {};
    }

    /// Idempotent. Everything that waits is resumed before this returns.
    void stop();
    /// From now on awaits suspend again, as if it had never been stopped. Nothing may be waiting.
    void reopen();

private:
    Waiter *m_first = nullptr;
    bool m_stopped = false;
};

} // namespace throng
