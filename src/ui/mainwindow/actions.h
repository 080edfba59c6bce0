// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/support/appearance.h"

#include <QObject>

QT_FORWARD_DECLARE_CLASS(QAction)
QT_FORWARD_DECLARE_CLASS(QActionGroup)
QT_FORWARD_DECLARE_CLASS(QMainWindow)
QT_FORWARD_DECLARE_CLASS(QMenu)
QT_FORWARD_DECLARE_CLASS(QUndoGroup)

namespace throng::ui {

/// Every action of a window with its text, key and icon, and the menus they are in. What they do is the window's.
class Actions : public QObject {
    Q_OBJECT
public:
    Actions(QMainWindow &window, QUndoGroup &undoGroup);

    QAction *newProject, *newWindow, *open, *save, *saveAs, *closeProject, *quit;
    QAction *preferences;
    QAction *undo, *redo;
    QAction *start, *startTrials, *stop, *stopNow;
    QAction *practice, *checkServer, *cleanUp;
    QAction *generateUsers, *generateRooms;
    QAction *firstSteps, *whatsThis, *about;
    QMenu *recentMenu;
    QList<QAction *> pages; ///< Ctrl+1 … Ctrl+6
    QActionGroup *appearances;

    [[nodiscard]] QAction *appearance(Appearance appearance) const;

private:
    QAction *make(const QString &name, const QString &text, const QKeySequence &key, const QString &iconName = {},
        const QString &tip = {});
};

} // namespace throng::ui
