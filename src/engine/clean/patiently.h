// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/clean/cleanup.h"

namespace throng::clean {

/// Makes a call, and again when the server was busy or did not answer. `call` begins it and returns its task; it is
/// copied, so it may capture by value what the call needs.
template <typename Call>
std::invoke_result_t<Call &> Cleanup::patiently(Call call)
{
    constexpr int mostTries = 5;
    for (int attempt = 1;; ++attempt) {
        auto trying = call();
        auto result = co_await trying;
        if (result || attempt >= mostTries)
            co_return result;
        const matrix::ApiError &error = result.error();
        if (!error.isRateLimited() && !error.isUnanswered() && error.status < 500)
            co_return result;
        const Milliseconds wait =
            error.isRateLimited() ? error.retryAfter.value_or(Milliseconds(5000)) : Milliseconds(1000);
        if (wait > m_options.patience)
            co_return result;
        http::Sleep pause = m_reactor.sleep(m_scope, wait);
        co_await pause;
    }
}

} // namespace throng::clean
