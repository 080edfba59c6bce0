// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/matrix/apierror.h"
#include "engine/matrix/types.h"
#include "engine/metrics/deliverylog.h"

namespace throng::users {

/// A message on its way: its deliveries begin with it, and the log hears how its sending ended, however that was.
class SendNote {
public:
    /// `number` is what DeliveryLog::began() gave.
    SendNote(metrics::DeliveryLog &log, quint32 number)
        : m_log(log)
        , m_number(number)
    {
    }
    SendNote(const SendNote &) = delete;
    SendNote &operator=(const SendNote &) = delete;
    ~SendNote();

    /// To be sent along in the event's content.
    [[nodiscard]] matrix::EventTag tag() const { return { m_log.run(), m_number }; }
    void answered(const matrix::ApiResult<matrix::SendResponse> &result);

private:
    metrics::DeliveryLog &m_log;
    const quint32 m_number;
    bool m_isAnswered = false;
};

} // namespace throng::users
