// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/accessmanager.h"
#include "engine/matrix/answers.h"
#include "engine/matrix/classify.h"
#include "engine/matrix/client.h"
#include "engine/metrics/recorder.h"

/// What all of Client's calls have in common. Included by its source files alone.
namespace throng::matrix {

/// The usual reader of a response: `parse` makes the value of a 2xx answer's body.
template <auto parse>
auto answer(http::Response &response) -> ApiResult<typename decltype(parse(std::move(response.body)))::value_type>
{
    if (auto error = errorOf(response))
        return tl::unexpected(std::move(*error));
    auto value = parse(std::move(response.body));
    if (!value)
        return tl::unexpected(notUnderstood(response.status, value.error()));
    if constexpr (std::is_void_v<typename decltype(value)::value_type>)
        return {};
    else
        return *std::move(value);
}

/// The sample of an exchange that came to its end. `bytes`: of the body, which its reader has taken already.
metrics::Sample makeSample(const http::Timings &timings, qsizetype bytes, const ApiError *error);

template <typename T>
Task<ApiResult<T>> Client::call(Endpoint endpoint, http::Request request, Reader<T> read)
{
    http::Exchange exchange = m_manager.exchange(std::move(request));
    http::Response response;
    try {
        response = co_await exchange;
    } catch (const Stopped &) {
        recordCancelled(endpoint, exchange);
        throw;
    }
    const qsizetype bytes = response.body.size();
    ApiResult<T> result = read(response);
    metrics::Sample sample = makeSample(response.timings, bytes, result ? nullptr : &result.error());
    sample.isPlanned = m_late.has_value();
    sample.late = m_late.value_or(std::chrono::nanoseconds(0));
    m_recorder.record(id(endpoint), sample);
    co_return result;
}

} // namespace throng::matrix
