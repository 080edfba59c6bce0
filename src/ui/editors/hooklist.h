// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/hookmodel.h"

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QTableView)
QT_FORWARD_DECLARE_CLASS(QToolButton)

namespace throng::ui {

/// A list of commands, edited in place: add, remove, earlier, later.
class HookList : public QWidget {
    Q_OBJECT
public:
    HookList(const QString &heading, HookModel::Kind kind, QWidget *parent = nullptr);

    [[nodiscard]] HookModel &model() { return *m_model; } ///< what it shows and edits
    [[nodiscard]] const HookModel &model() const { return *m_model; }
    [[nodiscard]] bool isWhole() const; ///< no row is without a command

Q_SIGNALS:
    void edited();

private:
    void setColumnWidths();
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
