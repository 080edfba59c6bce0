// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/project/appendfile.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace throng::project {

/// What became of an account that a run set out to make.
enum class LedgerState : quint8 {
    Intended, ///< about to be registered
    Uncertain, ///< about to be registered once more: the run before was cut off and may have made it
    Made, ///< by us
    Existed, ///< by somebody else
};

struct LedgerAccount {
    QString name {}; ///< as users.csv has it; empty once it is gone
    QString password {}; ///< users.csv may be another by now
    QString userId {}; ///< of one that was made
    LedgerState state = LedgerState::Intended;
};

/// What runs have left on one server, as far as it has not been removed again.
struct LedgerServer {
    QString url {};
    QList<LedgerAccount> accounts {};
    QHash<QString, QString> rooms {}; ///< room ID → creator's name
    QHash<QString, QStringList> media {}; ///< account's name → mxc URIs

    /// Made, or perhaps made: what is to be removed.
    [[nodiscard]] QList<LedgerAccount> removable() const;
    [[nodiscard]] qsizetype mediaCount() const;
    [[nodiscard]] bool isEmpty() const { return rooms.isEmpty() && media.isEmpty() && removable().isEmpty(); }
};

/// ledger.csv, 0600: what this project's runs have made on servers and not removed yet, so that a clean-up finds all
/// of it whatever has become of users.csv and rooms.json since. Accounts are written before they are registered.
/// Header `entry,server,account,password,id`; appended to; a row that a killed program left unfinished is ignored.
class Ledger {
public:
    using Servers = QList<LedgerServer>;

    explicit Ledger(QString path);
    Ledger(Ledger &&) noexcept;
    Ledger &operator=(Ledger &&) noexcept;
    ~Ledger();

    [[nodiscard]] static Result<Servers> read(const QString &path); ///< a missing file is an empty one

    /// What follows is on this server. Reads what the file has of it.
    [[nodiscard]] Result<> setServer(const QString &url);
    /// With what is noted here, but for media(): of those a long run makes without end, and they are in the file.
    [[nodiscard]] const LedgerServer &server() const { return m_server; }

    // Noted, and on disk after flush().
    void intend(const QString &account, const QString &password);
    void made(const QString &account, const QString &userId);
    void existed(const QString &account);
    void room(const QString &roomId, const QString &creator);
    void media(const QString &mxc, const QString &account);
    void accountGone(const QString &account);
    void roomGone(const QString &roomId);
    void mediaGone(const QString &account); ///< all of an account's

    /// What could not be written is kept and tried again.
    [[nodiscard]] Result<> flush();
    /// Takes out what is settled on the server; the file goes when nothing is left in it.
    [[nodiscard]] Result<> compact();

private:
    void append(const char *entry, const QString &account, const QString &password, const QString &id);

    QString m_path;
    LedgerServer m_server;
    QHash<QString, qsizetype> m_accounts; ///< name → index
    std::optional<AppendFile> m_file; ///< opened with the first flush that has something to write
    QByteArrayList m_pending;
};

/// How the ledger writes a server's address.
[[nodiscard]] QString ledgerUrl(const QUrl &url);

} // namespace throng::project
