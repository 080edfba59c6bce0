// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/deliveryfindings.h"
#include "engine/metrics/latestpoint.h"
#include "engine/metrics/serverscrape.h"
#include "engine/results/database.h"
#include "engine/results/keptrun.h"
#include "engine/results/spansums.h"

#include <deque>
#include <functional>
#include <map>
#include <tuple>

namespace throng::results {

/// Writes the file of one run. Belongs to one thread, which waits for the disk.
///
/// What it is told becomes part of the file with the next commit(). What could not be written then (the disk is full)
/// is kept and tried again with the next one; past ten minutes of it the oldest seconds are given up, their sums over
/// longer spans are not.
class RunWriter {
public:
    static constexpr int mostSecondsKept = 600;

    /// Makes a file in `folder` (which is made where it is missing), named for the time and the suite.
    [[nodiscard]] static Result<std::unique_ptr<RunWriter>> create(
        const QString &folder, const RunDescription &description);
    /// Without finish() the run counts as interrupted.
    ~RunWriter();

    [[nodiscard]] QString path() const { return m_database->path(); }

    void addFact(const QString &name, const QString &value);
    void addMessage(qint64 at, KeptMessage::Kind kind, const QString &text);
    void addServerScrape(const metrics::ServerScrape &scrape);
    void addRule(const KeptRule &rule);
    /// The slowest rooms of the test that was begun last, the slowest first.
    void addSlowestRooms(const std::vector<metrics::SlowRoom> &rooms);
    void beginTest(const KeptTest &test);
    /// A second of the test that was begun last. Its list of requests is not kept.
    void addSecond(const metrics::Snapshot &second);
    /// Of a run that was measured by another: its seconds as they are drawn, and what endpoints did in all of it.
    void addImported(const std::vector<metrics::HistoryPoint> &history, const metrics::Snapshot &whole);
    /// Enters how the test that was begun last went.
    void endTest(const KeptTest &test);

    [[nodiscard]] Result<> commit();
    /// The last commit(), after which the file is one file, without a log beside it. `state` is none of Running and
    /// Interrupted.
    [[nodiscard]] Result<> finish(RunState state, const QString &error, const run::Verdict &verdict);

    [[nodiscard]] int secondsGivenUp() const { return m_givenUp; }

private:
    struct Pending {
        std::function<Result<>()> write;
        bool isSecond = false;
    };
    /// What stands in the tables of names, with their numbers there.
    struct Numbers {
        std::map<metrics::EndpointKey, int> endpoints;
        std::map<std::tuple<int, metrics::Outcome, QString>, int> errors;
        std::map<metrics::FigureKey, int> figures;
        std::map<std::pair<QString, QByteArray>, int> metrics; ///< by source and name
    };

    /// A second as its row has it.
    struct Drawn {
        metrics::HistoryPoint point;
        bool hasPercentiles = true; ///< false: too short, it is drawn with the second before
        quint64 arrivalsWaiting = 0;
        int usersFree = 0;
    };

    explicit RunWriter(std::unique_ptr<Database> database);
    void later(std::function<Result<>()> write, bool isSecond = false);
    void keepSum(SpanSum sum);
    [[nodiscard]] Result<> writeSecond(int test, int second, const Drawn &drawn);
    [[nodiscard]] Result<> writePercentiles(int test, int second, const metrics::HistoryPoint &point);
    [[nodiscard]] Result<> writeSum(int test, const SpanSum &sum);
    [[nodiscard]] Result<> writeFigures(int test, const SpanSum &sum);
    [[nodiscard]] Result<> writeHead();
    [[nodiscard]] Result<int> numberOf(const metrics::EndpointKey &key);
    [[nodiscard]] Result<int> numberOf(const metrics::ErrorDelta &error);
    [[nodiscard]] Result<int> numberOf(const metrics::FigureKey &key);
    [[nodiscard]] Result<int> numberOf(const QString &source, const metrics::ServerFigure &figure);
    void giveUpOldest();

    std::unique_ptr<Database> m_database;
    std::deque<Pending> m_pending;
    int m_pendingSeconds = 0;
    int m_givenUp = 0;
    Numbers m_numbers;

    KeptTest m_test; ///< the one under way, or the last
    int m_second = 0; ///< of it, the next one's number
    int m_drawn = 0; ///< the second whose percentiles the last point of the history has
    SpanSums m_sums;
    metrics::LatestPoint m_latest; ///< of the test under way
    metrics::Histogram m_times; ///< of the tests before: of chat tests, once there was one
    bool m_hasChat = false; ///< among the tests begun so far
    quint64 m_requests = 0; ///< of the tests before, as the next two
    quint64 m_failures = 0;
    quint64 m_rateLimited = 0;
    int m_users = 0;
    qint64 m_endedAt = 0;
};

} // namespace throng::results
