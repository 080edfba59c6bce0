// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/histogram.h"

#include <QList>
#include <QWidget>

namespace throng::ui {

class ChartLegend;
class ChartView;

/// How response times are spread: how many answers took how long, and how many took no longer than that.
class DistributionView : public QWidget {
    Q_OBJECT
public:
    explicit DistributionView(QWidget *parent = nullptr);

    struct Line {
        QString name;
        metrics::Histogram times;
    };
    void setLines(const QList<Line> &lines);
    /// The share of a line's answers that took no longer than that many milliseconds, as the read-out says it.
    [[nodiscard]] double shareUpTo(int line, double milliseconds) const;

private:
    void draw();
    void showReadout(qint64 position);

    QList<Line> m_lines;
    ChartLegend *m_legend;
    ChartView *m_histogram;
    ChartView *m_cumulative;
};

} // namespace throng::ui
