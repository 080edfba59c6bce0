// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

namespace throng::ui {

class Document;

/// Notices what others do to the file of an open project.
class DiskWatch : public QObject {
    Q_OBJECT
public:
    enum class State { AsWeLeftIt, Changed, FileGone, FolderGone };

    /// `document` must outlive this.
    explicit DiskWatch(Document &document);

    /// Looks now. File systems over a network do not tell of changes, so look when the user comes back to the window.
    void look();

Q_SIGNALS:
    void found(throng::ui::DiskWatch::State state); ///< once for each thing that was done

private:
    void follow();

    Document &m_document;
    QFileSystemWatcher m_watcher;
    QTimer m_soon; ///< others write in several steps; one look after the last is enough
    State m_state = State::AsWeLeftIt;
    QDateTime m_modified; ///< of the file, when it was last found changed
};

} // namespace throng::ui
