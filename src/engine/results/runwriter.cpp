// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/runwriter.h"

#include "engine/base/words.h"
#include "engine/results/blobs.h"
#include "engine/results/identifiers.h"
#include "engine/results/runformat.h"
#include "engine/results/words.h"

#include <QDateTime>
#include <QDir>
#include <QFile>

#include <utility>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

using metrics::HistoryPoint;
using metrics::Outcome;

/// "20261125-153012-standard.throngrun", with a number where that is taken. The file is made, and empty.
Result<QString> newFile(const QString &folder, const RunDescription &description)
{
    if (!QDir().mkpath(folder))
        return failure(
            Words::tr("the folder for runs cannot be made"), folder, Words::tr("a place where you may write"));
    QString suite;
    for (const QChar c : description.suite.left(40))
        suite += c.isLetterOrNumber() || c == u'-' || c == u'_' ? c : u'_';
    const QString name = QDateTime::fromMSecsSinceEpoch(description.startedAt).toString(u"yyyyMMdd-HHmmss-"_s) + suite;
    for (int i = 1;; ++i) {
        const QString path =
            QDir(folder).filePath((i == 1 ? name : u"%1-%2"_s.arg(name, QString::number(i))) + u'.' + runSuffix);
        QFile file(path);
        if (file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
            return path;
        if (!QFile::exists(path))
            return failure(Words::tr("cannot be made: %1").arg(file.errorString()), path);
    }
}

QVariant nanoseconds(metrics::Nanoseconds time)
{
    return qint64(time.count());
}

QVariant percentile(const metrics::Histogram &times, double percent)
{
    return times.isEmpty() ? QVariant() : nanoseconds(times.percentile(percent));
}

QVariant blob(const QByteArray &bytes)
{
    return bytes.isEmpty() ? QVariant() : QVariant(bytes);
}

QVariant number(quint64 value)
{
    return qint64(value);
}

} // namespace

RunWriter::RunWriter(std::unique_ptr<Database> database)
    : m_database(std::move(database))
{
}

RunWriter::~RunWriter() = default;

Result<std::unique_ptr<RunWriter>> RunWriter::create(const QString &folder, const RunDescription &description)
{
    const Result<QString> path = newFile(folder, description);
    if (!path)
        return tl::unexpected(path.error());
    auto prepared = [&]() -> Result<std::unique_ptr<RunWriter>> {
        auto database = Database::open(*path, Database::Access::Create);
        if (!database)
            return tl::unexpected(database.error());
        // NORMAL: a power cut may cost the last seconds, never the file. A killed program costs nothing either way.
        for (const char *pragma : { "PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL" }) {
            if (const auto set = (*database)->execute(QLatin1StringView(pragma)); !set)
                return tl::unexpected(set.error());
        }
        if (const auto made = createTables(**database); !made)
            return tl::unexpected(made.error());
        std::unique_ptr<RunWriter> writer(new RunWriter(*std::move(database)));
        writer->m_endedAt = description.startedAt;
        writer->later([database = writer->m_database.get(), description] {
            return database->execute(u"INSERT INTO run (id, suite, server, seed, workers, state, writer, started_at,"
                                     " ended_at, repeat_group, trial) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                { description.id, description.suite, description.server, QString::number(description.seed),
                    description.workers, nameOf(RunState::Running), thisWriter(), description.startedAt,
                    description.startedAt, description.group, description.trial });
        });
        for (const auto &[name, value] : description.facts)
            writer->addFact(name, value);
        if (const auto written = writer->commit(); !written)
            return tl::unexpected(written.error());
        return writer;
    }();
    if (!prepared) { // a file without a run in it helps nobody
        for (const char *suffix : { "", "-wal", "-shm" })
            QFile::remove(*path + QLatin1StringView(suffix));
    }
    return prepared;
}

void RunWriter::later(std::function<Result<>()> write, bool isSecond)
{
    m_pendingSeconds += isSecond;
    m_pending.push_back({ std::move(write), isSecond });
}

void RunWriter::addFact(const QString &name, const QString &value)
{
    later([this, name, value] {
        return m_database->execute(u"INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)"_s, { name, value });
    });
}

