// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/testrun.h"

#include "engine/base/words.h"
#include "engine/matrix/endpoint.h"
#include "engine/users/historybook.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace throng::run {

namespace {

quint64 countOf(const metrics::Totals &totals, matrix::Endpoint endpoint, metrics::Outcome outcome)
{
    const metrics::EndpointDelta *figures = totals.find(matrix::endpointKey(endpoint));
    return figures ? figures->count(outcome) : 0;
}

/// How messages name an account. They are kept and handed on with reports, where its name has no business; with this
/// its owner finds it.
QString placeOf(int account)
{
    return Words::tr("account %1 of users.csv").arg(account + 1);
}

} // namespace

TestRun::TestRun(int index, const TestPlan &plan, TestInput input, int users, int workers, const RunFiles::Tag &tag)
    : m_merger(workers)
    , m_ledger(workers, plan.deliveryRules)
    , m_done(std::size_t(workers), false)
    , m_thresholds(plan.thresholds)
{
    m_summary.index = index;
    m_summary.plan = plan;
    m_summary.totals = metrics::Totals(plan.warmUp);
    m_summary.users = users;
    m_summary.setup.accounts = int(input.accounts.size());
    m_summary.setup.rooms = int(input.rooms.size());
    m_names.reserve(input.accounts.size());
    m_hadSession.reserve(input.accounts.size());
    for (const users::Account &account : input.accounts) {
        m_names.push_back(account.planName());
        m_hadSession.push_back(account.session.isValid());
    }
    m_queue = std::make_shared<users::AccountQueue>(std::move(input.accounts));
    m_book = std::make_shared<users::RoomBook>(std::move(input.rooms), tag.tag, tag.interrupted);
    if (plan.behaviour == users::Behaviour::FillRooms)
        openHistory(input.history);
}

void TestRun::openHistory(const project::HistoryFile::Progress &progress)
{
    const users::HistoryBook::Before before {
        [&progress](const QByteArray &roomId, const QString &account) {
            return progress.messages.value({ account, QString::fromUtf8(roomId) });
        },
        [&progress](const QString &account) { return progress.profiles.contains(account); },
    };
    m_history = std::make_shared<users::HistoryBook>(m_book, m_names, m_summary.plan.history, before);
    SetupResults &setup = m_summary.setup;
    setup.messagesWanted = m_history->wanted();
    setup.messagesExisted = m_history->existed();
    setup.roomsMissing = m_history->roomsMissing();
}

void TestRun::enterHistory(const Journal &journal, RunFiles &files)
{
    SetupResults &setup = m_summary.setup;
    for (const Journal::HistoryWritten &written : journal.historyWritten)
        files.appendHistory(accountName(written.account), m_book->room(written.room).roomId, written.messages);
    for (const int account : journal.profilesMade)
        files.appendProfile(accountName(account));
    for (const Journal::HistoryFailed &failed : journal.historyFailed) {
        const QString where = failed.room < 0 ? Words::tr("its profile") : m_book->room(failed.room).name;
        setup.historyFailures.add(u"%1, %2"_s.arg(placeOf(failed.account), where), failed.reason);
    }
    setup.messages += int(journal.historyWritten.size());
    setup.pictures += journal.historyPictures;
    setup.profiles += int(journal.profilesMade.size());
}

QString TestRun::accountName(int account) const
{
    return m_names[std::size_t(account)];
}

void TestRun::begin(Clock::time_point began, bool listsDeliveries)
{
    m_secondsEnd = began;
    m_ledger.listDeliveries(listsDeliveries);
}

QStringList TestRun::enter(WorkerReport &report, RunFiles &files)
{
    Journal &journal = report.journal;
    SetupResults &setup = m_summary.setup;
    for (const auto &[account, session] : journal.sessions) {
        files.appendSession(accountName(account), session);
        m_newSession.insert(account);
        m_userIds.insert(account, session.userId);
    }
    for (const int account : journal.accountsMade) {
        files.appendMadeAccount(accountName(account), m_userIds.value(account));
        m_made.insert(account);
    }
    for (const auto &[account, mxc] : journal.media)
        files.appendMedia(accountName(account), mxc);
    enterHistory(journal, files);
    for (const Journal::RoomCreated &room : journal.roomsCreated)
        files.appendRoom(m_book->room(room.room).name, room.roomId, room.creator);

    setup.accountsDone += int(journal.accountsDone.size());
    if (m_summary.plan.behaviour == users::Behaviour::Register) {
        for (const int account : journal.accountsDone) {
            if (!m_made.contains(account))
                files.appendExistingAccount(accountName(account));
        }
    }
    for (const int account : journal.accountsDone)
        m_keptSessions += m_hadSession[std::size_t(account)] && !m_newSession.contains(account);
    for (const Journal::AccountFailed &failed : journal.accountsFailed)
        setup.accountFailures[failed.failure].add(placeOf(failed.account), failed.reason);
    setup.roomsCreated += int(journal.roomsCreated.size());
    setup.roomsExisted += journal.roomsExisted;
    for (const Journal::Failed &failed : journal.roomsFailed)
        setup.roomFailures.add(m_book->room(failed.index).name, failed.reason);
    setup.joined += journal.joined;
    for (const Journal::Failed &failed : journal.joinsFailed)
        setup.joinFailures.add(placeOf(failed.index), failed.reason);
    setup.internalErrors += int(journal.internalErrors.size());

    m_ledger.add(report.worker, std::move(report.deliveries), report.isLast);
    m_merger.add(report.worker, report.second, report.end, report.isLast, std::move(report.snapshot));
    if (report.isLast)
        m_done[std::size_t(report.worker)] = true;
    return std::exchange(journal.internalErrors, {});
}

