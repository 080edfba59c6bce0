// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/svgchart.h"

#include <QStringList>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

constexpr double width = 900;
constexpr double height = 260;
constexpr double left = 64;
constexpr double right = 28;
constexpr double top = 40;
constexpr double bottom = 28;
constexpr std::size_t mostPoints = 600;

struct Axis {
    double most = 1;
    double step = 1;
};

/// An axis from 0 that reaches over `value` in four to ten steps of 1, 2 or 5.
Axis axisFor(double value)
{
    const double least = std::max(value, 1e-9) / 8;
    const double power = std::pow(10, std::floor(std::log10(least)));
    double step = power;
    for (const double factor : { 2.0, 5.0, 10.0 }) {
        if (step >= least)
            break;
        step = power * factor;
    }
    return { std::ceil(std::max(value, step) / step) * step, step };
}

/// Where the axis has its lines.
std::vector<double> ticks(const Axis &axis)
{
    std::vector<double> values;
    const int last = static_cast<int>(axis.most / axis.step * 1.0001);
    values.reserve(std::size_t(last) + 1);
    for (int i = 0; i <= last; ++i)
        values.push_back(i * axis.step);
    return values;
}

QString number(double value)
{
    return QString::number(value, 'f', 1);
}

class Plot {
public:
    Plot(double lastSecond, double largest)
        : m_x(axisFor(lastSecond))
        , m_y(axisFor(largest))
    {
        m_x.most = std::max(lastSecond, m_x.step); // the time axis ends where the run did
    }

    [[nodiscard]] double x(double second) const { return left + second / m_x.most * (width - left - right); }
    [[nodiscard]] double y(double value) const { return height - bottom - value / m_y.most * (height - top - bottom); }

    [[nodiscard]] QString grid() const
    {
        QString svg;
        for (const double value : ticks(m_y))
            svg +=
                uR"(<line class="grid" x1="%1" x2="%2" y1="%3" y2="%3"/><text class="label" text-anchor="end" x="%4" y="%5">%6</text>)"_s
                    .arg(number(left), number(width - right), number(y(value)), number(left - 6), number(y(value) + 4),
                        QString::number(value, 'g', 6));
        for (const double second : ticks(m_x))
            svg += uR"(<text class="label" text-anchor="middle" x="%1" y="%2">%3 s</text>)"_s.arg(
                number(x(second)), number(height - 8), QString::number(second, 'g', 6));
        return svg;
    }

    [[nodiscard]] QString line(const ChartLine &line) const
    {
        QStringList points;
        const auto add = [&](std::size_t i) {
            points.append(number(x(line.seconds[i])) + u',' + number(y(line.values[i])));
        };
        const std::size_t count = line.values.size();
        const std::size_t stretch = std::max<std::size_t>(1, (count * 2 + mostPoints - 1) / mostPoints);
        for (std::size_t begin = 0; begin < count; begin += stretch) {
            const auto first = line.values.begin() + static_cast<std::ptrdiff_t>(begin);
            const auto last = line.values.begin() + static_cast<std::ptrdiff_t>(std::min(begin + stretch, count));
            const auto [least, most] = std::minmax_element(first, last);
            const auto earlier = static_cast<std::size_t>(std::min(least, most) - line.values.begin());
            const auto later = static_cast<std::size_t>(std::max(least, most) - line.values.begin());
            add(earlier);
            if (later != earlier)
                add(later);
        }
        return uR"(<polyline class="line%1" points="%2"/>)"_s.arg(line.style).arg(points.join(u' '));
    }

private:
    Axis m_x;
    Axis m_y;
};

} // namespace

QString svgChart(const QString &title, const QString &unit, const std::vector<ChartLine> &lines)
{
    double lastSecond = 0;
    double largest = 0;
    for (const ChartLine &line : lines) {
        for (std::size_t i = 0; i < line.values.size(); ++i) {
            lastSecond = std::max(lastSecond, line.seconds[i]);
            largest = std::max(largest, line.values[i]);
        }
    }
    const Plot plot(lastSecond, largest);
    QString svg = uR"(<svg class="chart" viewBox="0 0 %1 %2" role="img" aria-label="%3">)"_s.arg(
        number(width), number(height), title.toHtmlEscaped());
    svg += uR"(<text class="title" x="%1" y="18">%2 (%3)</text>)"_s.arg(
        number(left), title.toHtmlEscaped(), unit.toHtmlEscaped());
    svg += plot.grid();
    double legend = width - right;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        svg += uR"(<text class="label" text-anchor="end" x="%1" y="18">%2</text>)"_s.arg(
            number(legend), line->name.toHtmlEscaped());
        legend -= 8 + 7 * static_cast<double>(line->name.size());
        svg += uR"(<line class="line%1" x1="%2" x2="%3" y1="14" y2="14"/>)"_s.arg(line->style)
                   .arg(number(legend - 24), number(legend));
        legend -= 40;
    }
    for (const ChartLine &line : lines) {
        if (!line.values.empty())
            svg += plot.line(line);
    }
    return svg + u"</svg>\n"_s;
}

} // namespace throng::results
