// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/exchange.h"

#include "engine/http/accessmanager.h"
#include "engine/http/destination.h"
#include "engine/http/lanequeue.h"

namespace throng::http {

Exchange::Exchange(AccessManager &manager, Request request)
    : m_manager(manager)
    , m_request(std::move(request))
{
}

Exchange::~Exchange() = default;

bool Exchange::await_ready() const
{
    return m_manager.scope().isStopped();
}

bool Exchange::await_suspend(std::coroutine_handle<> waiting)
{
    m_waiting = waiting;
    link(m_manager.scope());
    m_manager.home().start(*this, m_request.lane, m_request.timeout);
    return true; // whatever happens is told later, from a fresh stack
}

Response Exchange::await_resume()
{
    m_manager.scope().throwIfStopped();
    return std::move(response);
}

void Exchange::appendHead(QByteArray &out) const
{
    m_manager.appendHead(out, m_request);
}

void Exchange::finished()
{
    unlink();
    m_waiting.resume();
}

void Exchange::stopped()
{
    m_lane->abandon(*this);
    m_waiting.resume();
}

} // namespace throng::http
