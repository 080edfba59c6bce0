// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dashboard/livefigures.h"

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QLabel)

namespace throng::ui {

class RunController;

/// The status bar's line: what goes on, and the figures one looks for from every page.
class StatusStrip : public QWidget {
    Q_OBJECT
public:
    explicit StatusStrip(QWidget *parent = nullptr);

    /// Null when no project is open.
    void watch(RunController *controller);

private:
    void showState();
    void showFigures();

    RunController *m_controller = nullptr;
    LiveFigures m_figures;
    QString m_test;
    QLabel *m_state;
    QLabel *m_users;
    QLabel *m_requests;
    QLabel *m_failures;
    QLabel *m_delivery;
    QLabel *m_elapsed;
};

} // namespace throng::ui
