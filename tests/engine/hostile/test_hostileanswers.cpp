// SPDX-License-Identifier: GPL-3.0-or-later
//
// Answers that are good HTTP and not what a homeserver should say.
#include "hostilerun.h"

using namespace throng;
using namespace throng::test;
using namespace Qt::StringLiterals;
using metrics::Outcome;

namespace {

QByteArray damage(const QByteArray &how)
{
    return QByteArray(R"("fault": "broken-json", "damage": "%1")").replace("%1", how);
}

/// What Throng validates of an answer's JSON: that all of it is UTF-8, that brackets are balanced and strings closed
/// everywhere, and the grammar and the type of what it reads. What stands in a value that nobody asks for is not
/// looked at beyond that: it costs time on the way of every sync.
QList<Blow> blows()
{
    const QByteArray unread = "answer not understood";
    const QString notMatrix = u"the server's answer is not what Matrix says (HTTP 200): "_s;
    QList<Blow> all = {
        { "429 with both", R"("fault": "rate-limit", "retry_after_ms": 50)", Outcome::RateLimited, "M_LIMIT_EXCEEDED",
            u"(HTTP 429); it asks to wait 0.05 s: Too Many Requests"_s },
        { "429 with the field", R"("fault": "rate-limit", "retry_after_ms": 50, "retry_after_header": false)",
            Outcome::RateLimited, "M_LIMIT_EXCEEDED", u"(HTTP 429); it asks to wait 0.05 s: Too Many Requests"_s },
        { "429 with the header", R"("fault": "rate-limit", "retry_after_ms": false)", Outcome::RateLimited,
            "M_LIMIT_EXCEEDED", u"(HTTP 429); it asks to wait 1 s: Too Many Requests"_s },
        { "429 with neither", R"("fault": "rate-limit", "retry_after_ms": false, "retry_after_header": false)",
            Outcome::RateLimited, "M_LIMIT_EXCEEDED", u"(HTTP 429): Too Many Requests"_s },
        { "unknown token", R"("fault": "unknown-token")", Outcome::MatrixError, "M_UNKNOWN_TOKEN",
            u"M_UNKNOWN_TOKEN (HTTP 401): "_s },
        { "soft logout", R"("fault": "unknown-token", "soft_logout": true)", Outcome::MatrixError, "M_UNKNOWN_TOKEN",
            u"M_UNKNOWN_TOKEN (HTTP 401): "_s },
        { "404", R"("fault": "not-found")", Outcome::MatrixError, "M_UNRECOGNIZED",
            u"M_UNRECOGNIZED (HTTP 404): Unrecognized request"_s },
        // Cut behind a bracket, it is read as far as it goes, and the place is said before.
        { "JSON cut", damage("cut"), Outcome::HttpError, unread, u"this is not valid JSON"_s },
        { "JSON of another type", damage("type"), Outcome::HttpError, unread, notMatrix },
        { "JSON null", damage("null"), Outcome::HttpError, unread, notMatrix },
        { "JSON that does not end", damage("open"), Outcome::HttpError, unread, notMatrix },
        { "no UTF-8 where nobody reads", damage("utf8"), Outcome::HttpError, unread,
            notMatrix + u"this is not valid JSON"_s },
        { "no JSON where nobody reads", damage("value") },
        { "10,000 arrays where nobody reads", damage("deep") },
    };
    for (const char *status : { "500", "502", "503", "504" }) {
        all += Blow { status, QByteArray(R"("fault": "http-error", "status": )") + status, Outcome::HttpError,
            QByteArray("HTTP ") + status,
            u"HTTP %1: no Matrix error; the answer begins: <html> <head><title>%1 "_s.arg(QLatin1String(status)) };
    }
    return all;
}

} // namespace

class TestHostileAnswers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachIsReportedAsWhatItIs_data() { m_stage.addRows(blows()); }
    void eachIsReportedAsWhatItIs()
    {
        QFETCH(QByteArray, run);
        const QStringList complaints = m_stage.play(run);
        QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join(u'\n')));
    }

    void cleanupTestCase() { QTRY_COMPARE_WITH_TIMEOUT(workerThreads(), 0, 60'000); }

private:
    HostileStage m_stage { 8 };
};

QTEST_GUILESS_MAIN(TestHostileAnswers)
#include "test_hostileanswers.moc"
