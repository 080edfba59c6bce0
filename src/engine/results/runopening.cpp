// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/runopening.h"

#include "engine/base/words.h"
#include "engine/results/runformat.h"
#include "engine/results/words.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

constexpr auto logSuffix = "-wal";

bool isWritable(const QString &path)
{
    // SQLite makes files beside it.
    const QFileInfo file(path);
    return file.isWritable() && QFileInfo(file.absolutePath()).isWritable();
}

/// The file, and the log beside it, in a folder of their own.
Result<OpenedRun> copyOf(const QString &path)
{
    OpenedRun opened;
    opened.copy = std::make_unique<QTemporaryDir>();
    const QString copy = opened.copy->filePath(u"run."_s + runSuffix);
    const QString log = path + QLatin1StringView(logSuffix);
    if (!opened.copy->isValid() || !QFile::copy(path, copy)
        || (QFile::exists(log) && !QFile::copy(log, copy + QLatin1StringView(logSuffix))))
        return failure(Words::tr("cannot be copied to where it could be read"), path,
            Words::tr("room in %1, or a folder that you may write to").arg(QDir::tempPath()));
    for (const char *suffix : { "", logSuffix })
        QFile::setPermissions(copy + QLatin1StringView(suffix), QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    return opened;
}

/// Everything that needs writing: today's format, no log, no run that seems to go on.
Result<> settle(const QString &path)
{
    auto database = Database::open(path, Database::Access::ReadWrite);
    if (!database)
        return tl::unexpected(database.error());
    const Result<int> format = formatOf(**database);
    if (!format)
        return tl::unexpected(format.error());
    if (*format < runFormat) {
        if (Result<> migrated = migrate(**database, *format); !migrated)
            return migrated;
    }
    const auto writer = (*database)->value(u"SELECT writer FROM run"_s);
    if (!writer)
        return tl::unexpected(writer.error());
    if (isAlive(writer->toString(), path))
        return {};
    if (Result<> marked =
            (*database)->execute(u"UPDATE run SET state = ?, writer = NULL WHERE state = ? AND writer IS ?"_s,
                { nameOf(RunState::Interrupted), nameOf(RunState::Running), *writer });
        !marked)
        return marked;
    if (Result<> moved = (*database)->execute(u"PRAGMA wal_checkpoint(TRUNCATE)"_s); !moved)
        return moved;
    // Whoever reads it just now keeps the log in its place, which is empty then.
    (void)(*database)->execute(u"PRAGMA journal_mode = DELETE"_s);
    return {};
}

/// SQLite notices when whole pages are gone from the end; of a last page cut in two it takes the rest for zeros.
Result<> checkLastPage(Database &database)
{
    const QString path = database.path();
    if (QFileInfo(path + QLatin1StringView(logSuffix)).size() > 0)
        return {}; // the log may have the page
    const auto pageSize = database.value(u"PRAGMA page_size"_s);
    if (!pageSize)
        return tl::unexpected(pageSize.error());
    if (pageSize->toLongLong() < 1 || QFileInfo(path).size() % pageSize->toLongLong() != 0)
        return failure(Words::tr("is damaged or cut off"), path, Words::tr("the whole file"));
    return {};
}

Result<OpenedRun> openAt(const QString &place, const QString &path)
{
    const auto named = [&path](Error error) {
        error.where = path; // not a copy's
        return tl::unexpected(error);
    };
    auto database = Database::open(place, Database::Access::ReadOnly);
    if (!database)
        return named(database.error());
    const Result<int> format = formatOf(**database);
    if (!format)
        return named(format.error());
    if (const Result<> whole = checkLastPage(**database); !whole)
        return named(whole.error());
    OpenedRun opened;
    if (*format == runFormat) { // an older one may have other columns
        const Result<RunHead> head = readHead(**database, path);
        if (!head)
            return named(head.error());
        opened.head = *head;
    }
    opened.database = *std::move(database);
    return opened;
}

bool needsSettling(const OpenedRun &opened)
{
    const auto state = opened.database->value(u"SELECT state FROM run"_s);
    const auto format = opened.database->value(u"PRAGMA user_version"_s);
    return (format && format->toInt() < runFormat)
        || (state && runStateOf(state->toString()) == RunState::Running && opened.head.state != RunState::Running);
}

} // namespace

Result<OpenedRun> openRun(const QString &path)
{
    Result<OpenedRun> opened = openAt(path, path);
    const bool writable = isWritable(path);
    if (opened && !needsSettling(*opened))
        return opened;
    // A log can be read only where SQLite may write beside it.
    if (!opened && (writable || !QFile::exists(path)))
        return opened;

    QString place = path;
    std::unique_ptr<QTemporaryDir> copy;
    if (!writable) {
        Result<OpenedRun> copied = copyOf(path);
        if (!copied)
            return opened ? std::move(copied) : std::move(opened); // what was wrong before says more
        copy = std::move(copied->copy);
        place = copy->filePath(u"run."_s + runSuffix);
    }
    opened = {}; // it stands in the way of settling
    if (const Result<> settled = settle(place); !settled) {
        Error error = settled.error();
        error.where = path;
        return tl::unexpected(error);
    }
    opened = openAt(place, path);
    if (opened)
        opened->copy = std::move(copy);
    return opened;
}

Result<RunHead> readHead(Database &database, const QString &path)
{
    auto rows = database.rows(
        u"SELECT id, title, note, suite, server, seed, workers, state, error, writer, started_at, ended_at, users,"
        " requests, failures, rate_limited, p50, p95, p99, trust, reasons, rules_kept, rules_broken, repeat_group,"
        " trial, imported FROM run"_s);
    if (!rows)
        return tl::unexpected(rows.error());
    if (!rows->next())
        return failure(Words::tr("is damaged: it holds no run"), path);
    int column = 0;
    const auto next = [&] { return rows->value(column++); };
    const auto nextText = [&] { return next().toString(); };
    const auto nextTime = [&]() -> std::optional<metrics::Nanoseconds> {
        const QVariant value = next();
        return value.isNull() ? std::nullopt : std::optional(metrics::Nanoseconds(value.toLongLong()));
    };
    RunHead head;
    head.path = path;
    head.id = nextText();
    head.title = nextText();
    head.note = nextText();
    head.suite = nextText();
    head.server = nextText();
    head.seed = nextText().toULongLong();
    head.workers = next().toInt();
    head.state = runStateOf(nextText());
    head.error = nextText();
    const QString writer = nextText();
    if (head.state == RunState::Running && !isAlive(writer, path))
        head.state = RunState::Interrupted;
    head.startedAt = next().toLongLong();
    head.endedAt = next().toLongLong();
    head.users = next().toInt();
    head.requests = next().toULongLong();
    head.failures = next().toULongLong();
    head.rateLimited = next().toULongLong();
    head.p50 = nextTime();
    head.p95 = nextTime();
    head.p99 = nextTime();
    head.verdict.trust = trustOf(nextText());
    head.verdict.reasons = sentencesOf(nextText());
    head.rulesKept = next().toInt();
    head.rulesBroken = next().toInt();
    head.group = nextText();
    head.trial = next().toInt();
    head.imported = next().toBool();
    return head;
}

} // namespace throng::results
