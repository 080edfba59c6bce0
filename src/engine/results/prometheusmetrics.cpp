// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/prometheusmetrics.h"

#include "engine/results/words.h"

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

using metrics::Outcome;

/// Upper bounds of the histograms' buckets, in seconds.
constexpr std::array bounds { 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
    60.0 };

using Labels = std::vector<std::pair<const char *, QByteArray>>;

QByteArray escaped(QByteArray value)
{
    return value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
}

QByteArray number(double value)
{
    return QByteArray::number(value, 'g', 15);
}

double seconds(metrics::Nanoseconds time)
{
    return std::chrono::duration<double>(time).count();
}

/// The lines of one metric stand together under its name and type.
class Family {
public:
    Family(QByteArray &text, const char *name, const char *type, const char *help)
        : m_text(text)
        , m_name(name)
    {
        m_text += "# HELP " + m_name + ' ' + help + "\n# TYPE " + m_name + ' ' + type + '\n';
    }

    void add(const Labels &labels, double value, const char *suffix = "")
    {
        m_text += m_name + suffix;
        if (!labels.empty()) {
            char before = '{';
            for (const auto &[label, content] : labels) {
                m_text += before;
                m_text += label + QByteArray("=\"") + escaped(content) + '"';
                before = ',';
            }
            m_text += '}';
        }
        m_text += ' ' + number(value) + '\n';
    }

    void add(const Labels &labels, const metrics::Histogram &times)
    {
        const std::vector<metrics::Histogram::Bar> bars = times.bars();
        auto bar = bars.begin();
        quint64 count = 0;
        Labels bounded = labels;
        bounded.emplace_back("le", QByteArray());
        for (const double bound : bounds) {
            for (; bar != bars.end() && seconds(bar->value) <= bound; ++bar)
                count += bar->count;
            bounded.back().second = number(bound);
            add(bounded, double(count), "_bucket");
        }
        bounded.back().second = "+Inf"_ba;
        add(bounded, double(times.count()), "_bucket");
        add(labels, seconds(times.sum()), "_sum");
        add(labels, double(times.count()), "_count");
    }

private:
    QByteArray &m_text;
    QByteArray m_name;
};

Labels labelsOf(const QString &test, const metrics::EndpointKey &key)
{
    return { { "test", test.toUtf8() }, { "method", key.method }, { "endpoint", key.name },
        { "kind", wordOf(key.kind).toUtf8() } };
}

Labels labelsOf(const QString &test, const metrics::FigureKey &key)
{
    return { { "test", test.toUtf8() }, { "figure", key.name }, { "class", key.className } };
}

Labels with(Labels labels, const char *name, const QByteArray &value)
{
    labels.emplace_back(name, value);
    return labels;
}

} // namespace

void PrometheusMetrics::describe(const QString &suite, const QString &server, quint64 seed)
{
    m_suite = suite;
    m_server = server;
    m_seed = seed;
}

void PrometheusMetrics::beginTest(const QString &test)
{
    m_current = test;
    m_isRunning = true;
    m_tests.try_emplace(test);
}

void PrometheusMetrics::add(const metrics::Snapshot &second)
{
    Test &test = m_tests[m_current];
    metrics::mergeEndpoints(test.endpoints, second.endpoints);
    metrics::mergeErrors(test.errors, second.errors);
    metrics::followFigures(test.figures, second.figures);
    test.deliveries += second.deliveries;
    test.usersRunning = second.usersRunning;
    test.usersWanted = second.usersTarget;
    m_cpuSeconds += second.health.cpuSeconds;
    m_health = second.health;
}

void PrometheusMetrics::endTest()
{
    m_isRunning = false;
    Test &test = m_tests[m_current];
    test.usersRunning = test.usersWanted = 0;
}

