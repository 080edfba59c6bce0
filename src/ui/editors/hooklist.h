// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/suite.h"

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QTableView)
QT_FORWARD_DECLARE_CLASS(QToolButton)

namespace throng::ui {

class HookModel;

/// A list of commands, edited in place: add, remove, earlier, later.
class HookList : public QWidget {
    Q_OBJECT
public:
    explicit HookList(const QString &heading, QWidget *parent = nullptr);

    void setHooks(const QList<project::Hook> &hooks); ///< says nothing to edited()
    [[nodiscard]] const QList<project::Hook> &hooks() const;

Q_SIGNALS:
    void edited();

private:
    void add();
    void remove();
    void move(int by);
    void updateButtons();

    HookModel *m_model;
    QTableView *m_table;
    QToolButton *m_add;
    QToolButton *m_remove;
    QToolButton *m_up;
    QToolButton *m_down;
};

} // namespace throng::ui
