// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/accessmanager.h"

#include <QEventLoop>
#include <QTimer>

#include <list>

namespace throng::test {

/// A virtual user in the least of forms: a scope, a manager, and what became of its exchanges.
class TestUser {
public:
    TestUser(http::Reactor &reactor, std::shared_ptr<const http::Origin> origin)
        : manager(reactor, std::move(origin), scope)
    {
    }
    ~TestUser() { scope.stop(); }

    struct Outcome {
        http::Response response;
        bool done = false;
        bool stopped = false;
        bool begun = false;
        bool written = false;
        http::Nanoseconds elapsed {};
    };

    /// Begins an exchange; what comes of it will be in the outcome.
    const Outcome &begin(http::Request request)
    {
        Outcome &outcome = m_outcomes.emplace_back();
        run(std::move(request), &outcome);
        return outcome;
    }

    /// The whole exchange.
    http::Response exchange(http::Request request)
    {
        const Outcome &outcome = begin(std::move(request));
        if (!outcome.done) {
            QEventLoop loop; // QTest::qWaitFor() would sleep 10 ms between any two turns
            m_loop = &loop;
            QTimer::singleShot(30000, &loop, [&loop] {
                qWarning("the exchange does not end");
                loop.quit();
            });
            loop.exec();
            m_loop = nullptr;
        }
        return outcome.response;
    }

    StopScope scope;
    http::AccessManager manager;

private:
    Task<> run(http::Request request, Outcome *outcome)
    {
        http::Exchange exchange = manager.exchange(std::move(request));
        try {
            outcome->response = co_await exchange;
        } catch (const Stopped &) {
            outcome->stopped = true;
        }
        outcome->begun = exchange.isBegun();
        outcome->written = exchange.isWritten();
        outcome->elapsed = exchange.elapsed();
        outcome->done = true;
        if (m_loop)
            m_loop->quit();
    }

    QEventLoop *m_loop = nullptr; // in exchange()
    std::list<Outcome> m_outcomes; // their addresses stay
};

[[nodiscard]] inline http::Request get(const QByteArray &target = "/")
{
    http::Request request;
    request.target = target;
    return request;
}

[[nodiscard]] inline http::Request post(const QByteArray &body, bool repeatable = false)
{
    http::Request request;
    request.method = http::Method::Post;
    request.target = "/";
    request.body = body;
    request.repeatable = repeatable;
    return request;
}

} // namespace throng::test
