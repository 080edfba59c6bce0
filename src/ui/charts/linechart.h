// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chartseries.h"
#include "ui/charts/timechart.h"
#include "ui/charts/timeseries.h"

QT_FORWARD_DECLARE_CLASS(QPushButton)

namespace throng::ui {

class ChartLegend;

/// Lines over time with a legend.
///
class LineChart : public TimeChart {
    Q_OBJECT
public:
    using Series = ChartSeries;

    LineChart(const QString &title, const QList<ChartSeries> &series, ValueText valueText, QWidget *parent = nullptr);

    [[nodiscard]] const TimeSeries &data() const { return m_data; }
    [[nodiscard]] int drawnPoints(int series) const; ///< how many points the last refresh() drew

    /// One value a series; NaN for none.
    void append(qint64 unixMilliseconds, std::span<const double> values);
    void setLimits(const QList<ChartLimit> &limits);

    struct Line {
        ChartSeries style;
        const TimeSeries *data; ///< must be there for as long as it is shown
        int series; ///< of the data
    };
    /// Shows these lines in place of its own, which go on being recorded; a link in the header leads back. The chart
    /// is drawn anew with each append().
    void showInstead(const QString &title, const QList<Line> &lines, const QString &backText);
    void showOwn();
    [[nodiscard]] bool showsOwn() const { return m_showsOwn; }

    /// Header "time,unix_ms,NAME…"; a row a second, or per slot of the tier that holds all of the run.
    [[nodiscard]] QByteArray csv() const override;

Q_SIGNALS:
    void backRequested(); ///< to its own lines

protected:
    [[nodiscard]] qint64 firstTime() const override { return m_data.firstTime(); }
    [[nodiscard]] qint64 lastTime() const override { return m_data.lastTime(); }
    void clearData() override;
    void drawRange(qint64 from, qint64 to) override;
    [[nodiscard]] Readout readout(qint64 unixMilliseconds) const override;

private:
    void setLines(const QList<Line> &lines);

    QString m_ownTitle;
    ValueText m_valueText;
    TimeSeries m_data;
    QList<Line> m_own;
    QList<Line> m_lines; ///< those that are shown
    ChartLegend *m_legend;
    QPushButton *m_back;
    bool m_showsOwn = true;
};

} // namespace throng::ui
