// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/mainwindow/mainwindow.h"

#include <QList>
#include <QObject>
#include <QPointer>

namespace throng::ui {

/// The windows of the program, each with a project of its own. A project is open in one of them at most.
class Windows : public QObject {
    Q_OBJECT
public:
    /// What `surroundings` names outlives this.
    explicit Windows(const MainWindow::Surroundings &surroundings, QObject *parent = nullptr);
    ~Windows() override;

    /// Another window with the start page.
    MainWindow *open();
    /// Where it is open already, that window comes to the front; else a window that shows the start page takes it, else
    /// a new one does.
    void openPath(const QString &path);
    [[nodiscard]] QList<MainWindow *> all() const;

private:
    [[nodiscard]] MainWindow *windowOf(const QString &path) const;

    MainWindow::Surroundings m_surroundings;
    QList<QPointer<MainWindow>> m_windows;
};

} // namespace throng::ui
