// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/servertotals.h"

#include <QComboBox>

#include <deque>

namespace throng::ui {

class DashboardCharts;
class LineChart;

/// What the server needed, beside the response times: its processor time, and one more figure to choose. Both charts
/// are among the dashboard's and are shown from the first figure on; the choice of the figure is this widget.
class ServerCharts : public QComboBox {
    Q_OBJECT
public:
    explicit ServerCharts(DashboardCharts &charts, QWidget *parent = nullptr);

    void clear();
    void add(const metrics::ServerScrape &scrape);

private:
    struct Point {
        qint64 unixMilliseconds;
        double value;
    };
    struct Figure {
        QString source; ///< empty: memory of all that the server consists of
        QByteArray name;
        metrics::ServerUnit unit = metrics::ServerUnit::Number;
        std::deque<Point> points; ///< the last hours
    };

    [[nodiscard]] static Figure memoryOfAll();
    Figure &figureFor(const QString &source, const metrics::ServerFigure &figure);
    void append(Figure &figure, Point point);
    void offer(std::size_t figure, bool suggested);
    void showChosen();
    [[nodiscard]] QString text(double value) const;

    DashboardCharts &m_charts;
    metrics::ServerLoad m_load;
    std::vector<Figure> m_figures; ///< memory of all first
    std::size_t m_chosen = 0;
    int m_suggested = 0; ///< how many entries stand above the separator
    bool m_wereShown = false; ///< once; after that the user may have chosen otherwise
    LineChart *m_cpu;
    LineChart *m_other;
};

} // namespace throng::ui
