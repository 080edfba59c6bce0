// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/loadshape.h"

#include <QWidget>

#include <functional>

QT_FORWARD_DECLARE_CLASS(QCheckBox)
QT_FORWARD_DECLARE_CLASS(QDoubleSpinBox)
QT_FORWARD_DECLARE_CLASS(QFormLayout)
QT_FORWARD_DECLARE_CLASS(QSpinBox)

namespace throng::ui {

/// "Constant", "Ramp", ...
[[nodiscard]] QString phaseKindName(project::LoadPhase::Kind kind);
/// "Ramp to 200 users, 5 min": one line for a list.
[[nodiscard]] QString phaseWords(const project::LoadPhase &phase, project::LoadShape::Of of);

/// The fields of one phase of a load shape: those that its kind has.
class PhaseForm : public QWidget {
    Q_OBJECT
public:
    explicit PhaseForm(QWidget *parent = nullptr);

    void setUnit(project::LoadShape::Of of); ///< what the levels are of
    /// Says nothing to edited().
    void setPhase(const project::LoadPhase &phase);
    [[nodiscard]] const project::LoadPhase &phase() const { return m_phase; }

Q_SIGNALS:
    void edited(const QString &field, const QString &label);

private:
    QDoubleSpinBox *makeNumber(const QString &name, double least, double most, int decimals, const QString &suffix);
    void connectNumber(QDoubleSpinBox *box, const QString &label, std::function<void(double)> apply);
    void showKind();

    project::LoadPhase m_phase;
    bool m_quiet = false;
    QFormLayout *m_form;
    QDoubleSpinBox *m_minutes;
    QDoubleSpinBox *m_level;
    QCheckBox *m_fromWhereItWas;
    QDoubleSpinBox *m_from;
    QDoubleSpinBox *m_to;
    QSpinBox *m_steps;
    QDoubleSpinBox *m_peak;
    QDoubleSpinBox *m_peakSeconds;
    QDoubleSpinBox *m_rise;
    QDoubleSpinBox *m_busiest;
    QDoubleSpinBox *m_start;
    QDoubleSpinBox *m_lapse;
};

} // namespace throng::ui
