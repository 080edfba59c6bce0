// SPDX-License-Identifier: GPL-3.0-or-later
#include "awkwarddisk.h"

#include <QDir>
#include <QFile>

#include <csignal>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace throng::test {

namespace {

bool mountTmpfs(const QString &path, unsigned long flags, const char *options)
{
    return geteuid() == 0 && ::mount("tmpfs", path.toLocal8Bit().constData(), "tmpfs", flags, options) == 0;
}

void unmount(const QString &path)
{
    ::umount2(path.toLocal8Bit().constData(), MNT_DETACH);
}

QString fillerOf(const QString &folder)
{
    return folder + u"/filler"_s;
}

} // namespace

UnwritableFolder::UnwritableFolder()
    : m_path(m_temporary.path())
{
    close();
    if (m_works)
        return;
    m_path = u"/proc"_s;
    m_works = true;
}

UnwritableFolder::UnwritableFolder(const QString &folder)
    : m_path(folder)
{
    close();
}

void UnwritableFolder::close()
{
    if (geteuid() != 0) {
        QFile::setPermissions(m_path, QFileDevice::ReadOwner | QFileDevice::ExeOwner);
        return;
    }
    // The folder over itself, then read-only.
    const QByteArray path = m_path.toLocal8Bit();
    m_mounted = ::mount(path.constData(), path.constData(), nullptr, MS_BIND, nullptr) == 0;
    m_works = m_mounted && ::mount(nullptr, path.constData(), nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr) == 0;
}

UnwritableFolder::~UnwritableFolder()
{
    if (m_mounted)
        unmount(m_path == u"/proc" ? m_temporary.path() : m_path);
    else if (m_path != u"/proc")
        QFile::setPermissions(m_path, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
}

SmallDisk::SmallDisk()
    : m_mounted(mountTmpfs(m_folder.path(), 0, "size=1m"))
{
    if (m_mounted)
        return;
    std::signal(SIGXFSZ, SIG_IGN); // so that write() fails instead of the process
    rlimit limit {};
    getrlimit(RLIMIT_FSIZE, &limit);
    m_limitBefore = limit.rlim_cur;
}

SmallDisk::~SmallDisk()
{
    makeRoom();
    if (m_mounted)
        unmount(m_folder.path());
}

void SmallDisk::fillUpTo(qint64 bytesLeft)
{
    if (!m_mounted) {
        rlimit limit {};
        getrlimit(RLIMIT_FSIZE, &limit);
        limit.rlim_cur = static_cast<rlim_t>(bytesLeft);
        setrlimit(RLIMIT_FSIZE, &limit);
        return;
    }
    struct statvfs status { };
    statvfs(m_folder.path().toLocal8Bit().constData(), &status);
    const qint64 free = static_cast<qint64>(status.f_bavail) * static_cast<qint64>(status.f_bsize);
    QFile filler(fillerOf(m_folder.path()));
    if (filler.open(QIODevice::WriteOnly) && free > bytesLeft)
        filler.write(QByteArray(free - bytesLeft, 'x'));
}

void SmallDisk::makeRoom()
{
    QFile::remove(fillerOf(m_folder.path()));
    if (m_mounted)
        return;
    rlimit limit {};
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = m_limitBefore;
    setrlimit(RLIMIT_FSIZE, &limit);
}

} // namespace throng::test
