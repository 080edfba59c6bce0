// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/runsummary.h"
#include "ui/editors/page.h"

#include <QTimer>

QT_FORWARD_DECLARE_CLASS(QProgressBar)
QT_FORWARD_DECLARE_CLASS(QPushButton)

namespace throng::ui {

class Dashboard;
class Document;
class LimitBars;
class LoadControls;
class Questions;
class RunController;
struct RunProgress;

/// The run under way: how far it is, its load, what limits it, and its dashboard.
class RunPage : public Page {
    Q_OBJECT
public:
    RunPage(Document &document, RunController &controller, Questions &questions, QWidget *parent = nullptr);

    [[nodiscard]] Dashboard *dashboard() const { return m_dashboard; }

Q_SIGNALS:
    void serverLimitsRequested(); ///< the user wants to know how to raise them

private:
    void connectController();
    void connectDocument();
    void runBegan(const run::RunPlan &plan);
    void testStarted(int index, const run::TestPlan &test);
    void second(const metrics::Snapshot &snapshot);
    void testFinished(const run::TestSummary &summary);
    void finished(const run::RunSummary &summary);
    void showMessage(const run::Message &message);
    void showState();
    void showProgress();
    void show(const RunProgress &progress);
    void addRemark(qint64 unixMilliseconds, const QString &text);
    void log(run::Message::Severity severity, const QString &text);

    Document &m_document;
    RunController &m_controller;
    QPushButton *m_capacity;
    LoadControls *m_load;
    QProgressBar *m_progress;
    LimitBars *m_limits;
    Dashboard *m_dashboard;
    QTimer m_clock; ///< between the seconds of a run, and while it reports none
    run::RunPlan m_plan;
    QList<std::pair<qint64, QString>> m_remarks; ///< of the run, by time
    int m_currentTest = -1;
    int m_usersRunning = 0;
    int m_usersWanted = 0;
};

} // namespace throng::ui
