// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/loadcurve.h"
#include "ui/charts/linechart.h"

namespace throng::ui {

/// A load curve before it is run: its clock begins at midnight.
class ShapeChart : public LineChart {
    Q_OBJECT
public:
    explicit ShapeChart(const QString &title, QWidget *parent = nullptr);

    void setCurve(const LoadCurve &curve);

private:
    LoadCurve m_curve; ///< that is drawn
};

} // namespace throng::ui
