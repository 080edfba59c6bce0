// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/escapeguard.h"

#include <QDialog>
#include <QKeyEvent>

namespace throng::ui {

EscapeGuard::EscapeGuard(QDialog *dialog, std::function<bool()> hasWork)
    : QObject(dialog)
    , m_hasWork(std::move(hasWork))
{
    dialog->installEventFilter(this);
}

bool EscapeGuard::eventFilter(QObject *watched, QEvent *event)
{
    return (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Cancel)
               && m_hasWork())
        || QObject::eventFilter(watched, event);
}

} // namespace throng::ui
