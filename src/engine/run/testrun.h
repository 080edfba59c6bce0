// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/deliveryledger.h"
#include "engine/run/runfiles.h"
#include "engine/run/runsummary.h"
#include "engine/run/secondmerger.h"
#include "engine/run/worker.h"
#include "engine/thresholds/thresholdwatch.h"

#include <QHash>
#include <QSet>

#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace throng::users {
class HistoryBook;
}

namespace throng::run {

/// The books of one test: whose accounts and rooms there are, what the workers have reported, what comes of it.
/// Knows nothing of threads, timers and signals.
class TestRun {
public:
    /// `users` is what accounts and descriptors allow; `tag` marks new rooms.
    TestRun(int index, const TestPlan &plan, TestInput input, int users, int workers, const RunFiles::Tag &tag);

    [[nodiscard]] const std::shared_ptr<users::AccountQueue> &accounts() const { return m_queue; }
    [[nodiscard]] const std::shared_ptr<users::RoomBook> &rooms() const { return m_book; }
    /// Null unless the test fills rooms.
    [[nodiscard]] const std::shared_ptr<users::HistoryBook> &history() const { return m_history; }
    /// As users.csv names them, in its order.
    [[nodiscard]] const std::vector<QString> &accountNames() const { return m_names; }
    [[nodiscard]] const TestPlan &plan() const { return m_summary.plan; }
    [[nodiscard]] const metrics::Totals &totals() const { return m_summary.totals; }
    [[nodiscard]] const SetupResults &setup() const { return m_summary.setup; }

    /// When its seconds begin. `listsDeliveries`: each by itself goes into TestSummary::deliveries.
    void begin(Clock::time_point began, bool listsDeliveries);

    /// Enters what a worker reported; sessions and rooms go to `files`, which are not flushed here.
    /// Returns sentences about what should not have happened.
    QStringList enter(WorkerReport &report, RunFiles &files);
    /// The seconds that all workers have reported by now.
    [[nodiscard]] std::vector<metrics::Snapshot> takeSeconds();
    /// One of these seconds, with what LoadRun knows of it.
    void add(const metrics::Snapshot &second);
    void add(const metrics::ServerScrape &scrape);
    /// How the thresholds stand after that second.
    [[nodiscard]] const thresholds::ThresholdWatch &thresholds() const { return m_thresholds; }
    /// Sentences about thresholds that are broken and will end the run if they stay so; each is said once.
    [[nodiscard]] QStringList newlyBroken();
    void abortedBy(qsizetype threshold) { m_abortedBy = threshold; }

    [[nodiscard]] bool isWorkerDone(int worker) const { return m_done[std::size_t(worker)]; }
    [[nodiscard]] bool areAllWorkersDone() const;

    /// Why it makes no sense to go on, if it does not: nobody can register on this server.
    [[nodiscard]] std::optional<QString> hopeless() const;
    /// No room can stand on the server that no file knows of.
    [[nodiscard]] bool areRoomsKnown() const;

    void warn(const QString &text) { m_summary.warnings += text; }
    /// The sum of it all; the last call.
    [[nodiscard]] TestSummary finish(TestEnd end, bool cutOff);

private:
    void openHistory(const project::HistoryFile::Progress &progress);
    void enterHistory(const Journal &journal, RunFiles &files);
    [[nodiscard]] QString accountName(int account) const;

    TestSummary m_summary;
    std::vector<QString> m_names; ///< of accounts
    std::vector<bool> m_hadSession; ///< when the test began
    QSet<int> m_newSession; ///< accounts that got another token in this test
    QSet<int> m_made; ///< accounts that this test registered
    QHash<int, QString> m_userIds; ///< as the server calls accounts
    int m_keptSessions = 0; ///< accounts done with the token that they had before
    std::shared_ptr<users::AccountQueue> m_queue;
    std::shared_ptr<users::RoomBook> m_book;
    std::shared_ptr<users::HistoryBook> m_history;
    SecondMerger m_merger;
    metrics::DeliveryLedger m_ledger;
    Clock::time_point m_secondsEnd; ///< of those taken
    std::vector<bool> m_done;
    thresholds::ThresholdWatch m_thresholds;
    std::set<qsizetype> m_saidBroken; ///< thresholds
    qsizetype m_abortedBy = -1; ///< threshold
};

} // namespace throng::run
