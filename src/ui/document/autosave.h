// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/recoveryfolder.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <chrono>
#include <memory>

class QLockFile;

namespace throng::ui {

class Document;

/// Keeps the unsaved changes of one document in the recovery folder, on a thread of its own so that the window never
/// waits for a disk. What it kept goes away when the changes are saved, undone, or given up by the user; whatever
/// else ends the document or the program leaves it there.
class Autosave : public QObject {
    Q_OBJECT
public:
    /// `document` must outlive this.
    Autosave(Document &document, const RecoveryFolder &folder, std::chrono::milliseconds interval);
    ~Autosave() override;

    /// At most so long after a change is it kept.
    void setInterval(std::chrono::milliseconds interval);
    /// The document shows these recovered changes now: go on in their file. They stay until they are saved or given up,
    /// even when undone.
    void adopt(const QString &file);
    /// The user said that unsaved changes may go. The last thing before the document is closed.
    void giveUp();

Q_SIGNALS:
    void kept();
    void failed(const QString &reason);

private:
    void keep();
    void clear();

    Document &m_document;
    QString m_file;
    std::shared_ptr<QLockFile> m_lock;
    QTimer m_timer;
    QThreadPool m_thread; ///< one thread: what is written and removed keeps its order
    bool m_isWriting = false;
    bool m_isRecovered = false;
    bool m_isGivenUp = false;
};

} // namespace throng::ui
