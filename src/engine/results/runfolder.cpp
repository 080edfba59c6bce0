// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/runfolder.h"

#include "engine/base/words.h"
#include "engine/results/runformat.h"
#include "engine/results/runopening.h"
#include "engine/results/words.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

constexpr QLatin1StringView removedFolder { ".removed" };
constexpr auto companions = { "-wal", "-shm", "-journal" }; ///< what SQLite may have beside a file

/// Opened for writing, in today's format and with nothing of a killed program left beside it.
Result<std::unique_ptr<Database>> openForWriting(const QString &path)
{
    const auto opened = openRun(path); // brings it into that state
    if (!opened)
        return tl::unexpected(opened.error());
    if (opened->copy)
        return failure(Words::tr("cannot be written: the file or its disk is read-only"), path);
    return Database::open(path, Database::Access::ReadWrite);
}

Result<> change(const QString &path, const QString &sql, const QVariantList &values)
{
    const auto database = openForWriting(path);
    if (!database)
        return tl::unexpected(database.error());
    return (*database)->execute(sql, values);
}

/// The same for one remark, which must be there.
Result<> changeRemark(const QString &path, const QString &sql, const QVariantList &values)
{
    const auto database = openForWriting(path);
    if (!database)
        return tl::unexpected(database.error());
    if (Result<> changed = (*database)->execute(sql, values); !changed)
        return changed;
    const auto rows = (*database)->value(u"SELECT changes()"_s);
    if (!rows)
        return tl::unexpected(rows.error());
    if (rows->toInt() == 0)
        return failure(Words::tr("the remark is not there any more"), path);
    return {};
}

Result<QString> moveTo(const QString &path, const QString &folder)
{
    const QString target = QDir(folder).filePath(QFileInfo(path).fileName());
    if (!QDir().mkpath(folder))
        return failure(Words::tr("the folder cannot be made"), folder, Words::tr("a place where you may write"));
    if (QFile::exists(target))
        return failure(Words::tr("there is a file of this name already"), target);
    QFile file(path);
    if (!file.rename(target))
        return failure(Words::tr("cannot be moved to %1: %2").arg(folder, file.errorString()), path);
    for (const char *suffix : companions)
        QFile::rename(path + QLatin1StringView(suffix), target + QLatin1StringView(suffix));
    return target;
}

} // namespace

std::vector<ListedRun> listRuns(const QString &folder)
{
    std::vector<ListedRun> runs;
    const QDir dir(folder);
    for (const QString &name : dir.entryList({ u"*."_s + runSuffix }, QDir::Files, QDir::Name)) {
        const QString path = dir.filePath(name);
        const Result<OpenedRun> opened = openRun(path);
        if (opened)
            runs.push_back({ path, opened->head });
        else
            runs.push_back({ path, tl::unexpected(opened.error()) });
    }
    std::stable_sort(runs.begin(), runs.end(), [](const ListedRun &a, const ListedRun &b) {
        if (a.head.has_value() != b.head.has_value())
            return a.head.has_value();
        return a.head && a.head->startedAt > b.head->startedAt;
    });
    return runs;
}

Result<> setRunTitle(const QString &path, const QString &title)
{
    return change(path, u"UPDATE run SET title = ?"_s, { title });
}

Result<> setRunNote(const QString &path, const QString &note)
{
    return change(path, u"UPDATE run SET note = ?"_s, { note });
}

Result<qint64> addAnnotation(const QString &path, qint64 at, const QString &text)
{
    const auto database = openForWriting(path);
    if (!database)
        return tl::unexpected(database.error());
    if (const auto added = (*database)->execute(u"INSERT INTO message (at, kind, text) VALUES (?, ?, ?)"_s,
            { at, wordOf(KeptMessage::Kind::Annotation), text });
        !added)
        return tl::unexpected(added.error());
    const auto id = (*database)->value(u"SELECT last_insert_rowid()"_s);
    if (!id)
        return tl::unexpected(id.error());
    return id->toLongLong();
}

Result<> changeAnnotation(const QString &path, qint64 id, const QString &text)
{
    return changeRemark(path, u"UPDATE message SET text = ? WHERE id = ? AND kind = ?"_s,
        { text, id, wordOf(KeptMessage::Kind::Annotation) });
}

Result<> removeAnnotation(const QString &path, qint64 id)
{
    return changeRemark(
        path, u"DELETE FROM message WHERE id = ? AND kind = ?"_s, { id, wordOf(KeptMessage::Kind::Annotation) });
}

Result<> restoreAnnotation(const QString &path, const KeptMessage &annotation)
{
    return change(path, u"INSERT INTO message (id, at, kind, text) VALUES (?, ?, ?, ?)"_s,
        { annotation.id, annotation.at, wordOf(KeptMessage::Kind::Annotation), annotation.text });
}

Result<QString> removeRun(const QString &path)
{
    if (const Result<OpenedRun> opened = openRun(path); opened && opened->head.state == RunState::Running)
        return failure(Words::tr("is still being written"), path, Words::tr("the run to be over"));
    return moveTo(path, QDir(QFileInfo(path).absolutePath()).filePath(removedFolder));
}

Result<QString> restoreRun(const QString &removedPath)
{
    return moveTo(removedPath, QDir::cleanPath(QFileInfo(removedPath).absolutePath() + u"/.."_s));
}

Result<int> restoreRemovedRuns(const QString &folder)
{
    const QDir removed(QDir(folder).filePath(removedFolder));
    int restored = 0;
    for (const QString &name : removed.entryList({ u"*."_s + runSuffix }, QDir::Files, QDir::Name)) {
        if (const Result<QString> run = restoreRun(removed.filePath(name)); !run)
            return tl::unexpected(run.error());
        ++restored;
    }
    return restored;
}

void purgeRemovedRuns(const QString &folder)
{
    QDir(QDir(folder).filePath(removedFolder)).removeRecursively();
}

} // namespace throng::results
