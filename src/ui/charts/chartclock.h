// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QTimer>

namespace throng::ui {

class TimeChart;

/// One timer for all charts of a page: however many values come, each chart that can be seen is drawn at most
/// once a tick, and nothing ticks while nothing comes.
class ChartClock : public QObject {
    Q_OBJECT
public:
    explicit ChartClock(QObject *parent = nullptr);

    void add(TimeChart *chart);
    void drawNow(); ///< what has changed, without waiting: somebody chose what is to be seen

private:
    QList<TimeChart *> m_charts;
    QTimer m_timer;
};

} // namespace throng::ui
