// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/figure.h"

#include <chrono>

namespace throng::metrics {

class Stopwatch;

enum class FigureId : quint32 {};

/// Takes the figures that one worker's users measure by themselves. Belongs to its worker's thread: no locks.
class FigureRecorder {
public:
    using Time = std::chrono::steady_clock::time_point;

    FigureRecorder();
    FigureRecorder(FigureRecorder &&) = default; ///< while no stopwatch runs
    FigureRecorder &operator=(FigureRecorder &&) = default;

    /// The id of a figure, the same for the recorder's life. Ask once, not for each sample.
    [[nodiscard]] FigureId id(const FigureKey &key);
    void record(FigureId id, Nanoseconds time);

    /// What happened since the last call, sorted by key; with what is under way and began before that call.
    [[nodiscard]] std::vector<FigureDelta> take(Time now);

private:
    friend class Stopwatch;
    struct Figure {
        FigureKey key;
        HistogramRecorder times;
        HistogramRecorder unfinished;
    };

    std::vector<Figure> m_figures;
    std::vector<Stopwatch *> m_running;
    Time m_taken;
};

/// Measures one thing from its beginning to its end. If it is destroyed before that, what it measured has not
/// come to its end and counts with the age that it reached.
class Stopwatch {
public:
    using Time = FigureRecorder::Time;

    Stopwatch(FigureRecorder &recorder, const FigureKey &key, Time began);
    Stopwatch(const Stopwatch &) = delete;
    Stopwatch &operator=(const Stopwatch &) = delete;
    ~Stopwatch();

    void end(Time time);
    /// There was nothing to be measured.
    void drop() { stop(); }

private:
    friend class FigureRecorder;
    bool stop();

    FigureRecorder *m_recorder; ///< null once it has stopped
    FigureId m_id;
    Time m_began;
    std::size_t m_place; ///< among those running
};

} // namespace throng::metrics
