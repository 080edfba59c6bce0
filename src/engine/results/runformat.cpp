// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/runformat.h"

#include "engine/base/words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

// Since format 2.
constexpr auto slowRooms = R"(CREATE TABLE slow_room (
        test INTEGER NOT NULL, place INTEGER NOT NULL, members INTEGER NOT NULL, deliveries INTEGER NOT NULL,
        mean INTEGER NOT NULL, worst INTEGER NOT NULL, PRIMARY KEY (test, place)) WITHOUT ROWID)";

// Times of day are Unix milliseconds, durations nanoseconds. What belongs to a test and a second has the test's number
// and the second's, both from 0.
constexpr const char *tables[] = {
    R"(CREATE TABLE run (
        id TEXT NOT NULL, title TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',
        suite TEXT NOT NULL, server TEXT NOT NULL, seed TEXT NOT NULL, workers INTEGER NOT NULL,
        state TEXT NOT NULL, error TEXT NOT NULL DEFAULT '', writer TEXT,
        started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL,
        users INTEGER NOT NULL DEFAULT 0, requests INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,
        rate_limited INTEGER NOT NULL DEFAULT 0, p50 INTEGER, p95 INTEGER, p99 INTEGER,
        trust TEXT NOT NULL DEFAULT 'good', reasons TEXT NOT NULL DEFAULT '[]',
        rules_kept INTEGER NOT NULL DEFAULT 0, rules_broken INTEGER NOT NULL DEFAULT 0,
        repeat_group TEXT NOT NULL DEFAULT '', trial INTEGER NOT NULL DEFAULT 0,
        imported INTEGER NOT NULL DEFAULT 0))",
    "CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    R"(CREATE TABLE test (
        test INTEGER PRIMARY KEY, name TEXT NOT NULL, behaviour TEXT NOT NULL, is_setup INTEGER NOT NULL,
        users INTEGER NOT NULL, spawn_rate REAL NOT NULL, run_time INTEGER NOT NULL,
        warm_up INTEGER NOT NULL DEFAULT 0, started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL, ended TEXT NOT NULL DEFAULT '',
        cut_off INTEGER NOT NULL DEFAULT 0, trust TEXT NOT NULL DEFAULT 'good', reasons TEXT NOT NULL DEFAULT '[]',
        warnings TEXT NOT NULL DEFAULT '[]'))",
    R"(CREATE TABLE second (
        test INTEGER NOT NULL, second INTEGER NOT NULL, ended_at INTEGER NOT NULL, length REAL NOT NULL,
        users INTEGER NOT NULL, users_wanted INTEGER NOT NULL, actions_planned INTEGER NOT NULL,
        actions_done INTEGER NOT NULL, requests INTEGER NOT NULL, failures INTEGER NOT NULL,
        rate_limited INTEGER NOT NULL, polls INTEGER NOT NULL, bytes INTEGER NOT NULL,
        responses INTEGER, p50 INTEGER, p95 INTEGER, p99 INTEGER,
        deliveries INTEGER, delivery_samples INTEGER, delivery_is_lower_bound INTEGER,
        delivery_p50 INTEGER, delivery_p95 INTEGER, delivery_p99 INTEGER,
        cpu_seconds REAL NOT NULL, busiest_worker REAL NOT NULL, loop_lag INTEGER NOT NULL, memory INTEGER NOT NULL,
        descriptors INTEGER NOT NULL, connections INTEGER NOT NULL, connections_opened INTEGER NOT NULL,
        connections_reopened INTEGER NOT NULL, connections_failed INTEGER NOT NULL, resent INTEGER NOT NULL,
        cpu_wait REAL NOT NULL, send_lag INTEGER NOT NULL, pause INTEGER NOT NULL, stolen REAL NOT NULL,
        memory_share REAL NOT NULL, descriptor_share REAL NOT NULL, trust TEXT NOT NULL, strains INTEGER NOT NULL,
        arrivals_waiting INTEGER NOT NULL, users_free INTEGER NOT NULL,
        locust BLOB, PRIMARY KEY (test, second)) WITHOUT ROWID)",
    R"(CREATE TABLE endpoint (
        endpoint INTEGER PRIMARY KEY, method TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
        UNIQUE (method, name, kind)))",
    R"(CREATE TABLE endpoint_sum (
        length INTEGER NOT NULL, test INTEGER NOT NULL, second INTEGER NOT NULL, endpoint INTEGER NOT NULL,
        ok INTEGER NOT NULL, matrix_errors INTEGER NOT NULL, http_errors INTEGER NOT NULL,
        rate_limited INTEGER NOT NULL, timeouts INTEGER NOT NULL, network_errors INTEGER NOT NULL,
        cancelled INTEGER NOT NULL, bytes INTEGER NOT NULL, empty_polls INTEGER NOT NULL,
        response_times BLOB, other_times BLOB, PRIMARY KEY (length, test, second, endpoint)) WITHOUT ROWID)",
    R"(CREATE TABLE error (
        error INTEGER PRIMARY KEY, endpoint INTEGER NOT NULL, outcome TEXT NOT NULL, text TEXT NOT NULL,
        sample TEXT NOT NULL, UNIQUE (endpoint, outcome, text)))",
    R"(CREATE TABLE error_sum (
        length INTEGER NOT NULL, test INTEGER NOT NULL, second INTEGER NOT NULL, error INTEGER NOT NULL,
        occurrences INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
        PRIMARY KEY (length, test, second, error)) WITHOUT ROWID)",
    R"(CREATE TABLE figure (
        figure INTEGER PRIMARY KEY, name TEXT NOT NULL, class TEXT NOT NULL, UNIQUE (name, class)))",
    R"(CREATE TABLE figure_sum (
        length INTEGER NOT NULL, test INTEGER NOT NULL, second INTEGER NOT NULL, figure INTEGER NOT NULL,
        count INTEGER NOT NULL, censored INTEGER NOT NULL, times BLOB, unfinished BLOB, waiting BLOB,
        PRIMARY KEY (length, test, second, figure)) WITHOUT ROWID)",
    R"(CREATE TABLE delivery_sum (
        length INTEGER NOT NULL, test INTEGER NOT NULL, second INTEGER NOT NULL,
        messages INTEGER NOT NULL, expected INTEGER NOT NULL, delivered INTEGER NOT NULL,
        receiver_stopped INTEGER NOT NULL, receiver_left INTEGER NOT NULL, gap INTEGER NOT NULL,
        not_sent INTEGER NOT NULL, in_flight INTEGER NOT NULL, lost INTEGER NOT NULL, unexpected INTEGER NOT NULL,
        PRIMARY KEY (length, test, second)) WITHOUT ROWID)",
    R"(CREATE TABLE lateness_sum (
        length INTEGER NOT NULL, test INTEGER NOT NULL, second INTEGER NOT NULL, times BLOB NOT NULL,
        PRIMARY KEY (length, test, second)) WITHOUT ROWID)",
    R"(CREATE TABLE metric (
        metric INTEGER PRIMARY KEY, source TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL,
        suggested INTEGER NOT NULL, UNIQUE (source, name)))",
    R"(CREATE TABLE metric_value (
        at INTEGER NOT NULL, metric INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY (at, metric)) WITHOUT ROWID)",
    "CREATE TABLE message (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL)",
    R"(CREATE TABLE rule (
        id INTEGER PRIMARY KEY, test INTEGER, rule TEXT NOT NULL, state TEXT NOT NULL,
        found TEXT NOT NULL DEFAULT '', broken_at INTEGER NOT NULL DEFAULT 0))",
    slowRooms,
};

