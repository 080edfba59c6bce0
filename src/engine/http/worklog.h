// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/request.h"

#include <deque>

namespace throng::http {

/// When its thread had the processor: marks of both clocks, taken where work begins and ends. So a delay can be told
/// apart into what this program was busy with and what the machine kept from it.
class WorkLog {
public:
    void mark();
    /// The processor time this thread has used from `since` until `now`, which is just now. It is counted from the last
    /// mark before: too much rather than too little, and never more than lies between the two.
    [[nodiscard]] Nanoseconds worked(Clock::time_point since, Clock::time_point now) const;

    struct Mark {
        Clock::time_point time;
        Nanoseconds worked; ///< by the thread, in all
    };
    // The same, for times that are given.
    void mark(Mark mark);
    [[nodiscard]] Nanoseconds worked(Clock::time_point since, Mark until) const;

private:
    std::deque<Mark> m_marks;
};

} // namespace throng::http
