// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/totals.h"
#include "ui/charts/chartseries.h"

#include <QList>

#include <functional>
#include <span>

namespace throng::ui {

/// A line chart of the dashboard, all of it in one place: another chart is another entry of the list below.
struct ChartDescription {
    QString name; ///< the widget's, and what the choice of charts is remembered by
    QString title;
    QString explanation; ///< what it shows, for “What's this?”
    QList<ChartSeries> series;
    ValueText valueText;
    /// Fills in one value a series for a second; NaN (they all are at first) where there is none. Empty: whoever added
    /// the chart appends to it. What a stop leaves of a second comes with the second before it, as one point.
    std::function<void(const metrics::HistoryPoint &, std::span<double>)> values;
    bool isShownAtFirst = true;
};

/// In the order in which they are shown.
[[nodiscard]] QList<ChartDescription> chartDescriptions();

/// The dash styles and colours for lines of the same kind, such as one an endpoint.
[[nodiscard]] QList<ChartSeries> seriesNamed(const QStringList &names);

} // namespace throng::ui
