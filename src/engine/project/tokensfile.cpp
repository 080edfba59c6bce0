// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/tokensfile.h"

#include "engine/base/words.h"
#include "engine/project/accountsfile.h"
#include "engine/project/csv.h"

#include <QFile>
#include <QSet>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

/// What matrix-locust has.
const QByteArrayList &plainColumns()
{
    static const QByteArrayList columns { "username"_ba, "user_id"_ba, "access_token"_ba, "next_batch"_ba };
    return columns;
}

/// With what a session needs to be refreshed.
const QByteArrayList &refreshColumns()
{
    static const QByteArrayList columns = plainColumns() + QByteArrayList { "device_id"_ba, "refresh_token"_ba };
    return columns;
}

QByteArray field(const QByteArray &column, const QString &name, const users::Session &session)
{
    if (column == "username")
        return name.toUtf8();
    if (column == "user_id")
        return session.userId.toUtf8();
    if (column == "access_token")
        return session.accessToken;
    if (column == "next_batch" || column == "sync_token")
        return session.nextBatch;
    if (column == "device_id")
        return session.deviceId.toUtf8();
    if (column == "refresh_token")
        return session.refreshToken;
    return {};
}

QByteArray line(const QByteArrayList &columns, const QString &name, const users::Session &session)
{
    QByteArrayList fields;
    for (const QByteArray &column : columns)
        fields.append(field(column, name, session));
    return csvLine(fields);
}

using NamedSession = std::pair<QString, users::Session>;

Result<> writeSessions(const QString &path, const QByteArrayList &columns, const QList<NamedSession> &sessions)
{
    return writeAtomically(path, Access::OwnerOnly, [&](FileWriter &file) -> Result<> {
        file.write(columns.join(',').append('\n'));
        for (const auto &[name, session] : sessions)
            file.write(line(columns, name, session).append('\n'));
        return {};
    });
}

const QByteArrayList &columnsFor(const QList<NamedSession> &sessions)
{
    const bool refreshable = std::any_of(
        sessions.cbegin(), sessions.cend(), [](const NamedSession &s) { return !s.second.refreshToken.isEmpty(); });
    return refreshable ? refreshColumns() : plainColumns();
}

/// Calls `row` with each row of the file, good or bad, until it returns an error.
Result<> readRows(const QByteArray &text, const QString &path, CsvTable::TornEnd tornEnd,
    const std::function<Result<>(Result<NamedSession>)> &row)
{
    Result<CsvTable> table = CsvTable::open(text, path, tornEnd);
    if (!table)
        return tl::unexpected(table.error());
    const Result<int> username = table->column({ "username"_ba });
    const Result<int> userId = table->column({ "user_id"_ba });
    const Result<int> accessToken = table->column({ "access_token"_ba });
    const Result<int> nextBatch = table->column({ "next_batch"_ba, "sync_token"_ba });
    for (const Result<int> *column : { &username, &userId, &accessToken, &nextBatch }) {
        if (!*column)
            return tl::unexpected(column->error());
    }
    const std::optional<int> deviceId = table->findColumn("device_id");
    const std::optional<int> refreshToken = table->findColumn("refresh_token");
    const auto sessionOf = [&](const CsvRecord &record) -> Result<NamedSession> {
        const QString name = QString::fromUtf8(record.fields[*username]).trimmed();
        if (name.isEmpty())
            return failure(
                Words::tr("the row has no user name"), table->whereIs(record), Words::tr("a name such as user.000000"));
        users::Session session;
        session.userId = QString::fromUtf8(record.fields[*userId]);
        session.accessToken = record.fields[*accessToken];
        session.nextBatch = record.fields[*nextBatch];
        if (deviceId)
            session.deviceId = QString::fromUtf8(record.fields[*deviceId]);
        if (refreshToken)
            session.refreshToken = record.fields[*refreshToken];
        return NamedSession(name, session);
    };
    for (;;) {
        const Result<std::optional<CsvRecord>> record = table->next();
        if (record && !record->has_value())
            return {};
        Result<> taken = row(record ? sessionOf(**record) : tl::unexpected(record.error()));
        if (!taken)
            return taken;
    }
}

} // namespace

TokensFile::TokensFile(AppendFile file, QByteArrayList columns)
    : m_file(std::move(file))
    , m_columns(std::move(columns))
{
}

