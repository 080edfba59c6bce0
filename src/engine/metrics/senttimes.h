// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/deliverynotes.h"

#include <deque>
#include <optional>

namespace throng::metrics {

/// When a test's latest messages were ready, by their numbers, for those who see one long after. A message weighs 8
/// bytes; those whose number is too far behind the newest are forgotten, so a long test needs no more than a short one.
class SentTimes {
public:
    using Time = DeliveryNotes::Time;

    static constexpr std::size_t most = 1 << 17; ///< 1 MB; at 150 messages a second a quarter of an hour

    void set(quint32 number, Time ready)
    {
        if (number < m_first)
            return;
        if (number - m_first >= m_times.size())
            m_times.resize(number - m_first + 1, Time::min());
        m_times[number - m_first] = ready;
        while (m_times.size() > most) {
            m_times.pop_front();
            ++m_first;
        }
    }
    /// Nothing of a message that was never set or is forgotten.
    [[nodiscard]] std::optional<Time> find(quint32 number) const
    {
        if (number < m_first || number - m_first >= m_times.size() || m_times[number - m_first] == Time::min())
            return std::nullopt;
        return m_times[number - m_first];
    }
    [[nodiscard]] std::size_t size() const { return m_times.size(); } ///< at most `most`

private:
    quint32 m_first = 0; ///< number of the oldest
    std::deque<Time> m_times;
};

} // namespace throng::metrics
