// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/sendnote.h"

#include "engine/http/accessmanager.h"
#include "engine/metrics/outcome.h"

namespace throng::users {

namespace {

using metrics::Outcome;
using SendResult = metrics::DeliveryNotes::SendResult;

/// After a 5xx, a good answer that is damaged, or none at all nobody knows whether the server has the event.
SendResult resultOf(const matrix::ApiError &error)
{
    const bool refused = error.outcome == Outcome::RateLimited
        || (error.outcome == Outcome::MatrixError && error.status < 500)
        || (error.outcome == Outcome::HttpError && error.status >= 400 && error.status < 500);
    return refused ? SendResult::Refused : SendResult::Unanswered;
}

} // namespace

SendNote::~SendNote()
{
    if (!m_isAnswered) // its user was cut off
        m_log.answered(m_number, SendResult::Unanswered, http::Clock::now());
}

void SendNote::answered(const matrix::ApiResult<matrix::SendResponse> &result)
{
    m_isAnswered = true;
    const http::Clock::time_point now = http::Clock::now();
    if (result)
        m_log.answered(m_number, SendResult::Accepted, now, result->eventId);
    else
        m_log.answered(m_number, resultOf(result.error()), now);
}

} // namespace throng::users
