// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/safekeeping.h"

#include "ui/document/autosave.h"
#include "ui/document/document.h"
#include "ui/support/messagebar.h"

#include <QDir>
#include <QEvent>
#include <QLocale>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

Safekeeping::Safekeeping(const QString &recoveryFolder, std::chrono::milliseconds interval, QWidget *parent)
    : QWidget(parent)
    , m_folder(recoveryFolder)
    , m_interval(interval)
    , m_recoveryBar(new MessageBar(this))
    , m_autosaveBar(new MessageBar(this))
    , m_diskBar(new MessageBar(this))
{
    m_recoveryBar->setObjectName(u"recoveryBar"_s);
    m_autosaveBar->setObjectName(u"autosaveBar"_s);
    m_diskBar->setObjectName(u"diskBar"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    for (MessageBar *bar : { m_recoveryBar, m_autosaveBar, m_diskBar })
        layout->addWidget(bar);
    parent->window()->installEventFilter(this);
    offer();
}

Safekeeping::~Safekeeping() = default;

void Safekeeping::watch(Document *document)
{
    m_autosave.reset();
    m_disk.reset();
    m_document = document;
    m_diskBar->clear();
    m_autosaveBar->clear();
    if (document) {
        m_disk = std::make_unique<DiskWatch>(*document);
        connect(m_disk.get(), &DiskWatch::found, this, &Safekeeping::tell);
        if (!m_folder.isEmpty()) {
            m_autosave = std::make_unique<Autosave>(*document, RecoveryFolder(m_folder), m_interval);
            connect(m_autosave.get(), &Autosave::kept, m_autosaveBar, &MessageBar::clear);
            connect(m_autosave.get(), &Autosave::failed, this, [this](const QString &reason) {
                m_autosaveBar->show(MessageBar::Kind::Warning, tr("Unsaved changes are not safe from a crash."),
                    tr("They could not be set aside: %1. Save the project soon.").arg(reason));
            });
        }
    }
    offer();
}

void Safekeeping::giveUpChanges()
{
    if (m_autosave)
        m_autosave->giveUp();
}

void Safekeeping::setInterval(std::chrono::milliseconds interval)
{
    m_interval = interval;
    if (m_autosave)
        m_autosave->setInterval(interval);
}

void Safekeeping::offer()
{
    m_recoveryBar->clear();
    if (m_folder.isEmpty())
        return;
    const QList<KeptChanges> left =
        RecoveryFolder(m_folder).leftBehind(m_document ? m_document->folder().projectFile() : QString());
    if (left.isEmpty())
        return;
    const KeptChanges &newest = left.first();
    m_recoveryBar->show(MessageBar::Kind::Warning, tr("Changes to “%1” were not saved.").arg(newest.projectName()),
        tr("Throng ended before they were, and set them aside at %1. Recovering them is one step, which Undo takes "
           "back. Closing this message keeps them for the next time.")
            .arg(QLocale().toString(newest.keptAt, QLocale::ShortFormat)),
        tr("Recover"), [this, newest] {
            if (m_document)
                recover(newest);
            else
                Q_EMIT openRequested(newest);
        });
    m_recoveryBar->setSecondAction(tr("Delete them"), [this, newest] {
        RecoveryFolder::remove(newest.file);
        offer();
    });
}

void Safekeeping::recover(const KeptChanges &changes)
{
    m_document->replace(tr("Recover unsaved changes"), changes.project);
    if (!m_document->isModified())
        RecoveryFolder::remove(changes.file); // they are on disk already
    else if (m_autosave)
        m_autosave->adopt(changes.file);
    offer();
}

void Safekeeping::tell(DiskWatch::State state)
{
    const QString path = QDir::toNativeSeparators(m_document->folder().path());
    switch (state) {
    case DiskWatch::State::AsWeLeftIt:
        m_diskBar->clear();
        break;
    case DiskWatch::State::Changed:
        m_diskBar->show(MessageBar::Kind::Warning,
            tr("“%1” was changed on disk by somebody else.").arg(m_document->name()),
            tr("You see it as it was before. Reload shows their version; Undo then brings yours back. If you keep "
               "yours, "
               "saving asks before it replaces theirs."),
            tr("Reload"), [this] { reload(); });
        m_diskBar->setSecondAction(tr("Keep mine"), [this] { m_diskBar->clear(); });
        break;
    case DiskWatch::State::FileGone:
        m_diskBar->show(MessageBar::Kind::Warning, tr("The project's file is gone."),
            tr("It was removed from %1. What you see is in this window alone; saving writes it again.").arg(path),
            tr("Save"), [this] { Q_EMIT saveRequested(); });
        break;
    case DiskWatch::State::FolderGone:
        m_diskBar->show(MessageBar::Kind::Warning, tr("The project's folder is gone."),
            tr("%1 was removed or renamed. What you see is in this window alone: save it to another folder, or bring "
               "the "
               "folder back.")
                .arg(path),
            tr("Save As…"), [this] { Q_EMIT saveAsRequested(); });
        break;
    }
}

void Safekeeping::reload()
{
    if (const auto reloaded = m_document->reload(); !reloaded) {
        m_diskBar->show(MessageBar::Kind::Error, tr("Their version cannot be read."),
            tr("%1. You go on with yours.").arg(reloaded.error().toString()));
        return;
    }
    m_diskBar->clear();
    m_disk->look();
}

bool Safekeeping::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::WindowActivate && m_disk)
        m_disk->look();
    return QWidget::eventFilter(watched, event);
}

} // namespace throng::ui
