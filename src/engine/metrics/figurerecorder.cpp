// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/figurerecorder.h"

#include <algorithm>
#include <utility>

namespace throng::metrics {

FigureRecorder::FigureRecorder()
    : m_taken(std::chrono::steady_clock::now())
{
}

FigureId FigureRecorder::id(const FigureKey &key)
{
    const auto found =
        std::find_if(m_figures.begin(), m_figures.end(), [&key](const Figure &figure) { return figure.key == key; });
    if (found != m_figures.end())
        return FigureId(found - m_figures.begin());
    m_figures.emplace_back().key = key;
    return FigureId(m_figures.size() - 1);
}

void FigureRecorder::record(FigureId id, Nanoseconds time)
{
    m_figures[std::size_t(id)].times.record(time);
}

std::vector<FigureDelta> FigureRecorder::take(Time now)
{
    std::vector<FigureDelta> figures;
    figures.reserve(m_figures.size());
    for (Figure &figure : m_figures)
        figures.push_back({ figure.key, figure.times.take(), figure.unfinished.take(), {} });
    for (const Stopwatch *watch : m_running) {
        if (watch->m_began < m_taken)
            figures[std::size_t(watch->m_id)].waiting.record(now - watch->m_began);
    }
    m_taken = now;
    std::erase_if(figures, [](const FigureDelta &figure) { return figure.samples() == 0; });
    std::sort(figures.begin(), figures.end(), [](const FigureDelta &a, const FigureDelta &b) { return a.key < b.key; });
    return figures;
}

Stopwatch::Stopwatch(FigureRecorder &recorder, const FigureKey &key, Time began)
    : m_recorder(&recorder)
    , m_id(recorder.id(key))
    , m_began(began)
    , m_place(recorder.m_running.size())
{
    recorder.m_running.push_back(this);
}

Stopwatch::~Stopwatch()
{
    FigureRecorder *const recorder = m_recorder;
    if (stop())
        recorder->m_figures[std::size_t(m_id)].unfinished.record(std::chrono::steady_clock::now() - m_began);
}

void Stopwatch::end(Time time)
{
    FigureRecorder *const recorder = m_recorder;
    if (stop())
        recorder->record(m_id, time - m_began);
}

bool Stopwatch::stop()
{
    if (!m_recorder)
        return false;
    std::vector<Stopwatch *> &running = std::exchange(m_recorder, nullptr)->m_running;
    running.back()->m_place = m_place;
    running[m_place] = running.back();
    running.pop_back();
    return true;
}

} // namespace throng::metrics
