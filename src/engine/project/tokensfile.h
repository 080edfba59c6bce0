// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/project/appendfile.h"
#include "engine/users/account.h"

#include <QByteArrayList>
#include <QHash>
#include <QList>
#include <QString>

#include <utility>

namespace throng::project {

/// tokens.csv: header `username,user_id,access_token,next_batch` (older: `sync_token` for the last), mode 0600.
/// Where servers hand out refresh tokens, the columns `device_id,refresh_token` follow. Of several rows of an
/// account the last one holds, so a run appends as it goes.
class TokensFile {
public:
    using Sessions = QHash<QString, users::Session>; ///< by account name

    /// A missing file is an empty one: matrix-locust forgets all tokens so.
    [[nodiscard]] static Result<Sessions> read(const QString &path);
    /// Somebody else's file, for importing: the rows that cannot be used are beside the others. A file that is missing
    /// or has no such header is an error.
    struct Reading {
        Sessions sessions;
        QList<Error> badRows; ///< in the file's order; `where` has the line
    };
    [[nodiscard]] static Result<Reading> readAll(const QString &path);
    /// One row an account, in the order of `accounts`, without those that have no session. Whole or not at all.
    [[nodiscard]] static Result<> write(const QString &path, const QList<users::Account> &accounts);

    /// Everybody's sessions: those of `accounts` in their order, then those that belong to none of them, by name.
    [[nodiscard]] static Result<> write(const QString &path, const Sessions &sessions, const QStringList &accountNames);

    [[nodiscard]] static Result<TokensFile> openForAppend(const QString &path);
    void append(const QString &accountName, const users::Session &session);
    /// On an error nothing is lost: the next flush() tries again.
    [[nodiscard]] Result<> flush();

private:
    TokensFile(AppendFile file, QByteArrayList columns);
    [[nodiscard]] Result<> addRefreshColumns();

    AppendFile m_file;
    QByteArrayList m_columns; ///< of the file as it is
    QList<std::pair<QString, users::Session>> m_pending;
};

} // namespace throng::project
