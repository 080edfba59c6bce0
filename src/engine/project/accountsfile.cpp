// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/accountsfile.h"

#include "engine/base/words.h"
#include "engine/project/csv.h"
#include "engine/project/textfile.h"

#include <functional>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

users::Account accountOf(const QString &name, const QString &password)
{
    users::Account account;
    account.password = password;
    const qsizetype colon = name.indexOf(u':');
    // A full user ID is left whole: servers take it as the login name.
    if (colon < 0 || name.startsWith(u'@')) {
        account.username = name;
    } else {
        account.username = name.left(colon);
        account.domain = name.mid(colon + 1);
    }
    return account;
}

/// Calls `row` with each row of the file, good or bad, until it returns an error.
Result<> readRows(const QString &path, const std::function<Result<>(Result<users::Account>)> &row)
{
    const Result<QByteArray> text = readTextFile(path);
    if (!text)
        return tl::unexpected(text.error());
    Result<CsvTable> table = CsvTable::open(*text, path, CsvTable::TornEnd::IsAnError);
    if (!table)
        return tl::unexpected(table.error());
    const Result<int> username = table->column({ "username"_ba });
    if (!username)
        return tl::unexpected(username.error());
    const Result<int> password = table->column({ "password"_ba });
    if (!password)
        return tl::unexpected(password.error());

    QHash<QString, qsizetype> lines;
    const auto accountOfRecord = [&](const CsvRecord &record) -> Result<users::Account> {
        const QString name = QString::fromUtf8(record.fields[*username]).trimmed();
        if (name.isEmpty() || name.startsWith(u':'))
            return failure(
                Words::tr("the row has no user name"), table->whereIs(record), Words::tr("a name such as user.000000"));
        const auto known = lines.constFind(name);
        if (known != lines.cend())
            return failure(Words::tr("the name \"%1\" is there already, on line %2").arg(name).arg(*known),
                table->whereIs(record), Words::tr("every name once"));
        lines.insert(name, record.line);
        return accountOf(name, QString::fromUtf8(record.fields[*password]));
    };
    for (;;) {
        const Result<std::optional<CsvRecord>> record = table->next();
        if (record && !record->has_value())
            return {};
        Result<> taken = row(record ? accountOfRecord(**record) : tl::unexpected(record.error()));
        if (!taken)
            return taken;
    }
}

} // namespace

QString accountName(const users::Account &account)
{
    return account.domain.isEmpty() ? account.username : account.username + u':' + account.domain;
}

AccountIndex indexAccounts(const QList<users::Account> &accounts)
{
    AccountIndex index;
    index.reserve(accounts.size());
    for (int i = 0; i < accounts.size(); ++i)
        index.insert(accountName(accounts[i]), i);
    return index;
}

Result<QList<users::Account>> AccountsFile::read(const QString &path)
{
    QList<users::Account> accounts;
    const Result<> done = readRows(path, [&](Result<users::Account> account) -> Result<> {
        if (!account)
            return tl::unexpected(account.error());
        accounts.append(std::move(*account));
        return {};
    });
    if (!done)
        return tl::unexpected(done.error());
    return accounts;
}

Result<AccountsReading> AccountsFile::readAll(const QString &path)
{
    AccountsReading reading;
    const Result<> done = readRows(path, [&](Result<users::Account> account) -> Result<> {
        if (account)
            reading.accounts.append(std::move(*account));
        else
            reading.badRows.append(account.error());
        return {};
    });
    if (!done)
        return tl::unexpected(done.error());
    return reading;
}

Result<> AccountsFile::write(const QString &path, const QList<users::Account> &accounts)
{
    return writeAtomically(path, Access::OwnerOnly, [&](FileWriter &file) -> Result<> {
        file.write("username,password\n");
        for (const users::Account &account : accounts)
            file.write(csvField(accountName(account)) + ',' + csvField(account.password) + '\n');
        return {};
    });
}

} // namespace throng::project