void RunWriter::addMessage(qint64 at, KeptMessage::Kind kind, const QString &text)
{
    // What a person writes stays as it was written.
    const QString kept = kind == KeptMessage::Kind::Annotation ? text : withoutIdentifiers(text);
    later([this, at, kind, kept] {
        return m_database->execute(
            u"INSERT INTO message (at, kind, text) VALUES (?, ?, ?)"_s, { at, wordOf(kind), kept });
    });
}

void RunWriter::addServerScrape(const metrics::ServerScrape &scrape)
{
    later([this, scrape]() -> Result<> {
        for (const metrics::ServerFigure &figure : scrape.figures) {
            const Result<int> metric = numberOf(scrape.source, figure);
            if (!metric)
                return tl::unexpected(metric.error());
            if (Result<> written =
                    m_database->execute(u"INSERT OR REPLACE INTO metric_value (at, metric, value) VALUES (?, ?, ?)"_s,
                        { scrape.unixMilliseconds, *metric, figure.value });
                !written)
                return written;
        }
        return {};
    });
}

void RunWriter::addRule(const KeptRule &rule)
{
    later([this, rule]() -> Result<> {
        if (rule.state != KeptRule::State::Undecided) {
            const bool broken = rule.state == KeptRule::State::Broken;
            if (Result<> counted = m_database->execute(broken ? u"UPDATE run SET rules_broken = rules_broken + 1"_s
                                                              : u"UPDATE run SET rules_kept = rules_kept + 1"_s);
                !counted)
                return counted;
        }
        return m_database->execute(u"INSERT INTO rule (test, rule, state, found, broken_at) VALUES (?, ?, ?, ?, ?)"_s,
            { rule.test < 0 ? QVariant() : QVariant(rule.test), rule.rule, wordOf(rule.state), rule.found,
                rule.brokenAt });
    });
}

void RunWriter::addSlowestRooms(const std::vector<metrics::SlowRoom> &rooms)
{
    later([this, test = m_test.index, rooms]() -> Result<> {
        int place = 0;
        for (const metrics::SlowRoom &room : rooms) {
            if (Result<> written = m_database->execute(
                    u"INSERT INTO slow_room (test, place, members, deliveries, mean, worst) VALUES (?, ?, ?, ?, ?, ?)"_s,
                    { test, ++place, room.members, number(room.deliveries), nanoseconds(room.mean),
                        nanoseconds(room.worst) });
                !written)
                return written;
        }
        return {};
    });
}

void RunWriter::beginTest(const KeptTest &test)
{
    m_test = test;
    m_second = 0;
    m_latest = metrics::LatestPoint(std::chrono::milliseconds(test.warmUp));
    if (!test.isSetup && !std::exchange(m_hasChat, true))
        m_times = {}; // of set-up tests: no longer of interest
    m_endedAt = std::max(m_endedAt, test.startedAt);
    later([this, test] {
        return m_database->execute(u"INSERT INTO test (test, name, behaviour, is_setup, users, spawn_rate, run_time,"
                                   " warm_up, started_at, ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
            { test.index, test.name, test.behaviour, int(test.isSetup), test.users, test.spawnRate, test.runTime,
                test.warmUp, test.startedAt, test.startedAt });
    });
}

void RunWriter::addSecond(const metrics::Snapshot &second)
{
    const int test = m_test.index;
    const int number = m_second++;
    const bool isDrawn = m_latest.add(second);
    m_users = std::max(m_users, second.usersRunning);
    m_endedAt = second.unixMilliseconds;
    const HistoryPoint &drawn = m_latest.point();
    if (isDrawn)
        m_drawn = number;
    const Drawn row { isDrawn ? drawn : HistoryPoint::of(second), isDrawn, second.arrivalsWaiting, second.usersFree };
    later([this, test, number, row] { return writeSecond(test, number, row); }, true);
    if (!isDrawn)
        later([this, test, before = m_drawn, drawn] { return writePercentiles(test, before, drawn); });
    for (SpanSum &sum : m_sums.add(number, second))
        keepSum(std::move(sum));
}

