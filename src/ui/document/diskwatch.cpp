// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/diskwatch.h"

#include "ui/document/document.h"

#include <QFileInfo>

using namespace std::chrono_literals;

namespace throng::ui {

DiskWatch::DiskWatch(Document &document)
    : m_document(document)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(200ms);
    connect(&m_soon, &QTimer::timeout, this, &DiskWatch::look);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_soon, [this] { m_soon.start(); });
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_soon, [this] { m_soon.start(); });
    connect(&m_document, &Document::saved, this, &DiskWatch::look);
    follow();
}

void DiskWatch::follow()
{
    const QString folder = m_document.folder().path();
    const QString file = m_document.folder().projectFile();
    QStringList stale;
    for (const QString &path : m_watcher.files() + m_watcher.directories()) {
        if (path != folder && path != file)
            stale.append(path);
    }
    if (!stale.isEmpty())
        m_watcher.removePaths(stale);
    // A file that was replaced by another of its name is no longer followed.
    if (!m_watcher.files().contains(file) && QFileInfo::exists(file))
        m_watcher.addPath(file);
    if (!m_watcher.directories().contains(folder) && QFileInfo::exists(folder))
        m_watcher.addPath(folder);
}

void DiskWatch::look()
{
    follow();
    const QFileInfo file(m_document.folder().projectFile());
    const State state = !QFileInfo::exists(m_document.folder().path()) ? State::FolderGone
        : !file.exists()                                               ? State::FileGone
        : m_document.isChangedOnDisk()                                 ? State::Changed
                                                                       : State::AsWeLeftIt;
    const bool isNews = state != m_state || (state == State::Changed && file.lastModified() != m_modified);
    m_state = state;
    m_modified = file.lastModified();
    if (isNews)
        Q_EMIT found(state);
}

} // namespace throng::ui
