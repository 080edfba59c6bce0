// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editors/page.h"

QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QStackedWidget)
QT_FORWARD_DECLARE_CLASS(QTableWidget)

namespace throng::ui {

class RunController;

/// The runs finished since the project was opened, with their verdicts and warnings.
class ResultsPage : public Page {
    Q_OBJECT
public:
    explicit ResultsPage(RunController &controller, QWidget *parent = nullptr);

private:
    void reload();
    void showDetails();

    RunController &m_controller;
    QStackedWidget *m_stack;
    QTableWidget *m_table;
    QLabel *m_details;
};

} // namespace throng::ui
