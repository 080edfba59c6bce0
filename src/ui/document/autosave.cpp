// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/autosave.h"

#include "ui/document/document.h"

#include <QDir>
#include <QFileInfo>
#include <QLockFile>

namespace throng::ui {

namespace {

std::shared_ptr<QLockFile> lockFor(const QString &file)
{
    auto lock = std::make_shared<QLockFile>(RecoveryFolder::lockOf(file));
    lock->setStaleLockTime(0);
    return lock;
}

Result<> write(const KeptChanges &changes, QLockFile &lock)
{
    const QString folder = QFileInfo(changes.file).absolutePath();
    QDir().mkpath(folder); // that it failed is said by the writing
    if (!lock.isLocked())
        (void)lock.tryLock(0);
    return RecoveryFolder::write(changes);
}

} // namespace

Autosave::Autosave(Document &document, const RecoveryFolder &folder, std::chrono::milliseconds interval)
    : m_document(document)
    , m_file(folder.newFile())
    , m_lock(lockFor(m_file))
{
    m_thread.setMaxThreadCount(1);
    m_timer.setSingleShot(true);
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, &Autosave::keep);
    // Not restarted by later changes: somebody who types on and on is kept safe too.
    connect(&m_document, &Document::changed, this, [this] {
        if (!m_timer.isActive())
            m_timer.start();
    });
    connect(&m_document, &Document::saved, this, [this] {
        m_isRecovered = false;
        clear();
    });
    connect(m_document.undoStack(), &QUndoStack::cleanChanged, this, [this](bool clean) {
        if (clean && !m_isRecovered)
            clear();
    });
}

Autosave::~Autosave()
{
    m_thread.waitForDone();
    const bool mayGo = m_isGivenUp ? m_document.isModified() : !m_document.isModified() && !m_isRecovered;
    if (mayGo)
        RecoveryFolder::remove(m_file);
    else if (m_document.isModified())
        (void)write(
            { m_file, m_document.folder().projectFile(), QDateTime::currentDateTime(), m_document.project() }, *m_lock);
}

void Autosave::setInterval(std::chrono::milliseconds interval)
{
    m_timer.setInterval(interval);
}

void Autosave::adopt(const QString &file)
{
    m_thread.waitForDone();
    RecoveryFolder::remove(m_file);
    m_file = file;
    m_lock = lockFor(file);
    (void)m_lock->tryLock(0);
    m_isRecovered = true;
}

void Autosave::giveUp()
{
    m_isGivenUp = true;
}

void Autosave::keep()
{
    if (!m_document.isModified())
        return;
    if (m_isWriting) {
        m_timer.start();
        return;
    }
    m_isWriting = true;
    KeptChanges changes { m_file, m_document.folder().projectFile(), QDateTime::currentDateTime(),
        m_document.project() };
    m_thread.start([this, changes = std::move(changes), lock = m_lock] {
        const auto written = write(changes, *lock);
        // The destructor waits for this thread: `this` is there, and what is posted goes with it.
        QMetaObject::invokeMethod(
            this,
            [this, reason = written ? QString() : written.error().toString()] {
                m_isWriting = false;
                if (reason.isEmpty()) {
                    Q_EMIT kept();
                    return;
                }
                Q_EMIT failed(reason);
                m_timer.start(); // the disk may have room again
            },
            Qt::QueuedConnection);
    });
}

void Autosave::clear()
{
    m_timer.stop();
    m_thread.start([file = m_file] { RecoveryFolder::remove(file); });
}

} // namespace throng::ui
