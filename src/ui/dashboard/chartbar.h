// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <chrono>

QT_FORWARD_DECLARE_CLASS(QCheckBox)
QT_FORWARD_DECLARE_CLASS(QComboBox)
QT_FORWARD_DECLARE_CLASS(QHBoxLayout)
QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QMenu)

namespace throng::ui {

class DashboardCharts;

/// Above the charts: how much of the run they show, whether they follow it, and which of them are shown.
class ChartBar : public QWidget {
    Q_OBJECT
public:
    explicit ChartBar(DashboardCharts &charts, QWidget *parent = nullptr);

    /// The charts of a run that is over: there is nothing to follow.
    void showKept();

    void setSpan(std::chrono::seconds span); ///< 0: the whole run; one that is not in the list becomes the next longer

    /// Left of the choice of charts.
    void addChoice(QWidget *choice);

Q_SIGNALS:
    void spanChosen(std::chrono::seconds span); ///< by the user

private:
    void fillMenu();

    DashboardCharts &m_charts;
    QLabel *m_label;
    QComboBox *m_span;
    QCheckBox *m_follow;
    QMenu *m_menu;
    QHBoxLayout *m_layout;
};

} // namespace throng::ui
