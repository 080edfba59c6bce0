// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/timer.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

namespace throng::practice {

struct Timer::State {
    explicit State(boost::asio::io_context &context)
        : timer(context)
    {
    }

    boost::asio::steady_timer timer;
    std::function<void()> done;
    unsigned round = 0; ///< tells a start from those before it
};

Timer::Timer(boost::asio::io_context &context)
    : m_state(std::make_shared<State>(context))
{
}

Timer::~Timer()
{
    cancel();
}

void Timer::start(Clock::time_point when, std::function<void()> done)
{
    m_state->done = std::move(done);
    const unsigned round = ++m_state->round;
    m_state->timer.expires_at(when);
    m_state->timer.async_wait([state = m_state, round](boost::system::error_code error) {
        if (error || state->round != round || !state->done)
            return;
        const std::function<void()> call = std::exchange(state->done, nullptr);
        call();
    });
}

void Timer::cancel()
{
    ++m_state->round;
    m_state->done = nullptr;
    m_state->timer.cancel();
}

void callSoon(boost::asio::io_context &context, std::function<void()> task)
{
    boost::asio::post(context, std::move(task));
}

} // namespace throng::practice
