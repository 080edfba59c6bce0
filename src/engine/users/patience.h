// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/matrix/apierror.h"
#include "engine/users/parameters.h"

#include <optional>

namespace throng::users {

/// How long one request waits for a server that says 429, before it gives up.
class Patience {
public:
    explicit Patience(const RateLimitParameters &parameters)
        : m_parameters(parameters)
        , m_unsaid(parameters.waitIfUnsaid)
    {
    }

    /// How long to wait before the request is sent again. Nothing when `error` is no 429, or when waiting as long as
    /// the server wants would take more tries or more time than allowed.
    [[nodiscard]] std::optional<Milliseconds> next(const matrix::ApiError &error);

private:
    RateLimitParameters m_parameters;
    Milliseconds m_unsaid;
    Milliseconds m_waited { 0 };
    int m_retries = 0;
};

} // namespace throng::users
