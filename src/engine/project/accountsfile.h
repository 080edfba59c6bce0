// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/users/account.h"

#include <QHash>
#include <QList>
#include <QString>

namespace throng::project {

/// The name by which files know an account: "user.000000", or "user.000000:domain" where it has a domain.
[[nodiscard]] QString accountName(const users::Account &account);

/// Account name → its index in the list.
using AccountIndex = QHash<QString, int>;
[[nodiscard]] AccountIndex indexAccounts(const QList<users::Account> &accounts);

/// What a users.csv holds: the good rows, and why each of the others is none.
struct AccountsReading {
    QList<users::Account> accounts;
    QList<Error> badRows; ///< in the file's order; `where` has the line
};

/// users.csv: header `username,password`, further columns ignored; a BOM, CRLF and quoted fields are understood.
struct AccountsFile {
    [[nodiscard]] static Result<QList<users::Account>> read(const QString &path);
    /// The same, with the rows that cannot be used beside the others instead of one of them ending it. A file without
    /// the header is an error all the same.
    [[nodiscard]] static Result<AccountsReading> readAll(const QString &path);
    /// Written whole or not at all, mode 0600.
    [[nodiscard]] static Result<> write(const QString &path, const QList<users::Account> &accounts);
};

} // namespace throng::project
