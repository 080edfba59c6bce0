// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/figure.h"

#include <algorithm>

namespace throng::metrics {

namespace {

auto placeOf(std::vector<FigureDelta> &figures, const FigureKey &key)
{
    return std::lower_bound(figures.begin(), figures.end(), key,
        [](const FigureDelta &figure, const FigureKey &wanted) { return figure.key < wanted; });
}

/// A dozen figures at most: nothing cleverer is needed.
template <typename Add>
void addEach(std::vector<FigureDelta> &into, const std::vector<FigureDelta> &from, Add add)
{
    for (const FigureDelta &figure : from) {
        const auto place = placeOf(into, figure.key);
        if (place != into.end() && place->key == figure.key)
            add(*place, figure);
        else
            into.insert(place, figure);
    }
}

} // namespace

Histogram FigureDelta::all() const
{
    Histogram sum = times;
    sum.merge(unfinished);
    sum.merge(waiting);
    return sum;
}

FigurePercentile FigureDelta::percentile(double percent) const
{
    return { all().percentile(percent), isLowerBound() };
}

void FigureDelta::merge(const FigureDelta &other)
{
    times.merge(other.times);
    unfinished.merge(other.unfinished);
    waiting.merge(other.waiting);
}

void FigureDelta::follow(const FigureDelta &later)
{
    times.merge(later.times);
    unfinished.merge(later.unfinished);
    waiting = later.waiting;
}

void mergeFigures(std::vector<FigureDelta> &into, const std::vector<FigureDelta> &from)
{
    addEach(into, from, [](FigureDelta &mine, const FigureDelta &other) { mine.merge(other); });
}

void followFigures(std::vector<FigureDelta> &into, const std::vector<FigureDelta> &later)
{
    for (FigureDelta &figure : into)
        figure.waiting = {};
    addEach(into, later, [](FigureDelta &mine, const FigureDelta &other) { mine.follow(other); });
}

const FigureDelta *findFigure(const std::vector<FigureDelta> &figures, const FigureKey &key)
{
    const auto place = std::lower_bound(figures.begin(), figures.end(), key,
        [](const FigureDelta &figure, const FigureKey &wanted) { return figure.key < wanted; });
    return place != figures.end() && place->key == key ? &*place : nullptr;
}

} // namespace throng::metrics
