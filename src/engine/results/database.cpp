// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/database.h"

#include "engine/base/words.h"

#include <QFileInfo>
#include <QSqlError>

#include <atomic>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

// SQLite's primary result codes (sqlite.org/rescode.html); the upper bytes only say more.
enum SqliteCode : int {
    Busy = 5,
    Locked = 6,
    ReadOnlyFile = 8,
    InputOutput = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    NotADatabase = 26,
};

constexpr auto busyTimeout = "QSQLITE_BUSY_TIMEOUT=3000";

Error errorFrom(const QSqlError &error, const QString &path)
{
    switch (error.nativeErrorCode().toInt() & 0xff) {
    case Busy:
    case Locked:
        return { Words::tr("is locked by another program"), path, Words::tr("that program to be done with it") };
    case ReadOnlyFile:
        return { Words::tr("cannot be written: the file or its disk is read-only"), path, {} };
    case InputOutput:
        return { Words::tr("cannot be read or written: the disk reports an error"), path, {} };
    case Corrupt:
        return { Words::tr("is damaged or cut off"), path, Words::tr("the whole file") };
    case Full:
        return { Words::tr("cannot be written: the disk is full"), path, {} };
    case CannotOpen:
        return { Words::tr("cannot be opened"), path, Words::tr("a file and a folder that you may read") };
    case NotADatabase:
        return { Words::tr("is no run: not an SQLite file, or an encrypted one"), path,
            Words::tr("a file written by Throng") };
    default:
        return { error.databaseText().isEmpty() ? error.text() : error.databaseText(), path, {} };
    }
}

void bind(QSqlQuery &query, const QVariantList &values)
{
    for (qsizetype i = 0; i < values.size(); ++i) {
        // Qt makes NULL of a string that was never set; here NULL is an invalid QVariant alone.
        const bool isText = values[i].typeId() == QMetaType::QString;
        query.bindValue(int(i), isText && values[i].toString().isNull() ? QVariant(u""_s) : values[i]);
    }
}

} // namespace

Database::Database(QString path, QString connection)
    : m_path(std::move(path))
    , m_connection(std::move(connection))
    , m_database(QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection))
{
}

Database::~Database()
{
    m_statements.clear();
    m_database.close();
    m_database = QSqlDatabase(); // before it is taken off Qt's list, which wants nobody to have it
    QSqlDatabase::removeDatabase(m_connection);
}

Result<std::unique_ptr<Database>> Database::open(const QString &path, Access access)
{
    static std::atomic<quint64> number { 0 };
    const QFileInfo file(path);
    if (file.isDir())
        return failure(Words::tr("is a folder"), path, Words::tr("a file"));
    if (access != Access::Create) {
        if (!file.exists())
            return failure(Words::tr("does not exist"), path);
        if (file.size() == 0)
            return failure(Words::tr("is empty"), path, Words::tr("a run"));
    }
    std::unique_ptr<Database> database(new Database(path, u"throng run %1"_s.arg(++number)));
    if (!database->m_database.isValid())
        return failure(
            Words::tr("Qt's driver for SQLite is missing"), path, Words::tr("the package libqt6sql6-sqlite"));
    QString options = QLatin1StringView(busyTimeout);
    if (access == Access::ReadOnly)
        options += u";QSQLITE_OPEN_READONLY"_s;
    database->m_database.setConnectOptions(options);
    database->m_database.setDatabaseName(path);
    if (!database->m_database.open())
        return tl::unexpected(errorFrom(database->m_database.lastError(), path));
    if (access == Access::Create) {
        if (const Result<> set = database->execute(u"PRAGMA cache_size = -%1"_s.arg(cacheOfWriter)); !set)
            return tl::unexpected(set.error());
    }
    return database;
}

Error Database::errorOf(const QSqlQuery &query) const
{
    return errorFrom(query.lastError(), m_path);
}

Result<> Database::execute(const QString &sql, const QVariantList &values)
{
    auto found = m_statements.find(sql);
    if (found == m_statements.end()) {
        QSqlQuery query(m_database);
        query.setForwardOnly(true);
        if (!query.prepare(sql))
            return tl::unexpected(errorOf(query));
        found = m_statements.emplace(sql, std::move(query)).first;
    }
    QSqlQuery &query = found->second;
    bind(query, values);
    const bool done = query.exec();
    const Result<> result = done ? Result<>() : tl::unexpected(errorOf(query));
    query.finish();
    return result;
}

Result<QSqlQuery> Database::rows(const QString &sql, const QVariantList &values)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return tl::unexpected(errorOf(query));
    bind(query, values);
    if (!query.exec())
        return tl::unexpected(errorOf(query));
    return query;
}

Result<> Database::checkRead(const QSqlQuery &rows) const
{
    if (rows.lastError().isValid())
        return tl::unexpected(errorOf(rows));
    return {};
}

Result<QVariant> Database::value(const QString &sql, const QVariantList &values)
{
    auto found = rows(sql, values);
    if (!found)
        return tl::unexpected(found.error());
    if (found->next())
        return found->value(0);
    if (const Result<> read = checkRead(*found); !read)
        return tl::unexpected(read.error());
    return QVariant();
}

Transaction::Transaction(Database &database)
    : m_database(database)
{
}

Transaction::~Transaction()
{
    if (m_open)
        (void)m_database.execute(u"ROLLBACK"_s); // SQLite may have rolled back already, and then says so
}

Result<> Transaction::begin()
{
    Result<> begun = m_database.execute(u"BEGIN IMMEDIATE"_s);
    m_open = begun.has_value();
    return begun;
}

Result<> Transaction::commit()
{
    Result<> committed = m_database.execute(u"COMMIT"_s);
    if (committed)
        m_open = false;
    return committed;
}

} // namespace throng::results
