// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/patience.h"

namespace throng::users {

std::optional<Milliseconds> Patience::next(const matrix::ApiError &error)
{
    if (!error.isRateLimited() || m_retries >= m_parameters.retries)
        return std::nullopt;
    const Milliseconds wait = error.retryAfter.value_or(m_unsaid);
    if (m_waited + wait > m_parameters.longestTotal)
        return std::nullopt;
    if (!error.retryAfter)
        m_unsaid *= 2;
    ++m_retries;
    m_waited += wait;
    return wait;
}

} // namespace throng::users
