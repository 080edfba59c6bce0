// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/report.h"

#include <QJsonObject>

#include <vector>

namespace throng::results {

/// The charts of one test for HtmlPage::addCharts(): response times and requests of all or of a chosen endpoint,
/// deliveries, users, what the server said of itself, the generator. Thresholds of times are drawn as lines.
[[nodiscard]] QJsonObject chartsOf(const Report &report, const ReportTest &test);

/// A run among those that are laid over each other.
struct OverlaidRun {
    QString name;
    int style = 0; ///< colour and dashes; runs of one side share them
    TimeRange extent; ///< charts begin at extent.from
    ReportSpans spans;
};
/// A line for each run, aligned at the begin of the test. `endpoints` can be chosen.
[[nodiscard]] QJsonObject chartsOf(
    const std::vector<OverlaidRun> &runs, const std::vector<metrics::EndpointKey> &endpoints);

} // namespace throng::results
