// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chartseries.h"

#include <QList>
#include <QPointF>
#include <QWidget>

namespace throng::ui {

class ChartView;

/// Lines of several runs laid over each other, over the time since a beginning that they have in common.
class OverlayChart : public QWidget {
    Q_OBJECT
public:
    OverlayChart(const QString &title, ValueText valueText, QWidget *parent = nullptr);

    struct Line {
        ChartSeries style;
        QList<QPointF> points; ///< x: milliseconds since the beginning, ascending
    };
    void setLines(const QList<Line> &lines);
    [[nodiscard]] int pointCount(int line) const; ///< that are drawn

    QSize minimumSizeHint() const override { return { 220, 150 }; }

private:
    void showReadout(qint64 position);

    ValueText m_valueText;
    QList<Line> m_lines;
    ChartView *m_view;
};

} // namespace throng::ui
