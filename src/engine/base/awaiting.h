// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility> // first: moc stumbles over <concepts> when <coroutine> is the first header of all

#include <coroutine>

namespace throng {

/// What `operator co_await()` of an awaitable that cannot be copied returns: `return Awaiting(*this);`.
///
/// g++ 12 copies an awaiter that reaches it as a reference, and QCoro's await_transform() gives it nothing else.
/// A StopScope::Waiter is linked into a list and must stay where it is, so this is copied in its stead.
template <typename Awaitable>
class Awaiting {
public:
    explicit Awaiting(Awaitable &awaitable)
        : m_awaitable(&awaitable)
    {
    }

    [[nodiscard]] bool await_ready() const { return m_awaitable->await_ready(); }
    auto await_suspend(std::coroutine_handle<> waiting) const { return m_awaitable->await_suspend(waiting); }
    auto await_resume() const { return m_awaitable->await_resume(); }

private:
    Awaitable *m_awaitable;
};

} // namespace throng
