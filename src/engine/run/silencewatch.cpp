// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/silencewatch.h"

#include <utility>

namespace throng::run {

SilenceWatch::News SilenceWatch::add(const metrics::Snapshot &second)
{
    using metrics::Outcome;
    quint64 answered = 0;
    for (const metrics::EndpointDelta &endpoint : second.endpoints) {
        for (const Outcome outcome : { Outcome::Ok, Outcome::MatrixError, Outcome::HttpError, Outcome::RateLimited })
            answered += endpoint.count(outcome);
        for (const Outcome outcome : { Outcome::Timeout, Outcome::NetworkError })
            m_lost += endpoint.count(outcome);
    }
    if (answered > 0) {
        m_silence = 0;
        m_lost = 0;
        return std::exchange(m_gone, false) ? News::Back : News::None;
    }
    m_silence += second.seconds;
    if (m_gone || m_silence < patience || m_lost < fewestLost)
        return News::None;
    m_gone = true;
    return News::Gone;
}

} // namespace throng::run
