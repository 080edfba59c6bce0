// SPDX-License-Identifier: GPL-3.0-or-later
//
// Connections that break, and answers that never come or never end.
#include "hostilerun.h"

using namespace throng;
using namespace throng::test;
using namespace Qt::StringLiterals;
using metrics::Outcome;

namespace {

QList<Blow> blows()
{
    const QByteArray lost = "connection lost";
    const QString tooSlow = u" did not answer within 2"_s; // on a machine with much to do, before the fault strikes
    const auto fault = [](const char *kind) { return QByteArray(R"("fault": "%1")").replace("%1", kind); };
    return {
        { "silence", fault("silence"), Outcome::Timeout, "timeout", u" did not answer within 2"_s, Blow::Hangs },
        { "slow drip", fault("slow-drip"), Outcome::Timeout, "timeout", u" did not finish its answer within 2"_s,
            Blow::Hangs, {}, tooSlow },
        { "length too long", fault("long-content-length"), Outcome::Timeout, "timeout",
            u" did not finish its answer within 2"_s, Blow::Hangs, {}, tooSlow },
        { "endless body", fault("endless-body"), Outcome::Timeout, "timeout", u" did not finish its answer within 2"_s,
            Blow::Hangs, "response too large", u"The response's body is larger than 1048576 bytes"_s },
        { "body cut short", fault("truncated-body"), Outcome::NetworkError, lost,
            u"The server closed the connection after "_s, Blow::OfConnections },
        { "length too short", fault("short-content-length"), Outcome::HttpError, "answer not understood",
            u"this is not valid JSON"_s, Blow::OfConnections }, // behind the place, if the end is at a bracket
        { "reset before the answer", fault("reset-before-headers"), Outcome::NetworkError, lost,
            u"The connection was lost before an answer came: Connection reset by peer"_s, Blow::OfConnections },
        // A reset overtakes what was sent before it, so there may be nothing or a part of it.
        { "reset within the head", fault("reset-within-headers"), Outcome::NetworkError, lost,
            u"The connection was lost "_s, Blow::OfConnections },
        { "reset behind the head", fault("reset-after-headers"), Outcome::NetworkError, lost,
            u"The connection was lost "_s, Blow::OfConnections },
        { "closed behind the answer", fault("close-after-answer"), Outcome::Ok, {}, {}, Blow::OfConnections },
    };
}

} // namespace

class TestHostileConnections : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachIsReportedAsWhatItIs_data() { m_stage.addRows(blows()); }
    void eachIsReportedAsWhatItIs()
    {
        QFETCH(QByteArray, run);
        const QStringList complaints = m_stage.play(run);
        QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join(u'\n')));
    }

    void aShortAnswerThatDoesNotEndIsKnownBeforeItFillsTheMemory()
    {
        // Without a timeout that could end it, and nothing but answers that are a line when they are honest.
        HostileRun run({ "endless body", R"("fault": "endless-body")", Outcome::NetworkError, "response too large",
                           u"The response's body is larger than 1048576 bytes"_s },
            Where::Register);
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), 60'000);
        const QStringList complaints = run.complaints();
        QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join(u'\n')));
    }

    void cleanupTestCase() { QTRY_COMPARE_WITH_TIMEOUT(workerThreads(), 0, 60'000); }

private:
    HostileStage m_stage { 20 }; // the first four hang, and do nothing but wait
};

QTEST_GUILESS_MAIN(TestHostileConnections)
#include "test_hostileconnections.moc"
