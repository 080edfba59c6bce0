// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/runfolder.h"

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QAction)
QT_FORWARD_DECLARE_CLASS(QHBoxLayout)
QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QLineEdit)
QT_FORWARD_DECLARE_CLASS(QMenu)
QT_FORWARD_DECLARE_CLASS(QStackedWidget)

namespace throng::ui {

class DataTable;
struct ExportForm;
class RunEdits;
class RunListModel;

/// The kept runs in a table that can be searched, and what can be done with them.
class RunList : public QWidget {
    Q_OBJECT
public:
    /// Titles and notes are changed, and runs removed, by `edits`, which outlives this.
    explicit RunList(RunEdits &edits, QWidget *parent = nullptr);

    void setRuns(const std::vector<results::ListedRun> &runs);
    /// Those that can be opened.
    [[nodiscard]] std::vector<results::RunHead> selectedRuns() const;
    void focusTable();
    /// An entry of the menu of things that are done with no run in particular.
    QAction *addGeneralAction(const QString &name, const QString &text);

Q_SIGNALS:
    void selectionChanged();
    void openRequested(const QString &path);
    void runAgainRequested(const QString &path);
    void exportRequested(const QString &path, const throng::ui::ExportForm &form);
    void compareRequested(const std::vector<throng::results::RunHead> &runs); ///< two or more

private:
    void setUpTable();
    void addActions();
    QAction *addAction(const QString &name, const QString &text, const QKeySequence &key);
    void addButtons();
    void select(const QString &path);
    void showSelection();
    void showDetails();
    void openCurrent();
    void editCell(int column);
    void removeSelected();
    [[nodiscard]] QList<int> selectedRows() const; ///< of the model

    RunEdits &m_edits;
    RunListModel *m_model;
    QLineEdit *m_search;
    DataTable *m_table;
    QLabel *m_details;
    QLabel *m_nothing;
    QStackedWidget *m_stack;
    QHBoxLayout *m_bar;
    QMenu *m_menu; ///< of the selected runs
    QMenu *m_general;
    QMenu *m_export = nullptr;
    QAction *m_open = nullptr;
    QAction *m_again = nullptr;
    QAction *m_compare = nullptr;
    QAction *m_rename = nullptr;
    QAction *m_note = nullptr;
    QAction *m_remove = nullptr;
    bool m_isFirst = true;
};

} // namespace throng::ui
