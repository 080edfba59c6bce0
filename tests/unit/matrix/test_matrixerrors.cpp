// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/response.h"
#include "engine/matrix/classify.h"
#include "engine/metrics/outcome.h"

#include <QTest>

using namespace throng;
using namespace throng::matrix;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using metrics::Outcome;

Q_DECLARE_METATYPE(throng::metrics::Outcome)
Q_DECLARE_METATYPE(throng::http::Failure)

class TestMatrixErrors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void successIsNoError_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : { 200, 201, 204, 299 })
            QTest::addRow("%d", status) << status;
    }
    void successIsNoError()
    {
        QFETCH(int, status);
        http::Response response;
        response.status = status;
        QVERIFY(!errorOf(response));
    }

    void answersAreClassified_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<QByteArray>("label");
        QTest::addColumn<QString>("text");

        QTest::newRow("Matrix error") << 403 << R"({"errcode":"M_FORBIDDEN","error":"Not invited"})"_ba
                                      << Outcome::MatrixError << "M_FORBIDDEN"_ba
                                      << u"M_FORBIDDEN (HTTP 403): Not invited"_s;
        QTest::newRow("Matrix error of a namespace")
            << 400 << R"({"errcode":"ORG.MATRIX.X_1"})"_ba << Outcome::MatrixError << "ORG.MATRIX.X_1"_ba
            << u"ORG.MATRIX.X_1 (HTTP 400)"_s;
        QTest::newRow("Matrix error with a 500")
            << 500 << R"({"errcode":"M_UNKNOWN","error":"Internal"})"_ba << Outcome::MatrixError << "M_UNKNOWN"_ba
            << u"M_UNKNOWN (HTTP 500): Internal"_s;
        QTest::newRow("a proxy's page")
            << 502 << "<html>\n<h1>Bad   Gateway</h1></html>"_ba << Outcome::HttpError << "HTTP 502"_ba
            << u"HTTP 502: no Matrix error; the answer begins: <html> <h1>Bad Gateway</h1></html>"_s;
        QTest::newRow("nothing") << 503 << QByteArray() << Outcome::HttpError << "HTTP 503"_ba << u"HTTP 503"_s;
        QTest::newRow("errcode is a number")
            << 400 << R"({"errcode":5,"error":"E"})"_ba << Outcome::HttpError << "HTTP 400"_ba << u"HTTP 400: E"_s;
        QTest::newRow("errcode with an identifier in it")
            << 400 << R"({"errcode":"no @alice:example.org","error":"E"})"_ba << Outcome::HttpError << "HTTP 400"_ba
            << u"HTTP 400: E"_s;
        QTest::newRow("damaged JSON") << 400 << "{\"error\":\"E\",\"errcode\":\"M_X"_ba << Outcome::HttpError
                                      << "HTTP 400"_ba << QString();
        QTest::newRow("rate limit")
            << 429 << R"({"errcode":"M_LIMIT_EXCEEDED","error":"Too Many","retry_after_ms":3247})"_ba
            << Outcome::RateLimited << "M_LIMIT_EXCEEDED"_ba
            << u"the server limits the rate of requests (HTTP 429); it asks to wait 3.247 s: Too Many"_s;
        QTest::newRow("rate limit by a proxy")
            << 429 << "slow down"_ba << Outcome::RateLimited << "HTTP 429"_ba << QString();
    }
    void answersAreClassified()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(Outcome, outcome);
        QFETCH(QByteArray, label);
        QFETCH(QString, text);
        http::Response response;
        response.status = status;
        response.body = body;
        const std::optional<ApiError> error = errorOf(response);
        QVERIFY(error);
        QCOMPARE(toString(error->outcome), toString(outcome));
        QCOMPARE(error->status, status);
        QCOMPARE(error->label(), label);
        if (!text.isEmpty())
            QCOMPARE(error->text(), text);
        QCOMPARE(response.body, body);
    }

    void failuresAreClassified_data()
    {
        QTest::addColumn<http::Failure>("failure");
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<bool>("unanswered");
        using http::Failure;
        QTest::newRow("timeout") << Failure::Timeout << Outcome::Timeout << true;
        QTest::newRow("name") << Failure::NameResolution << Outcome::NetworkError << false;
        QTest::newRow("connect") << Failure::Connect << Outcome::NetworkError << false;
        QTest::newRow("TLS") << Failure::Tls << Outcome::NetworkError << false;
        QTest::newRow("lost") << Failure::ConnectionLost << Outcome::NetworkError << true;
        QTest::newRow("protocol") << Failure::Protocol << Outcome::NetworkError << true;
        QTest::newRow("too large") << Failure::TooLarge << Outcome::NetworkError << true;
        QTest::newRow("proxy") << Failure::Proxy << Outcome::NetworkError << false;
    }
    void failuresAreClassified()
    {
        QFETCH(http::Failure, failure);
        QFETCH(Outcome, outcome);
        QFETCH(bool, unanswered);
        http::Response response;
        response.failure = failure;
        response.failureText = u"what happened"_s;
        const std::optional<ApiError> error = errorOf(response);
        QVERIFY(error);
        QCOMPARE(toString(error->outcome), toString(outcome));
        QCOMPARE(error->text(), u"what happened"_s);
        QCOMPARE(error->label(), http::failureName(failure).toByteArray());
        QCOMPARE(error->isUnanswered(), unanswered);
        QCOMPARE(error->isTimeout(), failure == http::Failure::Timeout);
    }

    void aFailureAfterTheHeadIsNoSuccess()
    {
        http::Response response;
        response.status = 200;
        response.failure = http::Failure::ConnectionLost;
        const std::optional<ApiError> error = errorOf(response);
        QVERIFY(error);
        QCOMPARE(toString(error->outcome), toString(Outcome::NetworkError));
    }

    void aRedirectSaysWhereTo()
    {
        http::Response response;
        response.status = 301;
        response.headers.append("Location", "https://matrix.example.org/");
        const std::optional<ApiError> error = errorOf(response);
        QVERIFY(error);
        QCOMPARE(toString(error->outcome), toString(Outcome::HttpError));
        QVERIFY2(error->text().contains(u"https://matrix.example.org/"_s), qPrintable(error->text()));
    }

    void rateLimitSaysHowLong_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<qint64>("milliseconds");
        QTest::newRow("body") << R"({"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":1500})"_ba << QByteArray()
                              << qint64(1500);
        QTest::newRow("body before header") << R"({"retry_after_ms":1500})"_ba
                                            << "2"_ba << qint64(1500);
        QTest::newRow("header") << R"({"errcode":"M_LIMIT_EXCEEDED"})"_ba
                                << "333"_ba << qint64(333'000);
        QTest::newRow("header without JSON") << "slow down"_ba
                                             << "2"_ba << qint64(2000);
        QTest::newRow("zero") << R"({"retry_after_ms":0})"_ba << QByteArray() << qint64(0);
        QTest::newRow("neither") << R"({"errcode":"M_LIMIT_EXCEEDED"})"_ba << QByteArray() << qint64(-1);
        QTest::newRow("negative") << R"({"retry_after_ms":-5})"_ba << QByteArray() << qint64(-1);
        QTest::newRow("a string") << R"({"retry_after_ms":"5"})"_ba
                                  << "1"_ba << qint64(1000);
        QTest::newRow("nonsense header") << "{}"_ba
                                         << "soon"_ba << qint64(-1);
    }
    void rateLimitSaysHowLong()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, header);
        QFETCH(qint64, milliseconds);
        http::Response response;
        response.status = 429;
        response.body = body;
        if (!header.isEmpty())
            response.headers.append("Retry-After", header);
        const std::optional<ApiError> error = errorOf(response);
        QVERIFY(error && error->isRateLimited());
        QCOMPARE(error->retryAfter ? qint64(error->retryAfter->count()) : -1, milliseconds);
    }

    void retryAfterIsReadAsRfc9110Says_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<qint64>("milliseconds");
        QTest::newRow("seconds") << "120"_ba << qint64(120'000);
        QTest::newRow("spaces") << " 3 "_ba << qint64(3000);
        QTest::newRow("date to come") << "Fri, 31 Dec 1999 23:59:59 GMT"_ba << qint64(59'000);
        QTest::newRow("date gone by") << "Fri, 31 Dec 1999 22:00:00 GMT"_ba << qint64(0);
        QTest::newRow("absurdly long") << "99999999999999"_ba << qint64(365) * 24 * 3600 * 1000;
        QTest::newRow("negative") << "-1"_ba << qint64(0);
        QTest::newRow("fraction") << "1.5"_ba << qint64(-1);
        QTest::newRow("empty") << ""_ba << qint64(-1);
    }
    void retryAfterIsReadAsRfc9110Says()
    {
        QFETCH(QByteArray, value);
        QFETCH(qint64, milliseconds);
        const QDateTime now(QDate(1999, 12, 31), QTime(23, 59, 0), Qt::UTC);
        const auto parsed = parseRetryAfter(value, now);
        QCOMPARE(parsed ? qint64(parsed->count()) : -1, milliseconds);
    }

    void recognisesWhatUsersActOn()
    {
        http::Response response;
        response.status = 401;
        response.body = R"({"errcode":"M_UNKNOWN_TOKEN","error":"Token expired","soft_logout":true})"_ba;
        std::optional<ApiError> error = errorOf(response);
        QVERIFY(error->isTokenRefused());
        QVERIFY(error->softLogout);

        response.status = 400;
        response.body = R"({"errcode":"M_INVALID_PARAM","error":"Cannot invite so many users at once"})"_ba;
        error = errorOf(response);
        QVERIFY(error->isTooManyInvites());
        QVERIFY(!error->isTokenRefused());
        QVERIFY(!error->softLogout);
        QVERIFY(!error->isUnanswered());
    }

    void aProxyThatLostTheServerLeavesItOpen_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("unanswered");
        QTest::newRow("500") << 500 << false;
        QTest::newRow("502") << 502 << true;
        QTest::newRow("503") << 503 << false;
        QTest::newRow("504") << 504 << true;
    }
    void aProxyThatLostTheServerLeavesItOpen()
    {
        QFETCH(int, status);
        QFETCH(bool, unanswered);
        http::Response response;
        response.status = status;
        QCOMPARE(errorOf(response)->isUnanswered(), unanswered);
    }

    void anAnswerThatIsNoMatrixIsAnHttpError()
    {
        const ApiError error = notUnderstood(200, Error { u"this is missing"_s, u"room_id"_s, u"a room ID"_s });
        QCOMPARE(toString(error.outcome), toString(Outcome::HttpError));
        QCOMPARE(error.label(), "answer not understood"_ba);
        QVERIFY2(error.text().contains(u"room_id"_s), qPrintable(error.text()));
    }

    void theServersWordsAreCutToSize()
    {
        http::Response response;
        response.status = 400;
        response.body = "{\"errcode\":\"M_UNKNOWN\",\"error\":\"" + QByteArray(100'000, 'x') + "\"}";
        QVERIFY(errorOf(response)->text().size() < 1000);
        response.body = QByteArray(100'000, 'x');
        QVERIFY(errorOf(response)->text().size() < 1000);
        response.body = "{\"errcode\":\"" + QByteArray(65, 'M') + "\"}";
        QCOMPARE(errorOf(response)->label(), "HTTP 400"_ba);
    }
};

QTEST_APPLESS_MAIN(TestMatrixErrors)
#include "test_matrixerrors.moc"
