// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/awaiting.h"
#include "engine/base/stopscope.h"
#include "engine/http/transfer.h"

#include <coroutine>

namespace throng::http {

class AccessManager;

/// What AccessManager::exchange() gives: to be awaited once. Request and response live in the coroutine's own frame,
/// so that the way there and back costs no allocation but theirs.
///
/// Stopping the scope ends the exchange at once and the await throws Stopped. To count it, name the exchange:
/// \code
/// http::Exchange exchange = manager.exchange(std::move(request));
/// try {
///     http::Response response = co_await exchange;
/// } catch (const Stopped &) {
///     if (exchange.isBegun()) // else the scope was stopped before, and nothing happened
///         recordCancelled(exchange.elapsed(), exchange.isWritten());
///     throw;
/// }
/// \endcode
class [[nodiscard]] Exchange final : private Transfer, private StopScope::Waiter {
public:
    Exchange(AccessManager &manager, Request request);
    ~Exchange() override;

    auto operator co_await() { return Awaiting(*this); }

    [[nodiscard]] bool await_ready() const;
    [[nodiscard]] bool await_suspend(std::coroutine_handle<> waiting);
    [[nodiscard]] Response await_resume();

    /// It was awaited in a scope that was not stopped yet.
    [[nodiscard]] bool isBegun() const { return state() != State::New; }
    /// Something of the request went out: the server may have acted on it.
    using Transfer::isWritten;
    /// From its beginning until it was answered, failed or was cancelled.
    [[nodiscard]] Nanoseconds elapsed() const { return response.timings.total; }
    [[nodiscard]] const Timings &timings() const { return response.timings; }

private:
    void appendHead(QByteArray &out) const override;
    [[nodiscard]] QByteArray body() override { return m_request.body; }
    [[nodiscard]] bool isHeadRequest() const override { return m_request.method == Method::Head; }
    [[nodiscard]] bool isRepeatable() const override { return m_request.repeatable; }
    [[nodiscard]] qint64 bodyLimit() const override { return m_request.bodyLimit; }
    void finished() override;
    void stopped() override;

    AccessManager &m_manager;
    Request m_request;
    std::coroutine_handle<> m_waiting;
};

} // namespace throng::http
