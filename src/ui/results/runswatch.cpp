// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/runswatch.h"

#include "engine/results/runformat.h"
#include "ui/support/background.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace throng::ui {

namespace {

/// Names, sizes and times of the runs' files. Opening a file makes and removes others beside it, which the watcher
/// tells of: without this, listing a folder would be a reason to list it again.
QString appearanceOf(const QString &folder)
{
    QString text = folder;
    const QFileInfoList files = QDir(folder).entryInfoList({ u"*."_s + results::runSuffix }, QDir::Files, QDir::Name);
    for (const QFileInfo &file : files)
        text += u"\n%1 %2 %3"_s.arg(file.fileName()).arg(file.size()).arg(file.lastModified().toMSecsSinceEpoch());
    return text;
}

struct Look {
    bool isNews = false;
    QString appearance;
    std::vector<results::ListedRun> runs;
};

Look lookAt(const QString &folder, const QString &seen, bool anyway)
{
    Look look;
    look.appearance = appearanceOf(folder);
    look.isNews = anyway || look.appearance != seen;
    if (look.isNews) {
        look.runs = results::listRuns(folder);
        // What was mended while it was opened (a killed program's log) is no news next time.
        look.appearance = appearanceOf(folder);
    }
    return look;
}

} // namespace

RunsWatch::RunsWatch(Background &background, QObject *parent)
    : QObject(parent)
    , m_background(background)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(200ms);
    connect(&m_soon, &QTimer::timeout, this, [this] { look(false); });
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_soon, [this] { m_soon.start(); });
}

void RunsWatch::setFolder(const QString &folder)
{
    if (m_folder == folder)
        return;
    m_folder = folder;
    list();
}

void RunsWatch::list()
{
    look(true);
}

void RunsWatch::look(bool anyway)
{
    follow();
    m_background.run(
        this, [folder = m_folder, seen = m_seen, anyway] { return lookAt(folder, seen, anyway); },
        [this, folder = m_folder](const Look &look) {
            if (folder != m_folder || !look.isNews)
                return;
            m_seen = look.appearance;
            Q_EMIT listed(look.runs);
        });
}

void RunsWatch::follow()
{
    // runs/ is made by the first run: until then the project's folder tells of it.
    const QString wanted = QFileInfo(m_folder).isDir() ? m_folder : QFileInfo(m_folder).absolutePath();
    const QStringList followed = m_watcher.directories();
    for (const QString &folder : followed) {
        if (folder != wanted)
            m_watcher.removePath(folder);
    }
    if (!followed.contains(wanted) && QFileInfo(wanted).isDir())
        m_watcher.addPath(wanted);
}

} // namespace throng::ui