void TestRun::add(const metrics::Snapshot &second)
{
    m_summary.totals.add(second);
    if (!m_thresholds.thresholds().isEmpty())
        m_thresholds.add(second);
}

void TestRun::add(const metrics::ServerScrape &scrape)
{
    if (!m_summary.totals.isWarmingUp())
        m_summary.server.add(scrape);
}

QStringList TestRun::newlyBroken()
{
    QStringList said;
    for (qsizetype i = 0; i < m_thresholds.thresholds().size(); ++i) {
        const thresholds::Threshold &threshold = m_thresholds.thresholds()[i];
        const auto &standing = m_thresholds.standings()[std::size_t(i)];
        if (!standing || standing->brokenFor <= 0 || !m_saidBroken.insert(i).second)
            continue;
        const QString limit = project::formatRunTime(*threshold.abortAfter);
        said += Words::tr("%1: %2 is broken (%3 now). If it stays so for %4, the run ends.")
                    .arg(m_summary.plan.name, threshold.rule.text, thresholds::valueText(threshold.rule, standing->now),
                        limit);
    }
    return said;
}

std::vector<metrics::Snapshot> TestRun::takeSeconds()
{
    std::vector<metrics::Snapshot> seconds = m_merger.takeComplete();
    for (metrics::Snapshot &second : seconds) {
        m_secondsEnd += std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(second.seconds));
        m_ledger.advance(m_secondsEnd, second);
    }
    if (!seconds.empty() && areAllWorkersDone())
        m_summary.deliveries = m_ledger.finish(seconds.back());
    return seconds;
}

bool TestRun::areAllWorkersDone() const
{
    return std::all_of(m_done.begin(), m_done.end(), [](bool done) { return done; });
}

std::optional<QString> TestRun::hopeless() const
{
    if (m_summary.plan.behaviour != users::Behaviour::Register || m_summary.setup.accountsDone > 0)
        return std::nullopt;
    using users::AccountFailure;
    for (const AccountFailure failure : { AccountFailure::RegistrationClosed, AccountFailure::RegistrationTokenWrong,
             AccountFailure::RegistrationNeedsPerson }) {
        const auto found = m_summary.setup.accountFailures.find(failure);
        if (found != m_summary.setup.accountFailures.end())
            return found->second.reason;
    }
    return std::nullopt;
}

bool TestRun::areRoomsKnown() const
{
    using metrics::Outcome;
    const SetupResults &setup = m_summary.setup;
    if (setup.roomsCreated + setup.roomsExisted == setup.rooms)
        return true;
    const auto count = [this](Outcome outcome) {
        return countOf(m_summary.totals, matrix::Endpoint::CreateRoom, outcome);
    };
    // A proxy's 504 says nothing of what became of the request behind it either.
    const quint64 unanswered =
        count(Outcome::Cancelled) + count(Outcome::Timeout) + count(Outcome::NetworkError) + count(Outcome::HttpError);
    return !m_book->wasInterrupted() && unanswered == 0 && count(Outcome::Ok) == quint64(setup.roomsCreated);
}

TestSummary TestRun::finish(TestEnd end, bool cutOff)
{
    m_summary.end = end;
    m_summary.cutOff = cutOff;
    SetupResults &setup = m_summary.setup;
    if (m_summary.plan.behaviour == users::Behaviour::Register) {
        // Registering falls back to a login for accounts that exist, and logs in for nothing else.
        const int loggedIn = int(countOf(m_summary.totals, matrix::Endpoint::Login, metrics::Outcome::Ok));
        setup.existed = std::min(m_keptSessions + loggedIn, setup.accountsDone);
        setup.registered = setup.accountsDone - setup.existed;
    }
    m_summary.thresholds = m_thresholds.verdicts();
    if (m_abortedBy >= 0)
        m_summary.thresholds[std::size_t(m_abortedBy)].endedTheRun = true;
    const auto measured = m_summary.totals.measured();
    m_summary.verdict = judgeGenerator({ measured.begin(), measured.end() });
    return std::move(m_summary);
}

} // namespace throng::run
