// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariantList>

#include <map>
#include <memory>

namespace throng::results {

/// One connection to an SQLite file. Belongs to the thread that opened it. Errors name the file and say what a person
/// can do about it: disk full, locked, damaged, no SQLite at all.
class Database {
public:
    enum class Access : quint8 {
        ReadOnly, ///< creates nothing beside the file
        ReadWrite,
        Create, ///< also makes the file
    };

    /// KiB of a database that is made which SQLite keeps in memory. A run is appended to in a few places however long
    /// it is: SQLite's own 2 MB would fill up in its first minutes and serve nobody.
    static constexpr int cacheOfWriter = 512;

    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const QString &path, Access access);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    [[nodiscard]] const QString &path() const { return m_path; }

    /// One statement that returns nothing. Prepared once and kept, so the text of `sql` should not vary.
    [[nodiscard]] Result<> execute(const QString &sql, const QVariantList &values = {});
    /// Rows to walk through once, in order. It is open until it is destroyed: do not keep it.
    [[nodiscard]] Result<QSqlQuery> rows(const QString &sql, const QVariantList &values = {});
    /// Whether `rows`, walked through, really came to their end: a damaged file breaks off.
    [[nodiscard]] Result<> checkRead(const QSqlQuery &rows) const;
    /// The first column of the first row; an invalid QVariant when there is no row.
    [[nodiscard]] Result<QVariant> value(const QString &sql, const QVariantList &values = {});

private:
    Database(QString path, QString connection);
    [[nodiscard]] Error errorOf(const QSqlQuery &query) const;

    QString m_path;
    QString m_connection; ///< Qt's name of it
    QSqlDatabase m_database;
    std::map<QString, QSqlQuery> m_statements;
};

/// A transaction that is undone unless it was committed.
class Transaction {
public:
    explicit Transaction(Database &database);
    ~Transaction();
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;

    [[nodiscard]] Result<> begin();
    [[nodiscard]] Result<> commit();

private:
    Database &m_database;
    bool m_open = false;
};

} // namespace throng::results
