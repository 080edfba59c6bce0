// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/reactor.h"

#include "engine/http/curlmulti.h"
#include "engine/http/poller.h"

#include <algorithm>

using namespace std::chrono_literals;

namespace throng::http {

/// A deadline that is always there, so that the loop's lag is seen also when nothing else is due.
class Reactor::Heartbeat final : public Deadline {
public:
    explicit Heartbeat(DeadlineHeap &heap)
        : Deadline(heap)
    {
        arm(Clock::now() + s_period);
    }

private:
    static constexpr auto s_period = 50ms;
    void expired(Clock::time_point now) override { arm(now + s_period); }
};

Reactor::Reactor(QObject *parent)
    : QObject(parent)
    , m_deadlines(*this)
    , m_poller(std::make_unique<Poller>([this] { handleEvents(); }))
    , m_curl(std::make_unique<CurlMulti>(*this))
    , m_input(64 * 1024, Qt::Uninitialized)
{
    m_output.reserve(32 * 1024);
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Reactor::runDeadlines);
    m_heartbeat = std::make_unique<Heartbeat>(m_deadlines);
}

Reactor::~Reactor()
{
    m_doomed.clear();
    m_heartbeat.reset();
    m_curl.reset();
}

ReactorStatistics Reactor::statistics()
{
    ReactorStatistics result = m_counters;
    result.worstWake = m_deadlines.takeWorstLateness();
    m_counters.worstLag = {};
    return result;
}

void Reactor::setAddressGuard(std::function<bool(const QHostAddress &)> mayConnect)
{
    m_guard = std::move(mayConnect);
}

void Reactor::watchLag(bool on)
{
    if (on == bool(m_workLog))
        return;
    m_workLog = on ? std::make_unique<WorkLog>() : nullptr;
}

void Reactor::destroyLater(std::shared_ptr<void> object)
{
    // Outside of a turn, as when a scope is stopped, the next beat of the heart sees to it.
    m_doomed.push_back(std::move(object));
}

void Reactor::earliestChanged(Clock::time_point earliest)
{
    if (earliest >= m_timerAt)
        return;
    m_timerAt = earliest;
    m_timer.start(std::max(0ms, std::chrono::ceil<std::chrono::milliseconds>(earliest - Clock::now())));
}

void Reactor::runDeadlines()
{
    m_timerAt = Clock::time_point::max();
    beginTurn();
    const Clock::time_point now = Clock::now();
    if (!m_deadlines.isEmpty())
        m_counters.worstLag = std::max(m_counters.worstLag, Nanoseconds(now - m_deadlines.earliest()));
    m_deadlines.run(now);
    endTurn();
}

void Reactor::handleEvents()
{
    beginTurn();
    m_poller->dispatch();
    endTurn();
}

void Reactor::beginTurn()
{
    ++m_turn;
    if (m_workLog)
        m_workLog->mark();
}

void Reactor::endTurn()
{
    const auto doomed = std::exchange(m_doomed, {}); // destroying may doom more
    if (m_workLog)
        m_workLog->mark();
}

} // namespace throng::http

#include "moc_reactor.cpp"
