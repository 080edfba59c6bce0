// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/classify.h"

#include "engine/base/words.h"
#include "engine/http/response.h"
#include "engine/matrix/json.h"
#include "engine/metrics/outcome.h"

#include <QLocale>

#include <algorithm>

namespace throng::matrix {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

constexpr qint64 longestRetry = qint64(365) * 24 * 3600 * 1000; ///< a year, in ms: beyond it a number is nonsense
constexpr qsizetype longestMessage = 300;

/// The standard error body, each field as far as it is there and right.
struct ErrorBody {
    QString errcode;
    QString message;
    qint64 retryAfter = -1;
    bool softLogout = false;
};

ErrorBody readErrorBody(const QByteArray &body)
{
    ErrorBody result;
    // A 502's HTML is no error of its own: what cannot be read stays empty.
    JsonReader reader { QByteArray(body) };
    reader.document([&](std::string_view key, json::value value) {
        if (key == "errcode")
            JsonReader::maybeString(value, result.errcode);
        else if (key == "error")
            JsonReader::maybeString(value, result.message);
        else if (key == "retry_after_ms")
            JsonReader::maybeInteger(value, result.retryAfter);
        else if (key == "soft_logout")
            JsonReader::maybeBoolean(value, result.softLogout);
        return true;
    });
    return result;
}

/// Errcodes become labels of the statistics, which must stay finite: one that does not look like a code is none.
bool isErrcode(QStringView text)
{
    return !text.isEmpty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](QChar c) {
        return (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'_'
            || c == u'.';
    });
}

QString firstWords(const QByteArray &body)
{
    return QString::fromUtf8(body.left(longestMessage)).simplified().left(100);
}

ApiError networkError(const http::Response &response)
{
    ApiError error;
    error.outcome =
        response.failure == http::Failure::Timeout ? metrics::Outcome::Timeout : metrics::Outcome::NetworkError;
    error.status = response.status;
    error.failure = response.failure;
    error.message = response.failureText;
    return error;
}

QString describe(const http::Response &response)
{
    if (response.status >= 300 && response.status < 400) {
        const QByteArrayView location = response.headers.value("location");
        if (!location.isEmpty())
            return Words::tr("the server sends its clients elsewhere: %1")
                .arg(QString::fromUtf8(location.first(std::min(location.size(), longestMessage))));
    }
    const QString words = firstWords(response.body);
    return words.isEmpty() ? QString() : Words::tr("no Matrix error; the answer begins: %1").arg(words);
}

} // namespace

std::optional<milliseconds> parseRetryAfter(QByteArrayView value, const QDateTime &now)
{
    const QByteArray text = value.trimmed().toByteArray();
    bool isNumber = false;
    const qint64 seconds = text.toLongLong(&isNumber);
    if (isNumber)
        return milliseconds(std::clamp<qint64>(seconds, 0, longestRetry / 1000) * 1000);
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(text), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    if (!date.isValid())
        return std::nullopt;
    date.setTimeSpec(Qt::UTC);
    return milliseconds(std::clamp<qint64>(now.msecsTo(date), 0, longestRetry));
}

std::optional<ApiError> errorOf(const http::Response &response)
{
    if (response.failure != http::Failure::None)
        return networkError(response);
    if (response.status >= 200 && response.status < 300)
        return std::nullopt;

    const ErrorBody body = readErrorBody(response.body);
    ApiError error;
    error.status = response.status;
    error.softLogout = body.softLogout;
    if (isErrcode(body.errcode)) {
        error.outcome = metrics::Outcome::MatrixError;
        error.errcode = body.errcode;
        error.message = body.message.left(longestMessage);
    } else {
        error.outcome = metrics::Outcome::HttpError;
        error.message = body.message.isEmpty() ? describe(response) : body.message.left(longestMessage);
    }
    if (response.status == 429) {
        error.outcome = metrics::Outcome::RateLimited;
        if (body.retryAfter >= 0)
            error.retryAfter = milliseconds(std::min(body.retryAfter, longestRetry));
        else if (const auto header = response.headers.value("retry-after"); !header.isEmpty())
            error.retryAfter = parseRetryAfter(header, QDateTime::currentDateTimeUtc());
    }
    return error;
}

ApiError notUnderstood(int status, const Error &what)
{
    ApiError error;
    error.outcome = metrics::Outcome::HttpError;
    error.status = status;
    error.message = what.toString();
    return error;
}

} // namespace throng::matrix