Result<> stamp(Database &database)
{
    return database.execute(u"PRAGMA user_version = %1"_s.arg(runFormat));
}

/// The statements that make format N + 1 of format N; the first entry leads from 1 to 2.
using Step = std::vector<const char *>;
const std::vector<Step> &steps()
{
    static const std::vector<Step> all { { slowRooms },
        { "ALTER TABLE test ADD COLUMN warm_up INTEGER NOT NULL DEFAULT 0" } };
    return all;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// When a process began, in ticks since the machine did (proc(5), field 22); empty when there is no such process.
QByteArray beginningOf(qint64 process)
{
    const QByteArray stat = contentOf(u"/proc/%1/stat"_s.arg(process));
    // The second field is the program's name in brackets, and may hold anything.
    return stat.mid(stat.lastIndexOf(')') + 1).simplified().split(' ').value(19);
}

QString boot()
{
    return QString::fromLatin1(QSysInfo::bootUniqueId());
}

QString processNamespace()
{
    return QFile::symLinkTarget(u"/proc/self/ns/pid"_s).section(u'/', -1);
}

} // namespace

Result<> createTables(Database &database)
{
    Transaction transaction(database);
    if (Result<> begun = transaction.begin(); !begun)
        return begun;
    for (const char *table : tables) {
        if (Result<> made = database.execute(QLatin1StringView(table)); !made)
            return made;
    }
    if (Result<> marked = database.execute(u"PRAGMA application_id = %1"_s.arg(runApplicationId)); !marked)
        return marked;
    if (Result<> stamped = stamp(database); !stamped)
        return stamped;
    return transaction.commit();
}

Result<int> formatOf(Database &database)
{
    const auto application = database.value(u"PRAGMA application_id"_s);
    if (!application)
        return tl::unexpected(application.error());
    const auto version = database.value(u"PRAGMA user_version"_s);
    if (!version)
        return tl::unexpected(version.error());
    if (application->toInt() != runApplicationId)
        return failure(
            Words::tr("is an SQLite file, but no run of Throng's"), database.path(), Words::tr("a .throngrun file"));
    if (version->toInt() > runFormat)
        return failure(Words::tr("was written by a newer Throng (format %1)").arg(version->toInt()), database.path(),
            Words::tr("format %1 or older").arg(runFormat));
    if (version->toInt() < 1)
        return failure(Words::tr("is damaged: it has no format"), database.path());
    return version->toInt();
}

Result<> migrate(Database &database, int from)
{
    Transaction transaction(database);
    if (Result<> begun = transaction.begin(); !begun)
        return begun;
    for (int format = from; format < runFormat; ++format) {
        for (const char *statement : steps()[std::size_t(format - 1)]) {
            if (Result<> done = database.execute(QLatin1StringView(statement)); !done)
                return done;
        }
    }
    if (Result<> stamped = stamp(database); !stamped)
        return stamped;
    return transaction.commit();
}

QString thisWriter()
{
    const qint64 process = QCoreApplication::applicationPid();
    return QStringList { boot(), processNamespace(), QString::number(process),
        QString::fromLatin1(beginningOf(process)) }
        .join(u' ');
}

bool isAlive(const QString &writer, const QString &path)
{
    const QStringList parts = writer.split(u' ');
    if (parts.size() != 4)
        return false;
    if (parts[0] == boot() && parts[1] == processNamespace()) {
        const QByteArray beginning = beginningOf(parts[2].toLongLong());
        return !beginning.isEmpty() && QString::fromLatin1(beginning) == parts[3];
    }
    constexpr qint64 recent = 30;
    const QFileInfo log(path + u"-wal"_s);
    const QDateTime written = log.exists() ? log.lastModified() : QFileInfo(path).lastModified();
    return written.secsTo(QDateTime::currentDateTime()) < recent;
}

} // namespace throng::results
