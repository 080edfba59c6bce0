// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/diskwatch.h"
#include "ui/document/recoveryfolder.h"

#include <QWidget>

#include <chrono>
#include <memory>

namespace throng::ui {

class Autosave;
class Document;
class MessageBar;

/// Sees to it that no work is lost: keeps unsaved changes, offers those that a crash left behind, and says when
/// somebody else changed or removed the project. A strip of message bars, empty most of the time.
class Safekeeping : public QWidget {
    Q_OBJECT
public:
    /// An empty `recoveryFolder`: nothing is kept and nothing offered.
    Safekeeping(const QString &recoveryFolder, std::chrono::milliseconds interval, QWidget *parent);
    ~Safekeeping() override;

    /// From now on this document; nullptr: none, as on the start page. Before the document goes, watch another.
    void watch(Document *document);
    /// The user said that the unsaved changes of the document may go; it is closed next.
    void giveUpChanges();
    void setInterval(std::chrono::milliseconds interval);
    /// Puts recovered changes into the watched document, as one step that can be undone.
    void recover(const KeptChanges &changes);

Q_SIGNALS:
    /// Open the project of these changes, or make it anew where it is gone, then recover() them.
    void openRequested(const throng::ui::KeptChanges &changes);
    void saveRequested();
    void saveAsRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void offer();
    void tell(DiskWatch::State state);
    void reload();

    QString m_folder;
    std::chrono::milliseconds m_interval;
    Document *m_document = nullptr;
    std::unique_ptr<Autosave> m_autosave;
    std::unique_ptr<DiskWatch> m_disk;
    MessageBar *m_recoveryBar;
    MessageBar *m_autosaveBar;
    MessageBar *m_diskBar;
};

} // namespace throng::ui
