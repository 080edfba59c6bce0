// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/keptrun.h"

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QPushButton)
QT_FORWARD_DECLARE_CLASS(QStandardItemModel)

namespace throng::ui {

class DataTable;

/// The remarks of a kept run, to be read, added, edited and removed. It changes nothing by itself: it says what the
/// user wants, and is told what is there.
class RemarkPanel : public QWidget {
    Q_OBJECT
public:
    explicit RemarkPanel(QWidget *parent = nullptr);

    void setRemarks(const std::vector<results::KeptMessage> &remarks); ///< in the order of time

Q_SIGNALS:
    void addRequested();
    void edited(const throng::results::KeptMessage &remark, const QString &text);
    void removeRequested(const throng::results::KeptMessage &remark);

private:
    [[nodiscard]] const results::KeptMessage *current() const; ///< null: none is selected
    void edit();
    void remove();
    void showSelection();

    QStandardItemModel *m_model;
    DataTable *m_table;
    QPushButton *m_edit;
    QPushButton *m_remove;
    std::vector<results::KeptMessage> m_remarks;
};

} // namespace throng::ui
