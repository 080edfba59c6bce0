// SPDX-License-Identifier: GPL-3.0-or-later
//
// What Prometheus gets of a running test: read back with the reader that servers' metrics are read with.
#include "engine/metrics/prometheustext.h"
#include "engine/results/prometheusexport.h"
#include "support/measuredseconds.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <cmath>

using namespace throng;
using namespace throng::results;
using namespace Qt::StringLiterals;
using metrics::PrometheusSample;
using test::MeasuredSeconds;

namespace {

constexpr int patience = 60'000;

struct Sample {
    QByteArray name;
    QByteArray labels;
    PrometheusSample::Type type;
    double value;

    [[nodiscard]] QByteArray label(const char *wanted) const
    {
        return metrics::labelValue(labels, wanted).toByteArray();
    }
};

std::vector<Sample> read(const QByteArray &text)
{
    std::vector<Sample> samples;
    const auto done = metrics::readPrometheusText(text, u"test"_s, [&samples](const PrometheusSample &sample) {
        samples.push_back({ sample.name.toByteArray(), sample.labels.toByteArray(), sample.type, sample.value });
    });
    if (!done)
        qFatal("%s", qPrintable(done.error().toString()));
    return samples;
}

double sumOf(const std::vector<Sample> &samples, const QByteArray &name, const char *label = "", const char *value = "")
{
    double sum = 0;
    for (const Sample &sample : samples) {
        if (sample.name == name && (*label == 0 || sample.label(label) == value))
            sum += sample.value;
    }
    return sum;
}

/// All that the server sends until it closes.
QByteArray ask(const QUrl &url, const QByteArray &request)
{
    QTcpSocket socket;
    socket.connectToHost(url.host(), quint16(url.port()));
    QByteArray answer;
    QObject::connect(&socket, &QTcpSocket::connected, &socket, [&] { socket.write(request); });
    QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [&] { answer += socket.readAll(); });
    bool isOver = false;
    QObject::connect(&socket, &QTcpSocket::disconnected, &socket, [&] { isOver = true; });
    (void)QTest::qWaitFor([&] { return isOver; }, patience);
    return answer;
}

} // namespace

