// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/thresholds/rule.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::thresholds {

namespace {

/// Three digits, without an exponent.
QString digits(double value)
{
    const double size = std::abs(value);
    return QString::number(value, 'f', size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : 2);
}

} // namespace

Unit unitOf(Figure figure)
{
    switch (figure) {
    case Figure::Percentile:
    case Figure::Mean:
    case Figure::Min:
    case Figure::Max:
        return Unit::Time;
    case Figure::FailedShare:
    case Figure::RateLimitedShare:
        return Unit::Share;
    case Figure::RequestsPerSecond:
    case Figure::FailuresPerSecond:
        return Unit::Rate;
    }
    Q_UNREACHABLE();
}

QString formatValue(Unit unit, double value)
{
    switch (unit) {
    case Unit::Time:
        return value < 1e9 ? digits(value / 1e6) + u" ms"_s : digits(value / 1e9) + u" s"_s;
    case Unit::Share:
        return digits(value * 100) + u" %"_s;
    case Unit::Rate:
        return digits(value) + u"/s"_s;
    }
    Q_UNREACHABLE();
}

Unit Rule::unit() const
{
    return unitOf(figure);
}

bool Rule::isMetBy(double value) const
{
    switch (comparison) {
    case Comparison::Less:
        return value < limit;
    case Comparison::AtMost:
        return value <= limit;
    case Comparison::Greater:
        return value > limit;
    case Comparison::AtLeast:
        return value >= limit;
    }
    Q_UNREACHABLE();
}

QString Rule::figureText() const
{
    const auto end = std::find_if(
        text.begin(), text.end(), [](QChar c) { return c == u'<' || c == u'>' || c == u'≤' || c == u'≥'; });
    return text.left(std::distance(text.begin(), end)).trimmed();
}

} // namespace throng::thresholds
