// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/projectfolder.h"

#include "engine/base/words.h"
#include "engine/project/textfile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <utility>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

QByteArray fingerprintOf(const QByteArray &content)
{
    return QCryptographicHash::hash(content, QCryptographicHash::Sha256);
}

QStringList projectFilesIn(const QString &folder)
{
    return QDir(folder).entryList({ u"*."_s + ProjectFolder::suffix }, QDir::Files, QDir::Name);
}

} // namespace

ProjectFolder::ProjectFolder(QString folder, QString name)
    : m_folder(std::move(folder))
    , m_name(std::move(name))
{
}

Result<ProjectFolder> ProjectFolder::create(const QString &folder, const Project &project, const QString &name)
{
    const QString path = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    const QStringList projects = projectFilesIn(path);
    if (!projects.isEmpty())
        return failure(Words::tr("there is a project already, \"%1\"").arg(projects.first()), path,
            Words::tr("another folder, or that project opened"));
    const bool existed = QFileInfo::exists(path);
    if (existed && !QFileInfo(path).isDir())
        return failure(Words::tr("is a file"), path, Words::tr("a folder"));
    if (!existed && !QDir().mkpath(path))
        return failure(Words::tr("the folder cannot be made"), path, Words::tr("a place where you may write"));

    const QString projectName = name.isEmpty() ? QFileInfo(path).fileName() : name;
    if (projectName.isEmpty() || projectName.contains(u'/'))
        return failure(Words::tr("\"%1\" is no name for a project").arg(projectName), path, Words::tr("a file's name"));
    ProjectFolder created(path, projectName);
    if (Result<> saved = created.saveAtomically(project, Overwrite::Always); !saved) {
        if (!existed)
            QDir().rmdir(path);
        return tl::unexpected(saved.error());
    }
    return created;
}

Result<ProjectFolder> ProjectFolder::open(const QString &given)
{
    const QFileInfo info(given);
    if (!info.exists())
        return failure(Words::tr("is not there"), given, Words::tr("a project's folder or its .throng file"));
    const QString path = QDir::cleanPath(info.absoluteFilePath());
    if (!info.isDir()) {
        if (info.suffix() != QString(suffix))
            return failure(Words::tr("is no project"), path, Words::tr("a .throng file, or the folder of one"));
        return ProjectFolder(QFileInfo(path).absolutePath(), QFileInfo(path).completeBaseName());
    }
    const QStringList projects = projectFilesIn(path);
    if (projects.isEmpty())
        return failure(Words::tr("there is no project in this folder"), path, Words::tr("a .throng file in it"));
    if (projects.size() > 1)
        return failure(Words::tr("there are several projects in this folder: %1").arg(projects.join(u", "_s)), path,
            Words::tr("the path of one of them"));
    return ProjectFolder(path, QFileInfo(projects.first()).completeBaseName());
}

ProjectFolder ProjectFolder::withoutProject(const QString &folder)
{
    return { QDir::cleanPath(QFileInfo(folder).absoluteFilePath()), {} };
}

Result<Project> ProjectFolder::load()
{
    const Result<QByteArray> text = readTextFile(projectFile());
    if (!text)
        return tl::unexpected(text.error());
    Result<Project> project = Project::fromJson(*text, projectFile(), m_folder);
    if (project)
        m_fingerprint = fingerprintOf(*text);
    return project;
}

bool ProjectFolder::isChangedOnDisk() const
{
    const Result<QByteArray> text = readTextFile(projectFile());
    return !text || fingerprintOf(*text) != m_fingerprint;
}

Result<> ProjectFolder::saveAtomically(const Project &project, Overwrite overwrite)
{
    // A removed file is no work of others to be lost.
    if (overwrite == Overwrite::OnlyIfUnchanged && QFile::exists(projectFile()) && isChangedOnDisk())
        return failure(Words::tr("was changed by somebody else since it was opened"), projectFile(),
            Words::tr("to be opened again, or overwritten on purpose"));
    const QByteArray content = project.toJson();
    Result<> written = writeAtomically(projectFile(), Access::Ordinary, content);
    if (written)
        m_fingerprint = fingerprintOf(content);
    return written;
}

Result<ProjectFolder> ProjectFolder::saveAs(const QString &folder, const Project &project, const QString &name) const
{
    // The project comes last: a copy that failed half-way is no project yet.
    const QString path = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    if (!projectFilesIn(path).isEmpty())
        return create(folder, project, name); // which says what is in the way
    const bool existed = QFileInfo::exists(path);
    if (!existed && !QDir().mkpath(path))
        return failure(Words::tr("the folder cannot be made"), path, Words::tr("a place where you may write"));
    const ProjectFolder target(path, {});
    const auto copyAll = [&]() -> Result<ProjectFolder> {
        for (const auto &[from, to, access] : { std::tuple { usersFile(), target.usersFile(), Access::OwnerOnly },
                 std::tuple { roomsFile(), target.roomsFile(), Access::Ordinary },
                 std::tuple { tokensFile(), target.tokensFile(), Access::OwnerOnly },
                 std::tuple { createdRoomsFile(), target.createdRoomsFile(), Access::Ordinary },
                 std::tuple { historyFile(), target.historyFile(), Access::Ordinary } }) {
            if (Result<> copied = copyFile(from, to, access); !copied)
                return tl::unexpected(copied.error());
        }
        return create(path, project, name);
    };
    Result<ProjectFolder> saved = copyAll();
    if (!saved && !existed)
        QDir(path).removeRecursively(); // it was made here and holds nothing but copies
    return saved;
}

QString ProjectFolder::projectFile() const
{
    return m_folder + u'/' + m_name + u'.' + suffix;
}

QString ProjectFolder::usersFile() const
{
    return m_folder + u"/users.csv"_s;
}

QString ProjectFolder::roomsFile() const
{
    return m_folder + u"/rooms.json"_s;
}

QString ProjectFolder::tokensFile() const
{
    return m_folder + u"/tokens.csv"_s;
}

QString ProjectFolder::createdRoomsFile() const
{
    return m_folder + u"/rooms-created.csv"_s;
}

QString ProjectFolder::historyFile() const
{
    return m_folder + u"/history.csv"_s;
}

QString ProjectFolder::ledgerFile() const
{
    return m_folder + u"/ledger.csv"_s;
}

QString ProjectFolder::runsFolder() const
{
    return m_folder + u"/runs"_s;
}

QString ProjectFolder::absolutePath(const QString &path) const
{
    return path.isEmpty() ? QString() : QDir::cleanPath(QDir(m_folder).absoluteFilePath(path));
}

} // namespace throng::project
