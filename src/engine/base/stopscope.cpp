// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/stopscope.h"

#include <QtGlobal>

namespace throng {

void StopScope::Waiter::link(StopScope &scope)
{
    Q_ASSERT(!m_scope);
    Q_ASSERT(!scope.m_stopped);
    m_scope = &scope;
    m_previous = nullptr;
    m_next = scope.m_first;
    if (m_next)
        m_next->m_previous = this;
    scope.m_first = this;
}

void StopScope::Waiter::unlink()
{
    if (!m_scope)
        return;
    if (m_previous)
        m_previous->m_next = m_next;
    else
        m_scope->m_first = m_next;
    if (m_next)
        m_next->m_previous = m_previous;
    m_scope = nullptr;
    m_previous = m_next = nullptr;
}

StopScope::~StopScope()
{
    Q_ASSERT_X(!m_first, "StopScope", "a coroutine outlives its user");
}

void StopScope::stop()
{
    m_stopped = true;
    // A resumed coroutine may unlink or destroy other waiters, so always take whatever is first now.
    while (Waiter *waiter = m_first) {
        waiter->unlink();
        waiter->stopped();
    }
}

void StopScope::reopen()
{
    Q_ASSERT(!m_first);
    m_stopped = false;
}

} // namespace throng
