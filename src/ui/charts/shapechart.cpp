// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/shapechart.h"

#include "ui/support/format.h"

#include <QDateTime>

#include <algorithm>
#include <array>
#include <cmath>

namespace throng::ui {

namespace {

constexpr int mostPoints = 600; // more than there are pixels

} // namespace

ShapeChart::ShapeChart(const QString &title, QWidget *parent)
    : LineChart(title, { { tr("planned"), ChartColor::Blue, Qt::SolidLine, true } }, &formatRate, parent)
{
    setSpan(std::chrono::milliseconds(0));
}

void ShapeChart::setCurve(const LoadCurve &curve)
{
    if (curve == m_curve)
        return;
    m_curve = curve;
    clear();
    const qint64 midnight = QDateTime(QDate(2000, 1, 1), QTime(0, 0)).toMSecsSinceEpoch();
    // A recording has a value a second.
    const double seconds = std::max(curve.duration(), 1.0);
    const int points = int(std::clamp(std::floor(seconds), 1.0, double(mostPoints)));
    for (int i = 0; i <= points; ++i) {
        const double time = seconds * i / points;
        append(midnight + qRound64(time * 1000), std::array { curve.levelAt(time) });
    }
    refresh();
}

} // namespace throng::ui
