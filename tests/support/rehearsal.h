// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/origin.h"
#include "engine/http/reactor.h"
#include "engine/metrics/deliverylog.h"
#include "engine/metrics/recorder.h"
#include "engine/practice/practiceserver.h"
#include "engine/users/virtualuser.h"
#include "engine/users/workercache.h"

#include <QMap>
#include <QSet>
#include <QStringList>

#include <map>
#include <vector>

namespace throng::users {

/// Writes down what users report.
class Notes : public Sink {
public:
    QMap<int, Session> sessions;
    QList<int> made;
    QHash<int, QList<QByteArray>> media; ///< by account
    QList<int> done;
    QMap<int, AccountFailure> failed;
    QStringList reasons; ///< of all failures
    QMap<int, QByteArray> created;
    QList<int> existed;
    QList<int> roomsFailed;
    int joined = 0;
    int joinsFailed = 0;
    int planned = 0;
    int achieved = 0;
    QMap<std::pair<int, int>, int> written; ///< (account, room) → messages of its history
    QList<int> writers; ///< the account of each, in their order
    int pictures = 0; ///< of these
    QList<int> profiles;
    QList<std::pair<int, int>> partsFailed; ///< of histories: (account, room)
    QStringList internalErrors;

    void sessionChanged(int account, const Session &session) override { sessions[account] = session; }
    void accountMade(int account) override { made.append(account); }
    void mediaUploaded(int account, const QByteArray &mxc) override { media[account].append(mxc); }
    void historyWritten(int account, int room, int messages, bool isPicture) override;
    void profileMade(int account) override { profiles.append(account); }
    void historyFailed(int account, int room, const QString &reason) override;
    void accountDone(int account) override { done.append(account); }
    void accountFailed(int account, AccountFailure failure, const QString &reason) override;
    void roomCreated(int room, const QByteArray &roomId, const QString &creator) override;
    void roomExisted(int room) override { existed.append(room); }
    void roomFailed(int room, const QString &reason) override;
    void roomJoined(int account, const QByteArray &roomId) override;
    void joinFailed(int account, const QByteArray &roomId, const QString &reason) override;
    void actionsPlanned(int count) override { planned += count; }
    void actionsDone(int count) override { achieved += count; }
    void internalError(int user, const QString &what) override;
};

/// A practice homeserver and one worker's things on this thread, so that behaviours can be tried out one after the
/// other, each with what the ones before it left behind, as a run does with its files.
class Rehearsal {
public:
    explicit Rehearsal(practice::Options options = {}, int accountCount = 20);

    practice::PracticeServer server;
    http::Reactor reactor;
    metrics::Recorder recorder;
    metrics::DeliveryLog deliveries { 1, 0, 1 };
    WorkerCache cache;
    Notes notes; ///< of the last test

    std::vector<Account> accounts;
    std::vector<PlannedRoom> rooms;
    bool interrupted = false; ///< as RoomBook's
    SetupParameters setup; ///< without pauses
    HistoryParameters history; ///< likewise, with small pictures
    QHash<std::pair<QByteArray, QString>, int> written; ///< (room ID, account) → messages of all tests
    QSet<QString> profiles; ///< of accounts, made by all tests
    ChatParameters chat; ///< begins as hurry(100)
    QList<Population> populations; ///< none: all are as `chat` says
    matrix::RegistrationOptions registration;
    matrix::ClientOptions client;

    /// `count` rooms of `members` accounts each, dealt round.
    void planRooms(int count, int members);
    /// Chat users live so many times as fast as people.
    void hurry(double factor);
    /// Ten rooms of six of the accounts, all made and joined.
    [[nodiscard]] bool settle();

    /// Begins a test. Its users run in this thread's event loop.
    void begin(Behaviour behaviour, int users);
    [[nodiscard]] std::vector<std::unique_ptr<VirtualUser>> &users() { return m_users; }
    [[nodiscard]] int running() const { return m_running; }
    /// Waits until all users have ended, and takes over what they left behind. False if they do not end.
    [[nodiscard]] bool finish();
    /// Both.
    [[nodiscard]] bool perform(Behaviour behaviour, int users);
    void stopGracefully();
    void stopNow();

    /// What was counted since the last call, held against what the server counted in that time: one line for each
    /// endpoint where they differ: not as many in all, or not ok ≤ server ≤ ok + cancelled + unanswered. Give it a
    /// while: the server notices an aborted request a little later.
    [[nodiscard]] QStringList differences();
    /// Of the last test: how often that happened, over all kinds of an endpoint.
    [[nodiscard]] quint64 counted(const QByteArray &method, const QByteArray &name, metrics::Outcome outcome);
    /// Syncs of that kind, however they ended.
    [[nodiscard]] quint64 counted(metrics::Kind kind);

private:
    void collect();

    std::shared_ptr<const http::Origin> m_origin;
    std::unique_ptr<Environment> m_environment;
    std::vector<QString> m_names; ///< of the accounts
    std::vector<std::unique_ptr<VirtualUser>> m_users;
    int m_running = 0;
    std::vector<metrics::EndpointDelta> m_counted;
};

} // namespace throng::users

/// Every request that was counted was a request of the server's, and the other way round.
#define COMPARE_WITH_SERVER(rehearsal)                                                                                 \
    QTRY_VERIFY2((rehearsal).differences().isEmpty(), qPrintable((rehearsal).differences().join(u'\n')))
