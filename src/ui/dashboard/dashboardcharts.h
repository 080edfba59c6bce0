// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/snapshot.h"
#include "engine/metrics/totals.h"
#include "engine/thresholds/threshold.h"
#include "ui/charts/chartclock.h"
#include "ui/charts/distributionseries.h"
#include "ui/dashboard/endpointseries.h"

#include <QScrollArea>

QT_FORWARD_DECLARE_CLASS(QGridLayout)

namespace throng::ui {

struct ChartDescription;
class HeatMapChart;
class LineChart;
class Questions;
class TimeChart;

/// The charts of a run, live or kept. They zoom, follow and show their read-outs together; which of them are shown is
/// the user's choice. Those of chartDescriptions() are there from the start, others can be added.
class DashboardCharts : public QScrollArea {
    Q_OBJECT
public:
    explicit DashboardCharts(Questions &questions, QWidget *parent = nullptr);

    /// A further chart behind the others. It is cleared, zoomed and marked with them.
    LineChart *addChart(const ChartDescription &description);

    void clear();
    void beginPhase(qint64 unixMilliseconds, const QString &name);
    /// What response times are held against, drawn as lines.
    void setThresholds(const QList<thresholds::Threshold> &thresholds);
    /// What a person wrote beside the run, in the order of time: marks in all charts.
    void setRemarks(const QList<std::pair<qint64, QString>> &remarks);
    /// Whether the charts' menus offer to add one.
    void setRemarkable(bool remarkable);
    /// Draws nothing yet: that many seconds of a kept run can be added in a row.
    void add(const metrics::Snapshot &second, const metrics::HistoryPoint &point);

    /// What add() has no endpoints for, of a kept run: how all response times are spread, and the times of endpoints.
    void setDistribution(DistributionSeries distribution);
    [[nodiscard]] EndpointSeries &endpointTimes() { return m_endpointTimes; }

    /// The response times of these endpoints; none: of all together.
    void showEndpoints(const QList<metrics::EndpointKey> &endpoints);

    void setSpan(std::chrono::milliseconds span); ///< shown while following; 0: everything
    void setFollowing(bool following);
    [[nodiscard]] bool isFollowing() const;
    [[nodiscard]] qint64 readout() const { return m_readout; } ///< the moment under the pointer; 0: none
    void zoomTo(qint64 from, qint64 to); ///< Unix milliseconds; stops following

    struct Choice {
        QString name;
        QString title;
        bool isShown;
    };
    [[nodiscard]] QList<Choice> choices() const;
    void setShown(const QString &name, bool shown);
    [[nodiscard]] QStringList shown() const;
    void setShown(const QStringList &names); ///< names that are not known are passed over
    [[nodiscard]] TimeChart *chart(const QString &name) const; ///< null: there is none

Q_SIGNALS:
    void followingChanged(bool following);
    void rangeChosen(qint64 from, qint64 to); ///< by the user, in one of the charts; both 0: everything again
    void remarkRequested(qint64 unixMilliseconds); ///< by the user, at this moment
    void shownChanged(); ///< by setShown(), or there is another chart
    void allEndpointsRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Entry {
        QString name;
        QString title; ///< the chart's own may be that of an endpoint
        TimeChart *chart;
        QWidget *card;
        bool isShown;
        std::function<void(const metrics::HistoryPoint &, std::span<double>)> values;
        int series = 0;
    };
    void enter(Entry entry, const QString &explanation);
    void arrange();
    void savePicture(TimeChart *chart);
    void saveData(TimeChart *chart);

    Questions &m_questions;
    ChartClock m_clock;
    QGridLayout *m_grid;
    QList<Entry> m_entries;
    LineChart *m_responseTimes = nullptr;
    HeatMapChart *m_distribution;
    EndpointSeries m_endpointTimes;
    QList<std::pair<qint64, QString>> m_remarks;
    int m_columns = 0;
    qint64 m_readout = 0;
    bool m_isRemarkable = false;
};

} // namespace throng::ui
