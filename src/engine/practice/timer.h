// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/httpmessage.h"

#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace throng::practice {

/// Calls back once, on the server's thread. Once it was cancelled, started anew or destroyed it never calls for the
/// earlier start, not even when that time is already over: its owner may go at any moment.
class Timer {
public:
    explicit Timer(boost::asio::io_context &context);
    Timer(const Timer &) = delete;
    Timer &operator=(const Timer &) = delete;
    ~Timer();

    void start(Clock::time_point when, std::function<void()> done);
    void cancel();

private:
    struct State;
    std::shared_ptr<State> m_state;
};

/// Calls `task` once everything that is now due has been done.
void callSoon(boost::asio::io_context &context, std::function<void()> task);

} // namespace throng::practice
