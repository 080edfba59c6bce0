// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/support/colors.h"

#include <QString>

#include <functional>

namespace throng::ui {

/// How one line of a chart looks, and what it is called.
struct ChartSeries {
    QString name;
    ChartColor color;
    Qt::PenStyle dash; ///< beside the colour, so that the lines differ in print and for every eye
    bool filled = false;
};

/// A horizontal line at a value that should not be passed: "p95 < 500 ms".
struct ChartLimit {
    double value = 0;
    QString text;

    friend bool operator==(const ChartLimit &, const ChartLimit &) = default;
};

/// A value of a chart in words, with its unit.
using ValueText = std::function<QString(double)>;

} // namespace throng::ui
