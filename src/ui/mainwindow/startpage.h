// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QTableWidget)

namespace throng::ui {

class LastRuns;
class RecentProjects;

/// What the window shows without a project: three ways to begin, and the projects opened last.
class StartPage : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(RecentProjects &recent, QWidget *parent = nullptr);

Q_SIGNALS:
    void practiceRequested();
    void newProjectRequested();
    void openRequested();
    void openPathRequested(const QString &path);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void fillRecent();

    RecentProjects &m_recent;
    LastRuns *m_lastRuns;
    QLabel *m_heading;
    QTableWidget *m_table;
};

} // namespace throng::ui