QByteArray PrometheusMetrics::text() const
{
    QByteArray text;
    Family(text, "throng_info", "gauge", "What is run; the value is always 1.")
        .add({ { "version", THRONG_VERSION }, { "suite", m_suite.toUtf8() }, { "server", m_server.toUtf8() },
                 { "seed", QByteArray::number(m_seed) } },
            1);
    Family running(text, "throng_test_running", "gauge", "1 for the test under way.");
    for (const auto &[name, test] : m_tests)
        running.add({ { "test", name.toUtf8() } }, m_isRunning && name == m_current ? 1 : 0);
    Family users(text, "throng_users", "gauge", "Virtual users by state.");
    for (const auto &[name, test] : m_tests) {
        users.add({ { "test", name.toUtf8() }, { "state", "running" } }, test.usersRunning);
        users.add({ { "test", name.toUtf8() }, { "state", "wanted" } }, test.usersWanted);
    }
    Family requests(text, "throng_requests_total", "counter", "Requests by how they ended.");
    for (const auto &[name, test] : m_tests) {
        for (const metrics::EndpointDelta &endpoint : test.endpoints) {
            for (std::size_t i = 0; i < metrics::outcomeCount; ++i) {
                if (const quint64 count = endpoint.outcomes.at(i); count > 0)
                    requests.add(
                        with(labelsOf(name, endpoint.key), "outcome", wordOf(Outcome(i)).toUtf8()), double(count));
            }
        }
    }
    Family bytes(text, "throng_received_bytes_total", "counter", "Bodies of answers.");
    for (const auto &[name, test] : m_tests) {
        for (const metrics::EndpointDelta &endpoint : test.endpoints)
            bytes.add(labelsOf(name, endpoint.key), double(endpoint.bytes));
    }
    Family times(text, "throng_response_seconds", "histogram",
        "Response times, without 429s; in an open model from the planned moment on.");
    for (const auto &[name, test] : m_tests) {
        for (const metrics::EndpointDelta &endpoint : test.endpoints) {
            if (!endpoint.responseTimes.isEmpty())
                times.add(labelsOf(name, endpoint.key), endpoint.responseTimes);
        }
    }
    Family errors(text, "throng_errors_total", "counter", "Errors by what the server or the network said.");
    for (const auto &[name, test] : m_tests) {
        for (const metrics::ErrorDelta &error : test.errors)
            errors.add(
                with(with(labelsOf(name, error.key), "outcome", wordOf(error.outcome).toUtf8()), "error", error.error),
                double(error.occurrences));
    }
    Family felt(text, "throng_figure_seconds", "histogram", "What people feel, of what has ended.");
    for (const auto &[name, test] : m_tests) {
        for (const metrics::FigureDelta &figure : test.figures)
            felt.add(labelsOf(name, figure.key), figure.times);
    }
    Family unfinished(text, "throng_figure_unfinished", "gauge", "What has not ended: under way or given up.");
    for (const auto &[name, test] : m_tests) {
        for (const metrics::FigureDelta &figure : test.figures)
            unfinished.add(labelsOf(name, figure.key), double(figure.censored()));
    }
    // No counters: what a gap left out may still be found.
    Family deliveries(text, "throng_deliveries", "gauge", "Deliveries expected, and what became of them.");
    for (const auto &[name, test] : m_tests) {
        const metrics::DeliveryAccount &account = test.deliveries;
        for (const auto &[fate, count] :
            std::initializer_list<std::pair<const char *, qint64>> { { "expected", account.expected },
                { "delivered", account.delivered }, { "receiver_stopped", account.receiverStopped },
                { "receiver_left", account.receiverLeft }, { "gap", account.gap }, { "not_sent", account.notSent },
                { "in_flight", account.inFlight }, { "lost", account.lost }, { "pending", account.pending() } })
            deliveries.add({ { "test", name.toUtf8() }, { "fate", fate } }, double(count));
    }
    Family(text, "throng_generator_cpu_seconds_total", "counter", "Processor time of this program.")
        .add({}, m_cpuSeconds);
    Family(
        text, "throng_generator_trust", "gauge", "Of the last second: 0 good, 1 shared machine, 2 doubtful, 3 limited.")
        .add({}, double(m_health.judgement.trust));
    Family(text, "throng_generator_busiest_worker_ratio", "gauge", "Of one core, in the last second.")
        .add({}, m_health.busiestWorkerShare);
    Family(
        text, "throng_generator_loop_lag_seconds", "gauge", "By how much an event loop was late, in the last second.")
        .add({}, seconds(m_health.worstLoopLag));
    Family(text, "throng_generator_resident_bytes", "gauge", "Memory of this program.")
        .add({}, double(m_health.residentBytes));
    Family(text, "throng_generator_open_files", "gauge", "Files and sockets that are open.")
        .add({}, m_health.descriptors);
    Family(text, "throng_generator_connections", "gauge", "Connections to the server.")
        .add({}, m_health.connectionsOpen);
    return text;
}

} // namespace throng::results
