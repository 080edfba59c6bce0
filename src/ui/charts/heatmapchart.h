// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/distributionseries.h"
#include "ui/charts/timechart.h"

namespace throng::ui {

/// A distribution over time: each column is a moment, each row a range of durations; the stronger the colour, the
/// larger the share of that moment's answers. Two humps or a slow tail, which no percentile shows, can be seen.
class HeatMapChart : public TimeChart {
    Q_OBJECT
public:
    explicit HeatMapChart(const QString &title, QWidget *parent = nullptr);

    [[nodiscard]] const DistributionSeries &data() const { return m_data; }
    void append(qint64 unixMilliseconds, const DistributionSeries::Counts &counts);
    void setData(DistributionSeries data);

    /// Header "time,unix_ms,<= 1 ms,…": the answers in each range, a row a second or per slot.
    [[nodiscard]] QByteArray csv() const override;

    /// From none to all of a moment's answers.
    [[nodiscard]] static QColor color(double share, const QPalette &palette);

protected:
    [[nodiscard]] qint64 firstTime() const override { return m_data.firstTime(); }
    [[nodiscard]] qint64 lastTime() const override { return m_data.lastTime(); }
    void clearData() override { m_data.clear(); }
    void drawRange(qint64 from, qint64 to) override;
    [[nodiscard]] Readout readout(qint64 unixMilliseconds) const override;

private:
    DistributionSeries m_data;
};

} // namespace throng::ui
