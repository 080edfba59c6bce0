// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chartseries.h"

#include <QList>
#include <QWidget>

namespace throng::ui {

/// The names of a chart's lines, each beside a stroke in its colour and dash style. Where there is no room for all of
/// them the names are shortened.
class ChartLegend : public QWidget {
    Q_OBJECT
public:
    explicit ChartLegend(QWidget *parent);

    void setSeries(const QList<ChartSeries> &series);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<ChartSeries> m_series;
};

} // namespace throng::ui