void RunWriter::addImported(const std::vector<HistoryPoint> &history, const metrics::Snapshot &whole)
{
    m_latest.add(whole);
    m_users = std::max(m_users, whole.usersRunning);
    m_endedAt = whole.unixMilliseconds;
    for (const HistoryPoint &point : history) {
        m_users = std::max(m_users, point.usersRunning);
        later([this, test = m_test.index, second = m_second++,
                  row = Drawn { point, true, 0, 0 }] { return writeSecond(test, second, row); },
            true);
    }
    keepSum({ 1, 0, whole.endpoints, whole.errors, {}, {}, {} });
    later([this] { return m_database->execute(u"UPDATE run SET imported = 1"_s); });
}

void RunWriter::keepSum(SpanSum sum)
{
    const bool isSecond = sum.length == 1;
    later([this, test = m_test.index,
              sum = std::make_shared<const SpanSum>(std::move(sum))] { return writeSum(test, *sum); },
        isSecond);
}

void RunWriter::endTest(const KeptTest &test)
{
    for (SpanSum &sum : m_sums.finish())
        keepSum(std::move(sum));
    const metrics::RequestSums &sums = m_latest.sums();
    m_requests += sums.requests;
    m_failures += sums.failures;
    m_rateLimited += sums.count(Outcome::RateLimited);
    if (!test.isSetup || !m_hasChat)
        m_times.merge(sums.responseTimes);
    m_latest = {};
    later([this, test] {
        return m_database->execute(u"UPDATE test SET users = ?, ended_at = ?, ended = ?, cut_off = ?, trust = ?,"
                                   " reasons = ?, warnings = ? WHERE test = ?"_s,
            { test.users, test.endedAt, test.end, int(test.cutOff), wordOf(test.verdict.trust),
                wordsOf(test.verdict.reasons), withoutIdentifiers(wordsOf(test.warnings)), test.index });
    });
}

Result<> RunWriter::commit()
{
    const Numbers before = m_numbers;
    const auto writeAll = [this]() -> Result<> {
        Transaction transaction(*m_database);
        if (Result<> begun = transaction.begin(); !begun)
            return begun;
        for (const Pending &pending : m_pending) {
            if (Result<> written = pending.write(); !written)
                return written;
        }
        if (Result<> written = writeHead(); !written)
            return written;
        return transaction.commit();
    };
    Result<> written = writeAll();
    if (written) {
        m_pending.clear();
        m_pendingSeconds = 0;
    } else {
        m_numbers = before;
        giveUpOldest();
    }
    return written;
}

void RunWriter::giveUpOldest()
{
    // Each second is two entries: itself and what its endpoints did.
    if (m_pendingSeconds <= 2 * mostSecondsKept)
        return;
    std::deque<Pending> rest;
    for (Pending &pending : m_pending) {
        if (pending.isSecond && m_pendingSeconds > 2 * mostSecondsKept) {
            --m_pendingSeconds;
            ++m_givenUp;
        } else {
            rest.push_back(std::move(pending));
        }
    }
    m_pending = std::move(rest);
}

Result<> RunWriter::finish(RunState state, const QString &error, const run::Verdict &verdict)
{
    later([this, state, error, verdict] {
        return m_database->execute(u"UPDATE run SET state = ?, error = ?, writer = NULL, trust = ?, reasons = ?"_s,
            { nameOf(state), withoutIdentifiers(error), wordOf(verdict.trust), wordsOf(verdict.reasons) });
    });
    if (Result<> written = commit(); !written)
        return written;
    if (Result<> moved = m_database->execute(u"PRAGMA wal_checkpoint(TRUNCATE)"_s); !moved)
        return moved;
    // Somebody who reads the file just now keeps the log in its place; it is empty then.
    (void)m_database->execute(u"PRAGMA journal_mode = DELETE"_s);
    return {};
}

