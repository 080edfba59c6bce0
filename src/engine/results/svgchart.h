// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace throng::results {

/// One line of a chart, over the seconds since the start.
struct ChartLine {
    QString name;
    int style = 0; ///< which of the colours and dash styles: 0 to 4
    std::vector<double> seconds;
    std::vector<double> values;
};

/// A small line chart as an SVG element, for a page that has styles for the classes chart, grid, label and line0 to
/// line4. At most 600 points a line: of more, the smallest and largest of each stretch are kept.
[[nodiscard]] QString svgChart(const QString &title, const QString &unit, const std::vector<ChartLine> &lines);

} // namespace throng::results
