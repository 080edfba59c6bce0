// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/stopscope.h"
#include "engine/base/task.h"
#include "engine/matrix/apierror.h"
#include "engine/matrix/types.h"

#include <QTest>

#include <chrono>
#include <optional>

namespace throng::test {

/// Drives a client's calls from a test's plain functions.
class CallWaiter {
public:
    /// Waits for a call's end. What it gave is empty if it was stopped.
    template <typename T>
    std::optional<matrix::ApiResult<T>> finish(Task<matrix::ApiResult<T>> call)
    {
        std::optional<matrix::ApiResult<T>> result;
        bool ended = false;
        Task<> waiting = wait(std::move(call), result, ended);
        [&] { QTRY_VERIFY_WITH_TIMEOUT(ended, 60'000); }();
        return result;
    }

    /// Begins a call that the test looks at later. All three outlive it.
    template <typename T>
    Task<> wait(Task<matrix::ApiResult<T>> call, std::optional<matrix::ApiResult<T>> &result, bool &ended)
    {
        try {
            result = co_await call;
        } catch (const Stopped &) {
            result.reset();
        }
        ended = true;
    }
};

inline matrix::SyncRequest since(const QByteArray &token, std::chrono::milliseconds timeout)
{
    matrix::SyncRequest request;
    request.since = token;
    request.timeout = timeout;
    return request;
}

} // namespace throng::test
