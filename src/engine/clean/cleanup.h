// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/stopscope.h"
#include "engine/base/task.h"
#include "engine/http/reactor.h"
#include "engine/matrix/apierror.h"
#include "engine/metrics/recorder.h"
#include "engine/project/ledger.h"
#include "engine/users/account.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QStringList>

#include <memory>
#include <optional>
#include <type_traits>

namespace throng::http {
struct Origin;
}
namespace throng::matrix {
struct LoginResponse;
}

namespace throng::clean {

using Milliseconds = std::chrono::milliseconds;

struct CleanOptions {
    QByteArray adminToken; ///< of a server administrator; empty: there is none
    QByteArray sharedSecret; ///< makes an administrator for the time being, where there is no token; may be empty
    int parallel = 8; ///< requests under way at a time
    Milliseconds pollInterval { 500 }; ///< between two looks at a room's deletion
    Milliseconds patience { 60'000 }; ///< the longest wait that a server may ask for; more, and the thing remains
};

/// How much of one kind there was, and how much of it is gone.
struct CleanCount {
    int found = 0;
    int gone = 0;
    [[nodiscard]] int left() const { return found - gone; }
};

struct CleanReport {
    bool byAdmin = false; ///< by Synapse's admin API; otherwise by what each user may do
    CleanCount rooms; ///< ordinary API: gone is "left by all of our users"; what remains of it is the server's
    CleanCount accounts;
    CleanCount media; ///< files
    QStringList reasons; ///< what remains and why, the first of each kind
    QString problem; ///< why nothing could be done at all; empty otherwise
    bool cancelled = false;
    QSet<QString> goneAccounts; ///< names, for the project's files

    [[nodiscard]] bool isComplete() const
    {
        return problem.isEmpty() && rooms.left() == 0 && accounts.left() == 0 && media.left() == 0;
    }
};

/// Removes from a server what the ledger says runs have made there: rooms first, then files, then accounts. Each thing
/// that is gone is in the ledger, on disk, before the next is asked for, so it may be interrupted at any time and
/// goes on where it was.
///
/// With an administrator, Synapse's admin API deletes and purges rooms (also those that a killed run had no time to
/// write down: whatever an account of ours created is ours) and deactivates accounts. Otherwise each account leaves
/// and forgets its rooms and deactivates itself; files cannot be removed so. An account of which it is not certain
/// that a run made it must let its password in first. Accounts that were there before are left alone but for leaving
/// the rooms of ours.
class Cleanup : public QObject {
    Q_OBJECT

public:
    /// `ledger` is set to the server. `accounts` are those of the project's files, by name: for tokens.
    Cleanup(std::shared_ptr<const http::Origin> origin, project::Ledger ledger, QHash<QString, users::Account> accounts,
        CleanOptions options, QObject *parent = nullptr);
    ~Cleanup() override; ///< ends at once what is under way

    void start(); ///< once
    void cancel(); ///< finishes soon, with what was done until then
    [[nodiscard]] bool isRunning() const { return m_running; }
    [[nodiscard]] const CleanReport &report() const { return m_report; }

Q_SIGNALS:
    void progress(int done, int total, const QString &what);
    void finished(const throng::clean::CleanReport &report);

private:
    class Side; // a manager and a client of one account
    using Step = Task<> (Cleanup::*)(Side &side, int index);

    Task<> run();
    Task<> clean();
    Task<bool> becomeAdmin();
    Task<> cleanByAdmin();
    Task<> findRooms();
    Task<> cleanByUsers();
    /// Does `step` for each index below `count`, several at a time.
    Task<> forEach(int count, QString what, Step step);
    Task<> steps(Step step);

    Task<> confirmAccount(Side &side, int index);
    Task<matrix::ApiResult<QString>> beginDeletion(Side &side, QString roomId);
    Task<> deleteRoom(Side &side, int index);
    Task<> deleteMedia(Side &side, int index);
    Task<> deactivate(Side &side, int index);
    Task<> leaveAndDeactivate(Side &side, int index);
    enum class Entry : quint8 {
        In,
        Gone, ///< there is no such account any more, and it is in no room
        Refused,
    };
    Task<Entry> enter(Side &side, const QString &name);
    Task<bool> leaveRooms(Side &side, bool all);

    template <typename Call>
    std::invoke_result_t<Call &> patiently(Call call);
    void accountGone(const QString &name);
    void note();
    void remains(const QString &what, const matrix::ApiError &error);
    void announceEnd();

    std::shared_ptr<const http::Origin> m_origin;
    project::Ledger m_ledger;
    const QHash<QString, users::Account> m_known;
    CleanOptions m_options;
    CleanReport m_report;
    http::Reactor m_reactor;
    metrics::Recorder m_recorder; // these requests are no part of any measurement
    StopScope m_scope;
    QByteArray m_token; ///< the administrator's
    struct LoginName {
        QString name; ///< as the ledger has it
        QString userId;
    };
    LoginName m_madeAdmin; ///< one that was made for this; empty: none was
    QList<project::LedgerAccount> m_accounts; ///< to be removed
    QStringList m_others; ///< names of accounts that were there before, with rooms of ours
    QStringList m_rooms;
    QStringList m_uploaders;
    QHash<QString, QByteArray> m_sessions; ///< tokens that were asked for here
    bool m_roomsKept = false; ///< somebody did not come out of a room
    QSet<QString> m_reasons; ///< kinds that have been said
    int m_next = 0;
    int m_count = 0;
    int m_done = 0;
    QString m_what;
    bool m_running = false;
};

} // namespace throng::clean