Result<> RunWriter::writeSecond(int test, int second, const Drawn &drawn)
{
    const HistoryPoint &point = drawn.point;
    const metrics::GeneratorHealth &health = point.health;
    const auto percentiles = [&drawn](const QVariant &value) { return drawn.hasPercentiles ? value : QVariant(); };
    return m_database->execute(
        u"INSERT INTO second VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
        " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        { test, second, point.unixMilliseconds, point.seconds, point.usersRunning, point.usersTarget,
            number(point.actionsPlanned), number(point.actionsDone), number(point.requests), number(point.failures),
            number(point.rateLimited), number(point.polls), number(point.bytes), percentiles(number(point.responses)),
            percentiles(nanoseconds(point.p50)), percentiles(nanoseconds(point.p95)),
            percentiles(nanoseconds(point.p99)), percentiles(number(point.deliveries)),
            percentiles(number(point.deliverySamples)), percentiles(int(point.deliveryIsLowerBound)),
            percentiles(nanoseconds(point.deliveryP50)), percentiles(nanoseconds(point.deliveryP95)),
            percentiles(nanoseconds(point.deliveryP99)), health.cpuSeconds, health.busiestWorkerShare,
            nanoseconds(health.worstLoopLag), number(health.residentBytes), health.descriptors, health.connectionsOpen,
            number(health.connectionsOpened), number(health.connectionsReopened), number(health.connectionsFailed),
            number(health.requestsResent), health.cpuWaitShare, nanoseconds(health.worstSendLag),
            nanoseconds(health.longestPause), health.stolenShare, health.memoryShare, health.descriptorShare,
            wordOf(health.judgement.trust), int(health.judgement.strains), number(drawn.arrivalsWaiting),
            drawn.usersFree, percentiles(locustBlob(point.locust)) });
}

Result<> RunWriter::writePercentiles(int test, int second, const HistoryPoint &point)
{
    return m_database->execute(u"UPDATE second SET responses = ?, p50 = ?, p95 = ?, p99 = ?, deliveries = ?,"
                               " delivery_samples = ?, delivery_is_lower_bound = ?, delivery_p50 = ?,"
                               " delivery_p95 = ?, delivery_p99 = ?, locust = ? WHERE test = ? AND second = ?"_s,
        { number(point.responses), nanoseconds(point.p50), nanoseconds(point.p95), nanoseconds(point.p99),
            number(point.deliveries), number(point.deliverySamples), int(point.deliveryIsLowerBound),
            nanoseconds(point.deliveryP50), nanoseconds(point.deliveryP95), nanoseconds(point.deliveryP99),
            locustBlob(point.locust), test, second });
}

Result<> RunWriter::writeSum(int test, const SpanSum &sum)
{
    for (const metrics::EndpointDelta &endpoint : sum.endpoints) {
        const Result<int> key = numberOf(endpoint.key);
        if (!key)
            return tl::unexpected(key.error());
        const auto count = [&endpoint](Outcome outcome) { return number(endpoint.count(outcome)); };
        if (Result<> written =
                m_database->execute(u"INSERT INTO endpoint_sum VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                    { sum.length, test, sum.second, *key, count(Outcome::Ok), count(Outcome::MatrixError),
                        count(Outcome::HttpError), count(Outcome::RateLimited), count(Outcome::Timeout),
                        count(Outcome::NetworkError), count(Outcome::Cancelled), number(endpoint.bytes),
                        number(endpoint.emptyPolls), blob(histogramBlob(endpoint.responseTimes)),
                        blob(otherTimesBlob(endpoint)) });
            !written)
            return written;
    }
    for (const metrics::ErrorDelta &error : sum.errors) {
        const Result<int> key = numberOf(error);
        if (!key)
            return tl::unexpected(key.error());
        if (Result<> written = m_database->execute(u"INSERT INTO error_sum VALUES (?, ?, ?, ?, ?, ?, ?)"_s,
                { sum.length, test, sum.second, *key, number(error.occurrences), error.firstSeen, error.lastSeen });
            !written)
            return written;
    }
    return writeFigures(test, sum);
}

Result<> RunWriter::writeFigures(int test, const SpanSum &sum)
{
    for (const metrics::FigureDelta &figure : sum.figures) {
        const Result<int> key = numberOf(figure.key);
        if (!key)
            return tl::unexpected(key.error());
        if (Result<> written = m_database->execute(u"INSERT INTO figure_sum VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                { sum.length, test, sum.second, *key, number(figure.samples()), number(figure.censored()),
                    blob(histogramBlob(figure.times)), blob(histogramBlob(figure.unfinished)),
                    blob(histogramBlob(figure.waiting)) });
            !written)
            return written;
    }
    if (!sum.lateness.isEmpty()) {
        if (Result<> written = m_database->execute(u"INSERT INTO lateness_sum VALUES (?, ?, ?, ?)"_s,
                { sum.length, test, sum.second, histogramBlob(sum.lateness) });
            !written)
            return written;
    }
    const metrics::DeliveryAccount &account = sum.deliveries;
    if (account == metrics::DeliveryAccount())
        return {};
    return m_database->execute(u"INSERT INTO delivery_sum VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        { sum.length, test, sum.second, account.messages, account.expected, account.delivered, account.receiverStopped,
            account.receiverLeft, account.gap, account.notSent, account.inFlight, account.lost, account.unexpected });
}

