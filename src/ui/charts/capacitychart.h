// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/capacity/capacityreport.h"

#include <QWidget>

namespace throng::ui {

class ChartLegend;
class ChartView;

/// What a capacity search measured, over the number of users: a line for each threshold that is a time, the limits
/// across, the users that are carried as a marker.
class CapacityChart : public QWidget {
    Q_OBJECT
public:
    explicit CapacityChart(QWidget *parent = nullptr);

    void setReport(const capacity::CapacityReport &report);
    [[nodiscard]] int pointCount(int line) const;

    QSize sizeHint() const override;

private:
    void setLines();
    void showReadout(qint64 position);

    capacity::CapacityReport m_report;
    QList<qsizetype> m_lines; ///< the rules that are drawn
    ChartLegend *m_legend;
    ChartView *m_view;
};

} // namespace throng::ui
