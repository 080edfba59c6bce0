// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTemporaryDir>

namespace throng::test {

/// A folder in which nothing can be written, not even by root (who may write into a 0555 folder): mounted read-only
/// for root, 0555 for everybody else. Where root may not mount, an empty one is /proc, and a given one stays writable.
class UnwritableFolder {
public:
    UnwritableFolder();
    /// Makes a folder that is there already unwritable, until this is destroyed.
    explicit UnwritableFolder(const QString &folder);
    ~UnwritableFolder();
    UnwritableFolder(const UnwritableFolder &) = delete;
    UnwritableFolder &operator=(const UnwritableFolder &) = delete;

    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] bool works() const { return m_works; }

private:
    void close();

    QTemporaryDir m_temporary;
    QString m_path;
    bool m_mounted = false;
    bool m_works = true;
};

/// A folder on a disk that is full after a megabyte: a tmpfs for root; elsewhere the process' limit on file sizes
/// stands in for it, which makes write() fail in the same place.
class SmallDisk {
public:
    static constexpr qint64 size = 1 << 20;

    SmallDisk();
    ~SmallDisk();
    SmallDisk(const SmallDisk &) = delete;
    SmallDisk &operator=(const SmallDisk &) = delete;

    [[nodiscard]] QString path() const { return m_folder.path(); }
    /// Leaves room for so many bytes and no more. With the stand-in: for each file.
    void fillUpTo(qint64 bytesLeft);
    /// As if somebody had deleted what filled it.
    void makeRoom();

private:
    QTemporaryDir m_folder;
    bool m_mounted = false;
    quint64 m_limitBefore = 0;
};

} // namespace throng::test
