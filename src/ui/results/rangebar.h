// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/keptrun.h"

#include <QWidget>

#include <optional>

QT_FORWARD_DECLARE_CLASS(QComboBox)
QT_FORWARD_DECLARE_CLASS(QDateTimeEdit)

namespace throng::ui {

/// Which part of a kept run is looked at: all of it, one of its tests, or from one time to another.
class RangeBar : public QWidget {
    Q_OBJECT
public:
    using Range = std::optional<results::TimeRange>; ///< unset: all of the run

    explicit RangeBar(QWidget *parent = nullptr);

    struct Phase {
        QString name;
        results::TimeRange extent;
    };
    void setRun(const results::TimeRange &extent, const std::vector<Phase> &phases);
    void setRange(const Range &range); ///< shows it; tells nobody

Q_SIGNALS:
    void rangeChosen(const std::optional<throng::results::TimeRange> &range); ///< by the user

private:
    void phaseChosen(int index);
    void timeEdited();

    QComboBox *m_phase;
    QDateTimeEdit *m_from;
    QDateTimeEdit *m_to;
    results::TimeRange m_extent;
    std::vector<Phase> m_phases;
};

/// In whole seconds, the first and last of which are all in it.
[[nodiscard]] results::TimeRange wholeSeconds(const results::TimeRange &range);

} // namespace throng::ui
