// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/apierror.h"

#include "engine/base/words.h"
#include "engine/http/response.h"
#include "engine/metrics/outcome.h"

namespace throng::matrix {

using namespace Qt::StringLiterals;
using metrics::Outcome;

namespace {

QString withMessage(const QString &head, const QString &message)
{
    return message.isEmpty() ? head : head + u": "_s + message;
}

bool isSuccess(int status)
{
    return status >= 200 && status < 300;
}

} // namespace

QString ApiError::text() const
{
    const QString http = u"HTTP "_s + QString::number(status);
    switch (outcome) {
    case Outcome::RateLimited: {
        const QString wait = retryAfter
            ? Words::tr("; it asks to wait %1 s").arg(static_cast<double>(retryAfter->count()) / 1000, 0, 'g', 4)
            : QString();
        return withMessage(Words::tr("the server limits the rate of requests (%1)%2").arg(http, wait), message);
    }
    case Outcome::MatrixError: {
        const QString code = status == 0 ? errcode : errcode + u" ("_s + http + u')';
        return withMessage(code, message);
    }
    case Outcome::HttpError:
        return withMessage(
            isSuccess(status) ? Words::tr("the server's answer is not what Matrix says (%1)").arg(http) : http,
            message);
    case Outcome::Timeout:
    case Outcome::NetworkError:
        return message.isEmpty() ? QString::fromLatin1(http::failureName(failure)) : message;
    case Outcome::Cancelled:
        return Words::tr("cancelled");
    case Outcome::Ok:
        break;
    }
    return message;
}

QByteArray ApiError::label() const
{
    switch (outcome) {
    case Outcome::Timeout:
    case Outcome::NetworkError:
        return http::failureName(failure).toByteArray();
    case Outcome::Cancelled:
        return "cancelled"_ba;
    default:
        break;
    }
    if (!errcode.isEmpty())
        return errcode.toUtf8();
    return isSuccess(status) ? "answer not understood"_ba : "HTTP "_ba + QByteArray::number(status);
}

bool ApiError::isRateLimited() const
{
    return outcome == Outcome::RateLimited;
}

bool ApiError::isTimeout() const
{
    return outcome == Outcome::Timeout;
}

bool ApiError::isUnanswered() const
{
    if (outcome == Outcome::Timeout)
        return true;
    if (outcome != Outcome::NetworkError)
        return status == 502 || status == 504; // a proxy that lost the server's answer
    // The others fail before a request is on the wire.
    return failure == http::Failure::ConnectionLost || failure == http::Failure::Protocol
        || failure == http::Failure::TooLarge;
}

bool ApiError::isTokenRefused() const
{
    return is(u"M_UNKNOWN_TOKEN") || is(u"M_MISSING_TOKEN");
}

bool ApiError::isTooManyInvites() const
{
    return status == 400 && message.contains(u"invite so many"_s, Qt::CaseInsensitive);
}

} // namespace throng::matrix