Result<TokensFile::Sessions> TokensFile::read(const QString &path)
{
    Sessions sessions;
    if (!QFile::exists(path))
        return sessions;
    const Result<QByteArray> text = readTextFile(path);
    if (!text)
        return tl::unexpected(text.error());
    if (!text->contains('\n'))
        return sessions;
    const Result<> done =
        readRows(*text, path, CsvTable::TornEnd::IsIgnored, [&](Result<NamedSession> row) -> Result<> {
            if (!row)
                return tl::unexpected(row.error());
            sessions.insert(row->first, row->second);
            return {};
        });
    if (!done)
        return tl::unexpected(done.error());
    return sessions;
}

Result<TokensFile::Reading> TokensFile::readAll(const QString &path)
{
    const Result<QByteArray> text = readTextFile(path);
    if (!text)
        return tl::unexpected(text.error());
    Reading reading;
    const Result<> done =
        readRows(*text, path, CsvTable::TornEnd::IsAnError, [&](Result<NamedSession> row) -> Result<> {
            if (row)
                reading.sessions.insert(row->first, row->second);
            else
                reading.badRows.append(row.error());
            return {};
        });
    if (!done)
        return tl::unexpected(done.error());
    return reading;
}

Result<> TokensFile::write(const QString &path, const Sessions &sessions, const QStringList &accountNames)
{
    QList<NamedSession> list;
    QSet<QString> written;
    for (const QString &name : accountNames) {
        if (const auto found = sessions.constFind(name); found != sessions.cend() && !written.contains(name)) {
            list.append({ name, *found });
            written.insert(name);
        }
    }
    const qsizetype known = list.size();
    for (auto it = sessions.cbegin(); it != sessions.cend(); ++it) {
        if (!written.contains(it.key()))
            list.append({ it.key(), it.value() });
    }
    std::sort(list.begin() + known, list.end(),
        [](const NamedSession &one, const NamedSession &other) { return one.first < other.first; });
    return writeSessions(path, columnsFor(list), list);
}

Result<> TokensFile::write(const QString &path, const QList<users::Account> &accounts)
{
    QList<NamedSession> sessions;
    for (const users::Account &account : accounts) {
        if (account.session.isValid())
            sessions.append({ accountName(account), account.session });
    }
    return writeSessions(path, columnsFor(sessions), sessions);
}

Result<TokensFile> TokensFile::openForAppend(const QString &path)
{
    // A file that is something else is not appended to.
    if (const auto readable = read(path); !readable)
        return tl::unexpected(readable.error());
    Result<AppendFile> file = AppendFile::open(path, plainColumns().join(','), Access::OwnerOnly);
    if (!file)
        return tl::unexpected(file.error());
    const Result<QByteArray> text = readTextFile(path);
    if (!text)
        return tl::unexpected(text.error());
    const Result<CsvTable> table = CsvTable::open(*text, path, CsvTable::TornEnd::IsIgnored);
    if (!table)
        return tl::unexpected(table.error());
    return TokensFile(std::move(*file), table->columns());
}

void TokensFile::append(const QString &accountName, const users::Session &session)
{
    m_pending.append({ accountName, session });
}

Result<> TokensFile::flush()
{
    const auto hasRefreshToken = [](const NamedSession &s) { return !s.second.refreshToken.isEmpty(); };
    if (!m_columns.contains("refresh_token") && std::any_of(m_pending.cbegin(), m_pending.cend(), hasRefreshToken)) {
        if (Result<> widened = addRefreshColumns(); !widened)
            return widened;
    }
    for (const auto &[name, session] : std::as_const(m_pending))
        m_file.append(line(m_columns, name, session));
    m_pending.clear(); // m_file keeps what it could not write
    return m_file.flush();
}

Result<> TokensFile::addRefreshColumns()
{
    const QString path = m_file.path();
    if (Result<> flushed = m_file.flush(); !flushed)
        return flushed;
    const Result<Sessions> sessions = read(path);
    if (!sessions)
        return tl::unexpected(sessions.error());
    QList<NamedSession> list;
    for (auto it = sessions->cbegin(); it != sessions->cend(); ++it)
        list.append({ it.key(), it.value() });
    std::ranges::sort(list, {}, &NamedSession::first);
    if (Result<> written = writeSessions(path, refreshColumns(), list); !written)
        return written;
    Result<AppendFile> file = AppendFile::open(path, refreshColumns().join(','), Access::OwnerOnly);
    if (!file)
        return tl::unexpected(file.error());
    m_file = std::move(*file);
    m_columns = refreshColumns();
    return {};
}

} // namespace throng::project
