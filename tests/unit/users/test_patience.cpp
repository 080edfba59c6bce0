// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/outcome.h"
#include "engine/users/patience.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace throng;
using namespace throng::users;

namespace {

matrix::ApiError rateLimited(std::optional<Milliseconds> retryAfter)
{
    matrix::ApiError error;
    error.outcome = metrics::Outcome::RateLimited;
    error.status = 429;
    error.errcode = QStringLiteral("M_LIMIT_EXCEEDED");
    error.retryAfter = retryAfter;
    return error;
}

} // namespace

class TestPatience : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void waitsAsLongAsTheServerSaysThreeTimes()
    {
        Patience patience { RateLimitParameters {} };
        QCOMPARE(patience.next(rateLimited(3247ms)), std::optional(3247ms));
        QCOMPARE(patience.next(rateLimited(0ms)), std::optional(0ms));
        QCOMPARE(patience.next(rateLimited(5ms)), std::optional(5ms));
        QCOMPARE(patience.next(rateLimited(5ms)), std::nullopt);
    }

    void neverWaitsLongerThanAMinuteInAll()
    {
        Patience patience { RateLimitParameters {} };
        QCOMPARE(patience.next(rateLimited(333s)), std::nullopt); // what Synapse's login limit once said
        QCOMPARE(patience.next(rateLimited(40s)), std::optional<Milliseconds>(40s));
        QCOMPARE(patience.next(rateLimited(21s)), std::nullopt);
        QCOMPARE(patience.next(rateLimited(20s)), std::optional<Milliseconds>(20s));
    }

    void waitsLongerEachTimeWhenTheServerDoesNotSay()
    {
        Patience patience { RateLimitParameters {} };
        QCOMPARE(patience.next(rateLimited({})), std::optional<Milliseconds>(1s));
        QCOMPARE(patience.next(rateLimited({})), std::optional<Milliseconds>(2s));
        QCOMPARE(patience.next(rateLimited({})), std::optional<Milliseconds>(4s));
        QCOMPARE(patience.next(rateLimited({})), std::nullopt);
    }

    void nothingElseIsRepeated()
    {
        Patience patience { RateLimitParameters {} };
        for (const metrics::Outcome outcome : { metrics::Outcome::MatrixError, metrics::Outcome::HttpError,
                 metrics::Outcome::Timeout, metrics::Outcome::NetworkError }) {
            matrix::ApiError error;
            error.outcome = outcome;
            QCOMPARE(patience.next(error), std::nullopt);
        }
    }
};

QTEST_GUILESS_MAIN(TestPatience)
#include "test_patience.moc"
