// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

namespace throng {

/// A load over time: straight lines from point to point, the last level from there on. Two points of the same time are
/// a jump. What the level counts (users, or arrivals a second) is for the owner to know.
class LoadCurve {
public:
    struct Point {
        double seconds = 0; ///< since the beginning; never less than that of the point before
        double level = 0; ///< at least 0
        friend bool operator==(const Point &, const Point &) = default;
    };

    /// No load, ever.
    LoadCurve() = default;
    /// The first point is at 0.
    explicit LoadCurve(std::vector<Point> points);
    /// The same level for ever.
    [[nodiscard]] static LoadCurve constant(double level) { return LoadCurve({ { 0, level } }); }

    [[nodiscard]] bool isEmpty() const { return m_points.empty(); }
    [[nodiscard]] const std::vector<Point> &points() const { return m_points; }
    [[nodiscard]] double duration() const { return m_points.empty() ? 0 : m_points.back().seconds; } ///< seconds
    [[nodiscard]] double peak() const;

    /// At the moment of a jump it has happened.
    [[nodiscard]] double levelAt(double seconds) const;
    /// The area below, from the beginning: of a rate, how many have come.
    [[nodiscard]] double areaUntil(double seconds) const;
    /// When the area gets to that. Nothing if it never does.
    [[nodiscard]] std::optional<double> whenAreaIs(double area) const;

    [[nodiscard]] LoadCurve scaled(double factor) const;
    /// The same with every jump stretched to a slope of `perSecond` at the most, as far as the next point lets it; 0 or
    /// less leaves jumps alone. At the beginning the level comes from 0.
    [[nodiscard]] LoadCurve withSlopes(double perSecond) const;

    friend bool operator==(const LoadCurve &a, const LoadCurve &b) { return a.m_points == b.m_points; }

private:
    /// The last point at or before that time; there is one.
    [[nodiscard]] std::size_t indexAt(double seconds) const;

    std::vector<Point> m_points;
    std::vector<double> m_areas; ///< until each point
};

} // namespace throng
