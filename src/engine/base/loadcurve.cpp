// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/loadcurve.h"

#include <algorithm>
#include <cmath>

namespace throng {

LoadCurve::LoadCurve(std::vector<Point> points)
    : m_points(std::move(points))
{
    m_areas.reserve(m_points.size());
    double area = 0;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        if (i > 0)
            area += (m_points[i].seconds - m_points[i - 1].seconds) * (m_points[i].level + m_points[i - 1].level) / 2;
        m_areas.push_back(area);
    }
}

double LoadCurve::peak() const
{
    double peak = 0;
    for (const Point &point : m_points)
        peak = std::max(peak, point.level);
    return peak;
}

std::size_t LoadCurve::indexAt(double seconds) const
{
    const auto after = std::upper_bound(m_points.begin(), m_points.end(), seconds,
        [](double time, const Point &point) { return time < point.seconds; });
    return after == m_points.begin() ? 0 : std::size_t(after - m_points.begin()) - 1;
}

double LoadCurve::levelAt(double seconds) const
{
    if (m_points.empty() || seconds < 0)
        return 0;
    const std::size_t i = indexAt(seconds);
    if (i + 1 == m_points.size())
        return m_points[i].level;
    const Point &from = m_points[i];
    const Point &to = m_points[i + 1];
    return from.level + (to.level - from.level) * (seconds - from.seconds) / (to.seconds - from.seconds);
}

double LoadCurve::areaUntil(double seconds) const
{
    if (m_points.empty() || seconds <= 0)
        return 0;
    const std::size_t i = indexAt(seconds);
    return m_areas[i] + (seconds - m_points[i].seconds) * (m_points[i].level + levelAt(seconds)) / 2;
}

std::optional<double> LoadCurve::whenAreaIs(double area) const
{
    if (m_points.empty())
        return std::nullopt;
    if (area <= 0)
        return 0;
    const auto reached = std::lower_bound(m_areas.begin(), m_areas.end(), area);
    // There is a point before: the area until the first is 0.
    const std::size_t i = std::size_t(reached - m_areas.begin()) - 1;
    const Point &from = m_points[i];
    const double missing = area - m_areas[i];
    const bool isLast = i + 1 == m_points.size();
    const double slope = isLast ? 0 : (m_points[i + 1].level - from.level) / (m_points[i + 1].seconds - from.seconds);
    if (isLast && from.level <= 0)
        return std::nullopt;
    // level·t + slope·t²/2 = missing, in the form that does not cancel out where the slope is small.
    const double root = std::sqrt(std::max(0.0, from.level * from.level + 2 * slope * missing));
    const double time = from.seconds + 2 * missing / (from.level + root);
    return isLast ? time : std::min(time, m_points[i + 1].seconds);
}

LoadCurve LoadCurve::scaled(double factor) const
{
    std::vector<Point> points = m_points;
    for (Point &point : points)
        point.level *= factor;
    return LoadCurve(std::move(points));
}

LoadCurve LoadCurve::withSlopes(double perSecond) const
{
    if (m_points.empty() || !(perSecond > 0))
        return *this;
    std::vector<Point> points { { 0, 0 } };
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        const Point &to = m_points[i];
        const Point from = points.back();
        if (to.seconds > from.seconds) {
            points.push_back(to);
            continue;
        }
        // A jump. It goes on until it meets the line that begins here, or that line is over.
        const bool isLast = i + 1 == m_points.size();
        if (!isLast && m_points[i + 1].seconds == to.seconds)
            continue; // the next one counts
        const double time = std::abs(to.level - from.level) / perSecond;
        if (time == 0)
            continue;
        const double end = isLast ? from.seconds + time : std::min(from.seconds + time, m_points[i + 1].seconds);
        points.push_back({ end, levelAt(end) });
        if (!isLast && end == m_points[i + 1].seconds)
            points.back().level = m_points[i + 1].level;
    }
    return LoadCurve(std::move(points));
}

} // namespace throng
