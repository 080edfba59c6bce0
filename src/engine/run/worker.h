// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/deliverynotes.h"
#include "engine/metrics/snapshot.h"
#include "engine/run/spawnschedule.h"
#include "engine/users/arrivals.h"
#include "engine/users/environment.h"
#include "engine/users/sink.h"

#include <QList>
#include <QMetaType>
#include <QObject>
#include <QThread>

#include <memory>
#include <optional>
#include <vector>

namespace throng::users {
class HistoryBook;
}

namespace throng::run {

/// What a worker is to do in one test. A value, the same for all workers.
struct WorkerTest {
    std::shared_ptr<const http::Origin> origin;
    matrix::ClientOptions client;
    matrix::RegistrationOptions registration;
    users::Behaviour behaviour = users::Behaviour::Chat;
    users::SetupParameters setup;
    users::HistoryParameters history;
    users::ChatParameters chat;
    QList<users::Population> populations; ///< empty: all chat users are alike
    quint64 seed = 1;
    quint64 deliveryRun = 1; ///< marks the test's messages: any number that no other test has
    bool listRequests = false;
    std::shared_ptr<users::AccountQueue> accounts;
    std::shared_ptr<users::RoomBook> rooms;
    std::shared_ptr<users::HistoryBook> historyBook; ///< of Behaviour::FillRooms
    Clock::time_point began; ///< second 0 of the snapshots
    SpawnSchedule schedule;
    std::optional<users::ArrivalPlan> arrivals; ///< of a chat that goes by a timetable
};

/// What the users of one worker reported in one second, beside what was measured.
struct Journal {
    struct AccountFailed {
        int account;
        users::AccountFailure failure;
        QString reason;
    };
    struct RoomCreated {
        int room;
        QByteArray roomId;
        QString creator;
    };
    struct Failed {
        int index; ///< of the account (joins) or of the room
        QString reason;
    };
    std::vector<std::pair<int, users::Session>> sessions;
    std::vector<int> accountsMade;
    std::vector<int> accountsDone;
    std::vector<AccountFailed> accountsFailed;
    std::vector<RoomCreated> roomsCreated;
    int roomsExisted = 0;
    std::vector<Failed> roomsFailed;
    int joined = 0;
    std::vector<Failed> joinsFailed;
    std::vector<std::pair<int, QByteArray>> media; ///< account, URI
    struct HistoryWritten {
        int account;
        int room;
        int messages; ///< of earlier runs, too
    };
    std::vector<HistoryWritten> historyWritten; ///< a message each
    int historyPictures = 0; ///< of these
    std::vector<int> profilesMade;
    struct HistoryFailed {
        int account;
        int room; ///< -1: its profile
        QString reason;
    };
    std::vector<HistoryFailed> historyFailed;
    QStringList internalErrors;
};

struct WorkerReport {
    int worker = 0;
    qint64 second = 0; ///< since the test began, from 0
    double end = 0; ///< seconds since the test began
    bool isLast = false; ///< of this test: no user is left on the worker
    metrics::Snapshot snapshot;
    metrics::DeliveryNotes deliveries;
    Journal journal;
};

/// The virtual users of one thread, with all that is theirs. Made anywhere, then moved to its thread; all slots are
/// called there. Between its thread and the others there are only its signals: one report a second.
class Worker final : public QObject, private users::Sink {
    Q_OBJECT

public:
    /// Number `index` of `count`: of the test's users it has its share, dealt round-robin.
    Worker(int index, int count);
    ~Worker() override;

    /// `generation`, of the schedule, comes back with idle(): that may cross with retarget().
    void begin(const WorkerTest &test, int generation);
    void retarget(const SpawnSchedule &schedule, int generation);
    /// Starts no further users and asks those there are to finish.
    void stopGracefully();
    /// Cuts off those there are.
    void stopNow();

Q_SIGNALS:
    void reported(std::shared_ptr<throng::run::WorkerReport> report);
    /// No user is running and none is to be started.
    void idle(int worker, int generation);

private:
    struct Running;
    struct Thread;

    void spawn();
    void armSpawn(int share);
    void startUser();
    void retireUser();
    void userFinished(int number);
    [[nodiscard]] bool nothingToStart() const; ///< now, or later by the schedule
    void checkEnd();
    void tick();
    void armTick();
    void report(bool isLast);

    void sessionChanged(int account, const users::Session &session) override;
    void accountMade(int account) override;
    void accountDone(int account) override;
    void accountFailed(int account, users::AccountFailure failure, const QString &reason) override;
    void roomCreated(int room, const QByteArray &roomId, const QString &creator) override;
    void roomExisted(int room) override;
    void roomFailed(int room, const QString &reason) override;
    void roomJoined(int account, const QByteArray &roomId) override;
    void joinFailed(int account, const QByteArray &roomId, const QString &reason) override;
    void mediaUploaded(int account, const QByteArray &mxc) override;
    void historyWritten(int account, int room, int messages, bool isPicture) override;
    void profileMade(int account) override;
    void historyFailed(int account, int room, const QString &reason) override;
    void actionsPlanned(int count) override;
    void actionsDone(int count) override;
    void internalError(int user, const QString &what) override;

    const int m_index;
    const int m_count;
    std::unique_ptr<Thread> m_thread; ///< made on the worker's thread with the first test, kept for the next ones
    std::unique_ptr<Running> m_test; ///< while there is one
};

/// A worker on a thread of its own. Destroying it quits the thread's event loop and waits for its end.
class WorkerThread {
public:
    WorkerThread(int index, int count);
    WorkerThread(const WorkerThread &) = delete;
    WorkerThread &operator=(const WorkerThread &) = delete;
    ~WorkerThread();

    [[nodiscard]] Worker &worker() { return *m_worker; } ///< to connect to; call it by invoke()

    /// Calls `function(Worker &)` on the worker's thread, soon.
    template <typename Function>
    void invoke(Function function)
    {
        Worker *worker = m_worker;
        QMetaObject::invokeMethod(
            worker, [worker, function] { function(*worker); }, Qt::QueuedConnection);
    }

private:
    QThread m_thread;
    Worker *m_worker; ///< deleted on the thread when it ends
};

} // namespace throng::run

Q_DECLARE_METATYPE(std::shared_ptr<throng::run::WorkerReport>)