class TestPrometheusExport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countersAreTheSumsOfTheSeconds()
    {
        PrometheusMetrics metrics;
        metrics::Totals totals;
        MeasuredSeconds source(5, 200);
        metrics.beginTest(u"chat"_s);
        double cpu = 0;
        for (int i = 0; i < 20; ++i) {
            const metrics::Snapshot second = source.next();
            metrics.add(second);
            totals.add(second);
            cpu += second.health.cpuSeconds;
        }
        const std::vector<Sample> samples = read(metrics.text());
        QCOMPARE(sumOf(samples, "throng_requests_total", "outcome", "matrix_error"),
            double(totals.count(metrics::Outcome::MatrixError)));
        QCOMPARE(
            sumOf(samples, "throng_requests_total") - sumOf(samples, "throng_requests_total", "outcome", "cancelled"),
            double(totals.requests()));
        QCOMPARE(sumOf(samples, "throng_received_bytes_total"), double(totals.bytes()));
        QCOMPARE(sumOf(samples, "throng_generator_cpu_seconds_total"), cpu);
        QCOMPARE(sumOf(samples, "throng_deliveries", "fate", "delivered"), double(totals.deliveries().delivered));
        QCOMPARE(sumOf(samples, "throng_test_running", "test", "chat"), 1.0);
        for (const Sample &sample : samples) {
            const auto wanted = sample.name.endsWith("_total") ? PrometheusSample::Type::Counter
                : sample.name.contains("_seconds_")            ? PrometheusSample::Type::Histogram
                                                               : PrometheusSample::Type::Gauge;
            QCOMPARE(sample.type, wanted);
        }
    }

    void histogramsAddUp()
    {
        PrometheusMetrics metrics;
        metrics::Totals totals;
        MeasuredSeconds source(3, 200);
        metrics.beginTest(u"chat"_s);
        for (int i = 0; i < 10; ++i) {
            const metrics::Snapshot second = source.next();
            metrics.add(second);
            totals.add(second);
        }
        const std::vector<Sample> samples = read(metrics.text());
        for (const metrics::EndpointDelta &endpoint : totals.endpoints()) {
            double before = 0;
            double bound = 0;
            int buckets = 0;
            for (const Sample &sample : samples) {
                if (sample.label("endpoint") != endpoint.key.name)
                    continue;
                if (sample.name == "throng_response_seconds_bucket") {
                    const QByteArray le = sample.label("le");
                    const double next = le == "+Inf" ? HUGE_VAL : le.toDouble();
                    QVERIFY(next > bound);
                    QVERIFY(sample.value >= before);
                    quint64 below = 0;
                    for (const metrics::Histogram::Bar &bar : endpoint.responseTimes.bars())
                        below += std::chrono::duration<double>(bar.value).count() <= next ? bar.count : 0;
                    QCOMPARE(sample.value, double(below));
                    before = sample.value;
                    bound = next;
                    ++buckets;
                } else if (sample.name == "throng_response_seconds_count") {
                    QCOMPARE(sample.value, double(endpoint.responseTimes.count()));
                    QCOMPARE(before, sample.value);
                } else if (sample.name == "throng_response_seconds_sum") {
                    QVERIFY(std::abs(sample.value * 1e9 / double(endpoint.responseTimes.sum().count()) - 1) < 1e-9);
                }
            }
            QCOMPARE(buckets, 16);
        }
    }

    void testsThatComeAgainGoOnCounting()
    {
        PrometheusMetrics metrics;
        MeasuredSeconds source(3, 100);
        metrics.beginTest(u"chat"_s);
        metrics.add(source.next());
        const double first = sumOf(read(metrics.text()), "throng_requests_total");
        metrics.endTest();
        QCOMPARE(sumOf(read(metrics.text()), "throng_test_running"), 0.0);
        QCOMPARE(sumOf(read(metrics.text()), "throng_users"), 0.0);
        metrics.beginTest(u"other"_s);
        metrics.add(source.next());
        metrics.endTest();
        metrics.beginTest(u"chat"_s);
        QCOMPARE(sumOf(read(metrics.text()), "throng_requests_total", "test", "chat"), first);
        metrics.add(source.next());
        QVERIFY(sumOf(read(metrics.text()), "throng_requests_total", "test", "chat") > first);
    }

    void namesOfOthersStayInTheirQuotes()
    {
        PrometheusMetrics metrics;
        metrics.describe(u"a \"suite\"\\\n{x=\"1\"} 5"_s, u"http://127.0.0.1"_s, 7);
        metrics.beginTest(u"t}\" 1\nthrong_fake 3"_s);
        const std::vector<Sample> samples = read(metrics.text());
        QCOMPARE(sumOf(samples, "throng_fake"), 0.0);
        QCOMPARE(sumOf(samples, "throng_info"), 1.0);
        QCOMPARE(sumOf(samples, "throng_test_running"), 1.0);
    }

    void answersAndRefuses()
    {
        const auto server = PrometheusExport::listen(u":0"_s);
        QVERIFY(server);
        const QUrl url = (*server)->url();
        QCOMPARE(url.host(), u"127.0.0.1"_s);
        const QByteArray answer = ask(url, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
        QVERIFY(answer.startsWith("HTTP/1.1 200 OK\r\n"));
        QVERIFY(answer.contains("\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
        const QByteArray body = answer.mid(answer.indexOf("\r\n\r\n") + 4);
        const QByteArray length = "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
        QVERIFY(answer.contains(length));
        QCOMPARE(body, (*server)->text());
        QVERIFY(ask(url, "HEAD /metrics HTTP/1.1\r\n\r\n").endsWith("\r\n\r\n"));
        QVERIFY(ask(url, "GET / HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 404 "));
        QVERIFY(ask(url, "POST /metrics HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 405 "));
        QVERIFY(ask(url, "nonsense\r\n\r\n").startsWith("HTTP/1.1 400 "));
        // As long as may be read, and no longer: what stays unread when the server closes would reset the connection.
        QVERIFY(ask(url, QByteArray("GET /metrics HTTP/1.1\r\nX: ").leftJustified(16 * 1024, 'x'))
                    .startsWith("HTTP/1.1 431 "));
    }

    void aUsedPortIsRefused()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        const auto refused = PrometheusExport::listen(u":%1"_s.arg(other.serverPort()));
        QVERIFY(!refused);
        QVERIFY(refused.error().message.contains(QString::number(other.serverPort())));
    }

    void addressesAreUnderstoodOrRefused_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("port") << u"0"_s << true;
        QTest::newRow("colon and port") << u":0"_s << true;
        QTest::newRow("IPv4") << u"127.0.0.1:0"_s << true;
        QTest::newRow("localhost") << u"localhost:0"_s << true;
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("no port") << u"127.0.0.1"_s << false;
        QTest::newRow("too large") << u":65536"_s << false;
        QTest::newRow("negative") << u":-1"_s << false;
        QTest::newRow("a name") << u"example.org:9646"_s << false;
        QTest::newRow("IPv6 without brackets") << u"::1:9646"_s << false;
    }
    void addressesAreUnderstoodOrRefused()
    {
        QFETCH(const QString, address);
        QFETCH(const bool, isGood);
        const auto server = PrometheusExport::listen(address);
        QCOMPARE(server.has_value(), isGood);
        if (!isGood)
            QVERIFY(server.error().expected.contains(u":9646"));
    }
};

QTEST_GUILESS_MAIN(TestPrometheusExport)
#include "test_prometheusexport.moc"
