// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/recoveryfolder.h"

#include "engine/project/textfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QUuid>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

std::optional<KeptChanges> read(const QString &file)
{
    const auto text = project::readTextFile(file);
    if (!text)
        return {};
    const QJsonObject json = QJsonDocument::fromJson(*text).object();
    KeptChanges changes;
    changes.file = file;
    changes.projectFile = json[u"projectFile"].toString();
    changes.keptAt = QDateTime::fromString(json[u"keptAt"].toString(), Qt::ISODate);
    auto project = project::Project::fromJson(
        json[u"project"].toString().toUtf8(), file, QFileInfo(changes.projectFile).absolutePath());
    if (changes.projectFile.isEmpty() || !project)
        return {};
    changes.project = std::move(*project);
    return changes;
}

} // namespace

QString KeptChanges::projectName() const
{
    return QFileInfo(projectFile).completeBaseName();
}

RecoveryFolder::RecoveryFolder(const QString &path)
    : m_path(path)
{
}

QList<KeptChanges> RecoveryFolder::leftBehind(const QString &projectFile) const
{
    QList<KeptChanges> found;
    for (const QFileInfo &info : QDir(m_path).entryInfoList({ u"*.json"_s }, QDir::Files)) {
        // A lock is given up by the death of whoever held it, however that came about.
        QLockFile lock(lockOf(info.absoluteFilePath()));
        lock.setStaleLockTime(0);
        if (!lock.tryLock(0))
            continue;
        auto changes = read(info.absoluteFilePath());
        if (changes && (projectFile.isEmpty() || changes->projectFile == projectFile))
            found.append(std::move(*changes));
    }
    std::ranges::sort(found, [](const KeptChanges &a, const KeptChanges &b) { return a.keptAt > b.keptAt; });
    return found;
}

QString RecoveryFolder::newFile() const
{
    return m_path + u'/' + QUuid::createUuid().toString(QUuid::WithoutBraces) + u".json"_s;
}

QString RecoveryFolder::lockOf(const QString &file)
{
    return file + u".lock"_s;
}

Result<> RecoveryFolder::write(const KeptChanges &changes)
{
    // The project goes in as text: what comes out is then what went in, byte for byte.
    const QJsonObject json { { u"projectFile"_s, changes.projectFile },
        { u"keptAt"_s, changes.keptAt.toString(Qt::ISODate) },
        { u"project"_s, QString::fromUtf8(changes.project.toJson()) } };
    return project::writeAtomically(changes.file, project::Access::OwnerOnly, QJsonDocument(json).toJson());
}

void RecoveryFolder::remove(const QString &file)
{
    QFile::remove(file);
}

} // namespace throng::ui