Result<> RunWriter::writeHead()
{
    const metrics::RequestSums &sums = m_latest.sums();
    metrics::Histogram times = m_times;
    if (!m_test.isSetup || !m_hasChat)
        times.merge(sums.responseTimes);
    if (Result<> written = m_database->execute(
            u"UPDATE run SET ended_at = ?, users = ?, requests = ?, failures = ?, rate_limited = ?, p50 = ?, p95 = ?,"
            " p99 = ?"_s,
            { m_endedAt, m_users, number(m_requests + sums.requests), number(m_failures + sums.failures),
                number(m_rateLimited + sums.count(Outcome::RateLimited)), percentile(times, 50), percentile(times, 95),
                percentile(times, 99) });
        !written)
        return written;
    if (m_latest.isEmpty())
        return {};
    return m_database->execute(u"UPDATE test SET ended_at = ? WHERE test = ?"_s, { m_endedAt, m_test.index });
}

Result<int> RunWriter::numberOf(const metrics::EndpointKey &key)
{
    if (const auto known = m_numbers.endpoints.find(key); known != m_numbers.endpoints.end())
        return known->second;
    const int number = int(m_numbers.endpoints.size()) + 1;
    if (const auto written =
            m_database->execute(u"INSERT INTO endpoint (endpoint, method, name, kind) VALUES (?, ?, ?, ?)"_s,
                { number, QString::fromUtf8(key.method), QString::fromUtf8(key.name), wordOf(key.kind) });
        !written)
        return tl::unexpected(written.error());
    return m_numbers.endpoints[key] = number;
}

Result<int> RunWriter::numberOf(const metrics::ErrorDelta &error)
{
    const Result<int> endpoint = numberOf(error.key);
    if (!endpoint)
        return endpoint;
    const auto key = std::tuple(*endpoint, error.outcome, QString::fromUtf8(error.error));
    if (const auto known = m_numbers.errors.find(key); known != m_numbers.errors.end())
        return known->second;
    const int number = int(m_numbers.errors.size()) + 1;
    if (const auto written =
            m_database->execute(u"INSERT INTO error (error, endpoint, outcome, text, sample) VALUES (?, ?, ?, ?, ?)"_s,
                { number, *endpoint, wordOf(error.outcome), std::get<QString>(key),
                    withoutIdentifiers(QString::fromUtf8(error.sample)) });
        !written)
        return tl::unexpected(written.error());
    return m_numbers.errors[key] = number;
}

Result<int> RunWriter::numberOf(const metrics::FigureKey &key)
{
    if (const auto known = m_numbers.figures.find(key); known != m_numbers.figures.end())
        return known->second;
    const int number = int(m_numbers.figures.size()) + 1;
    if (const auto written = m_database->execute(u"INSERT INTO figure (figure, name, class) VALUES (?, ?, ?)"_s,
            { number, QString::fromUtf8(key.name), QString::fromUtf8(key.className) });
        !written)
        return tl::unexpected(written.error());
    return m_numbers.figures[key] = number;
}

Result<int> RunWriter::numberOf(const QString &source, const metrics::ServerFigure &figure)
{
    const auto key = std::pair(source, figure.name);
    if (const auto known = m_numbers.metrics.find(key); known != m_numbers.metrics.end())
        return known->second;
    const int number = int(m_numbers.metrics.size()) + 1;
    if (const auto written =
            m_database->execute(u"INSERT INTO metric (metric, source, name, unit, suggested) VALUES (?, ?, ?, ?, ?)"_s,
                { number, source, QString::fromUtf8(figure.name), wordOf(figure.unit), int(figure.suggested) });
        !written)
        return tl::unexpected(written.error());
    return m_numbers.metrics[key] = number;
}

} // namespace throng::results
