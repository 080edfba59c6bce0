// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/runfolder.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

namespace throng::ui {

class Background;

/// Lists the runs of a project's runs/ folder, and again when something in there changes: files are opened on a thread
/// of its own.
class RunsWatch : public QObject {
    Q_OBJECT
public:
    /// `background` outlives this.
    explicit RunsWatch(Background &background, QObject *parent = nullptr);

    /// The project's runs/, which need not be there yet. Lists it.
    void setFolder(const QString &folder);
    [[nodiscard]] const QString &folder() const { return m_folder; }

    /// Lists the runs, though their files may look as they did: one that is being written grows beside its file.
    void list();

Q_SIGNALS:
    void listed(const std::vector<throng::results::ListedRun> &runs); ///< newest first

private:
    void look(bool anyway);
    void follow();

    Background &m_background;
    QFileSystemWatcher m_watcher;
    QTimer m_soon; ///< others write in several steps
    QString m_folder;
    QString m_seen; ///< how the folder was when it was listed last
};

} // namespace throng::ui
