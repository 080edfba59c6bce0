// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/workqueue.h"

namespace throng::practice {

WorkQueue::WorkQueue(boost::asio::io_context &context, quint64 seed)
    : m_context(context)
    , m_random(Random::stream(seed, u"service times"))
{
}

void WorkQueue::setModel(PerformanceModel model)
{
    m_model = std::move(model);
    while (!m_queue.empty() && isFree())
        next(Clock::now());
}

std::chrono::nanoseconds WorkQueue::serviceTime(QByteArrayView method, QByteArrayView endpoint)
{
    for (const PerformanceModel::Rule &rule : m_model.rules) {
        if (rule.matches(method, endpoint))
            return rule.time.draw(m_random);
    }
    return m_model.ordinary.draw(m_random);
}

std::chrono::nanoseconds WorkQueue::deliveryTime(std::size_t events)
{
    std::chrono::nanoseconds sum { 0 };
    for (std::size_t i = 0; i < events; ++i)
        sum += m_model.delivery.draw(m_random);
    return sum;
}

bool WorkQueue::submit(std::chrono::nanoseconds time, std::function<void()> done)
{
    if (isFree()) {
        work({ time, std::move(done) }, Clock::now());
        return true;
    }
    if (m_model.maximumQueue > 0 && m_queue.size() >= static_cast<std::size_t>(m_model.maximumQueue))
        return false;
    m_queue.push_back({ time, std::move(done) });
    return true;
}

void WorkQueue::work(Job job, Clock::time_point begin)
{
    ++m_busy;
    if (m_idle.empty())
        m_idle.push_back(m_timers.emplace_back(std::make_unique<Timer>(m_context)).get());
    Timer *timer = m_idle.back();
    m_idle.pop_back();
    const Clock::time_point end = begin + job.time;
    timer->start(end, [this, timer, end, done = std::move(job.done)] {
        --m_busy;
        m_idle.push_back(timer);
        next(end);
        done();
    });
}

void WorkQueue::next(Clock::time_point begin)
{
    if (m_queue.empty() || !isFree())
        return;
    Job job = std::move(m_queue.front());
    m_queue.pop_front();
    work(std::move(job), begin);
}

} // namespace throng::practice
