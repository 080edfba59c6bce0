// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/responseparser.h"
#include "support/responsecases.h"

#include <QTest>

using namespace throng::http;
using throng::test::ResponseCase;

namespace {

class Sink final : public ResponseParser::Sink {
public:
    void responseHead(int code, QByteArrayView, HeaderList &&list, qint64) override
    {
        status = code;
        headers = std::move(list);
        ++heads;
    }
    void responseBody(QByteArrayView data) override { body.append(data); }

    int status = 0;
    int heads = 0;
    HeaderList headers;
    QByteArray body;
};

struct Outcome {
    Failure failure = Failure::None;
    int status = 0;
    QByteArray body;
    bool complete = false;
    bool reusable = false;

    friend bool operator==(const Outcome &, const Outcome &) = default;
};

/// Feeds the pieces that `cuts` makes of the case, and the end where the server closes.
Outcome parse(const ResponseCase &given, const QList<qsizetype> &cuts)
{
    Sink sink;
    ResponseParser parser(sink, given.toHead, throng::test::caseHeadLimit, throng::test::caseBodyLimit);
    qsizetype used = 0;
    qsizetype from = 0;
    for (const qsizetype to : cuts + QList<qsizetype> { given.sent.size() }) {
        used += parser.feed(QByteArrayView(given.sent).sliced(from, to - from));
        from = to;
    }
    if (given.closes)
        parser.end();
    const bool whole = parser.isComplete();
    return { parser.failure(), sink.status, whole ? sink.body : QByteArray(), whole,
        whole && parser.keepsAlive() && used == given.sent.size() };
}

} // namespace

class TestResponseParser : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesTheResponseApart_data()
    {
        QTest::addColumn<int>("index");
        const auto cases = throng::test::responseCases();
        for (std::size_t i = 0; i < cases.size(); ++i)
            QTest::newRow(cases[i].name) << int(i);
    }
    void takesTheResponseApart()
    {
        QFETCH(const int, index);
        const ResponseCase given = throng::test::responseCases()[std::size_t(index)];
        const Outcome whole = parse(given, {});
        if (!given.sent.isEmpty()) // an end without a byte is the connection's to judge
            QCOMPARE(whole.failure, given.failure);
        QCOMPARE(whole.complete, given.failure == Failure::None);
        QCOMPARE(whole.status, given.status);
        QCOMPARE(whole.body, given.body);
        QCOMPARE(whole.reusable, given.reusable);

        // Cut anywhere, it is the same. Long ones are cut around their edges only.
        QList<qsizetype> everywhere;
        for (qsizetype cut = 1; cut < given.sent.size(); ++cut) {
            if (cut > 2000 && cut < given.sent.size() - 2000)
                continue;
            everywhere.append(cut);
            if (given.sent.size() < 20000)
                QVERIFY2(parse(given, { cut }) == whole, qPrintable(QString::number(cut)));
        }
        QVERIFY(parse(given, everywhere) == whole);
    }

    void keepsTheFieldsInOrder()
    {
        Sink sink;
        ResponseParser parser(sink, false, 1000, 1000);
        const QByteArray sent = "HTTP/1.1 200 OK\r\nA: 1\r\nB: x:y \r\na: 2\r\nContent-Length: 0\r\n\r\n";
        QCOMPARE(parser.feed(sent), sent.size());
        QVERIFY(parser.isComplete());
        QByteArrayList seen;
        sink.headers.forEach([&](QByteArrayView name, QByteArrayView value) {
            seen.append(name.toByteArray() + '=' + value.toByteArray());
        });
        QCOMPARE(seen, QByteArrayList({ "A=1", "B=x:y", "a=2", "Content-Length=0" }));
        QCOMPARE(sink.headers.value("a").toByteArray(), QByteArray("1"));
        QVERIFY(sink.headers.value("missing").isNull());
    }

    void announcedLengthsReserveNothing()
    {
        // Memory for a claim of 1 MB is the sink's choice; the parser's own does not depend on it.
        Sink sink;
        ResponseParser parser(sink, false, 1000, 1'000'000'000'000);
        const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n";
        QCOMPARE(parser.feed(head), head.size());
        QCOMPARE(parser.failure(), Failure::None);
        QVERIFY(!parser.isComplete());
        QCOMPARE(sink.heads, 1);
    }
};

QTEST_APPLESS_MAIN(TestResponseParser)
#include "test_responseparser.moc"
