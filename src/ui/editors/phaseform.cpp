// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/phaseform.h"

#include "ui/support/format.h"
#include "ui/support/numberbox.h"
#include "ui/support/widgets.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QFormLayout>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

using project::LoadPhase;
using project::LoadShape;
using Kind = LoadPhase::Kind;

constexpr double mostLevel = 1'000'000;
constexpr double mostMinutes = 60 * 24 * 366;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(throng::ui::PhaseForm)
};

std::chrono::milliseconds fromSeconds(double seconds)
{
    return std::chrono::milliseconds(qRound64(seconds * 1000));
}

double secondsOf(std::chrono::milliseconds time)
{
    return std::chrono::duration<double>(time).count();
}

} // namespace

QString phaseKindName(Kind kind)
{
    switch (kind) {
    case Kind::Constant:
        return Words::tr("Constant");
    case Kind::Ramp:
        return Words::tr("Ramp");
    case Kind::Steps:
        return Words::tr("Steps");
    case Kind::Spike:
        return Words::tr("Spike");
    case Kind::Soak:
        return Words::tr("Soak");
    case Kind::Daily:
        return Words::tr("Day");
    case Kind::Points:
        return Words::tr("Points");
    }
    return {};
}

QString phaseWords(const LoadPhase &phase, LoadShape::Of of)
{
    const QString time = formatSpan(phase.duration);
    const auto load = [of](double level) {
        if (of == LoadShape::Of::Rate)
            return Words::tr("%1 a second").arg(formatRate(level));
        return level == std::floor(level) ? Words::tr("%Ln user(s)", nullptr, int(level))
                                          : Words::tr("%1 users").arg(formatRate(level));
    };
    switch (phase.kind) {
    case Kind::Constant:
        return Words::tr("Constant at %1, %2").arg(load(phase.level), time);
    case Kind::Ramp:
        return phase.from ? Words::tr("Ramp from %1 to %2, %3").arg(formatRate(*phase.from), load(phase.to), time)
                          : Words::tr("Ramp to %1, %2").arg(load(phase.to), time);
    case Kind::Steps:
        return Words::tr("%n step(s) from %1 to %2, %3", nullptr, phase.steps)
            .arg(formatRate(phase.from.value_or(0)), load(phase.to), time);
    case Kind::Spike:
        return Words::tr("Spike from %1 to %2, %3").arg(formatRate(phase.level), load(phase.peak), time);
    case Kind::Soak:
        return Words::tr("Soak at %1, %2").arg(load(phase.level), time);
    case Kind::Daily:
        return Words::tr("Day from %1 to %2, %3").arg(formatRate(phase.from.value_or(0)), load(phase.to), time);
    case Kind::Points:
        break;
    }
    return phase.file.isEmpty() ? Words::tr("%n point(s)", nullptr, int(phase.points.size())) : phase.file;
}

PhaseForm::PhaseForm(QWidget *parent)
    : QWidget(parent)
    , m_form(makeForm())
    , m_minutes(makeNumber(u"phaseMinutes"_s, 0.01, mostMinutes, 2, tr(" min")))
    , m_level(makeNumber(u"phaseLevel"_s, 0, mostLevel, 2, {}))
    , m_fromWhereItWas(new QCheckBox(tr("from where the load is"), this))
    , m_from(makeNumber(u"phaseFrom"_s, 0, mostLevel, 2, {}))
    , m_to(makeNumber(u"phaseTo"_s, 0, mostLevel, 2, {}))
    , m_steps(new QSpinBox(this))
    , m_peak(makeNumber(u"phasePeak"_s, 0, mostLevel, 2, {}))
    , m_peakSeconds(makeNumber(u"phasePeakSeconds"_s, 0.1, mostMinutes * 60, 1, tr(" s")))
    , m_rise(makeNumber(u"phaseRise"_s, 0.1, mostMinutes * 60, 1, tr(" s")))
    , m_busiest(makeNumber(u"phaseBusiestHour"_s, 0, 24, 1, tr(" h")))
    , m_start(makeNumber(u"phaseStartHour"_s, 0, 24, 1, tr(" h")))
    , m_lapse(makeNumber(u"phaseTimeLapse"_s, 0.01, 86'400, 2, tr(" times")))
{
    m_fromWhereItWas->setObjectName(u"phaseFromWhereItWas"_s);
    m_steps->setObjectName(u"phaseSteps"_s);
    m_steps->setRange(1, 10'000);
    m_form->setContentsMargins({});
    setLayout(m_form);
    addField(m_form, tr("Takes"), m_minutes);
    addField(m_form, tr("Load"), m_level);
    m_form->addRow(QString(), m_fromWhereItWas);
    addField(m_form, tr("From"), m_from);
    addField(m_form, tr("To"), m_to);
    addField(m_form, tr("Number of steps"), m_steps);
    addField(m_form, tr("Peak"), m_peak);
    addField(m_form, tr("Peak lasts"), m_peakSeconds);
    addField(m_form, tr("Rises within"), m_rise);
    addField(m_form, tr("Busiest hour"), m_busiest);
    addField(m_form, tr("Begins at hour"), m_start);
    addField(m_form, tr("Faster than the clock"), m_lapse);

    connectNumber(m_minutes, tr("length of a phase"), [this](double value) {
        m_phase.duration = fromSeconds(value * 60);
        // What lies within the phase cannot be longer than it.
        m_phase.peakDuration = std::min(m_phase.peakDuration, m_phase.duration);
        m_phase.rise = std::min(m_phase.rise, m_phase.duration);
    });
    connectNumber(m_level, tr("load of a phase"), [this](double value) { m_phase.level = value; });
    connectNumber(m_from, tr("first load of a phase"), [this](double value) { m_phase.from = value; });
    connectNumber(m_to, tr("last load of a phase"), [this](double value) { m_phase.to = value; });
    connectNumber(m_peak, tr("peak of a spike"), [this](double value) { m_phase.peak = value; });
    connectNumber(m_peakSeconds, tr("length of a spike"),
        [this](double value) { m_phase.peakDuration = std::min(fromSeconds(value), m_phase.duration); });
    connectNumber(m_rise, tr("rise of a soak"),
        [this](double value) { m_phase.rise = std::min(fromSeconds(value), m_phase.duration); });
    connectNumber(m_busiest, tr("busiest hour"), [this](double value) { m_phase.busiestHour = value; });
    connectNumber(m_start, tr("first hour"), [this](double value) { m_phase.startHour = value; });
    connectNumber(m_lapse, tr("time-lapse"), [this](double value) { m_phase.timeLapse = value; });
    connect(m_steps, &QSpinBox::valueChanged, this, [this](int steps) {
        if (m_quiet)
            return;
        m_phase.steps = steps;
        Q_EMIT edited(u"phaseSteps"_s, tr("number of steps"));
    });
    connect(m_fromWhereItWas, &QCheckBox::toggled, this, [this](bool on) {
        m_from->setEnabled(!on);
        if (m_quiet)
            return;
        m_phase.from = on ? std::nullopt : std::optional(m_from->value());
        Q_EMIT edited(u"phaseFromWhereItWas"_s, tr("first load of a phase"));
    });
}

QDoubleSpinBox *PhaseForm::makeNumber(
    const QString &name, double least, double most, int decimals, const QString &suffix)
{
    auto *box = new NumberBox(this);
    box->setObjectName(name);
    box->setRange(least, most);
    box->setDecimals(decimals);
    box->setSuffix(suffix);
    box->setGroupSeparatorShown(true);
    box->setMinimumWidth(170);
    return box;
}

void PhaseForm::connectNumber(QDoubleSpinBox *box, const QString &label, std::function<void(double)> apply)
{
    connect(box, &QDoubleSpinBox::valueChanged, this, [this, box, label, apply = std::move(apply)](double value) {
        if (m_quiet)
            return;
        apply(value);
        Q_EMIT edited(box->objectName(), label);
    });
}

void PhaseForm::setUnit(LoadShape::Of of)
{
    const QString unit = of == LoadShape::Of::Rate ? tr(" a second") : tr(" users");
    for (QDoubleSpinBox *box : { m_level, m_from, m_to, m_peak })
        box->setSuffix(unit);
}

void PhaseForm::setPhase(const LoadPhase &phase)
{
    m_phase = phase;
    m_quiet = true;
    m_minutes->setValue(secondsOf(phase.duration) / 60);
    m_level->setValue(phase.level);
    m_fromWhereItWas->setChecked(!phase.from);
    m_from->setValue(phase.from.value_or(0));
    m_from->setEnabled(phase.from.has_value() || phase.kind != Kind::Ramp);
    m_to->setValue(phase.to);
    m_steps->setValue(phase.steps);
    m_peak->setValue(phase.peak);
    m_peakSeconds->setValue(secondsOf(phase.peakDuration));
    m_rise->setValue(secondsOf(phase.rise));
    m_busiest->setValue(phase.busiestHour);
    m_start->setValue(phase.startHour);
    m_lapse->setValue(phase.timeLapse);
    m_quiet = false;
    showKind();
}

void PhaseForm::showKind()
{
    const auto isOneOf = [this](std::initializer_list<Kind> kinds) {
        return std::find(kinds.begin(), kinds.end(), m_phase.kind) != kinds.end();
    };
    m_form->setRowVisible(m_minutes, m_phase.kind != Kind::Points);
    m_form->setRowVisible(m_level, isOneOf({ Kind::Constant, Kind::Spike, Kind::Soak }));
    m_form->setRowVisible(m_fromWhereItWas, m_phase.kind == Kind::Ramp);
    m_form->setRowVisible(m_from, isOneOf({ Kind::Ramp, Kind::Steps, Kind::Daily }));
    m_form->setRowVisible(m_to, isOneOf({ Kind::Ramp, Kind::Steps, Kind::Daily }));
    m_form->setRowVisible(m_steps, m_phase.kind == Kind::Steps);
    m_form->setRowVisible(m_peak, m_phase.kind == Kind::Spike);
    m_form->setRowVisible(m_peakSeconds, m_phase.kind == Kind::Spike);
    m_form->setRowVisible(m_rise, m_phase.kind == Kind::Soak);
    for (QDoubleSpinBox *box : { m_busiest, m_start, m_lapse })
        m_form->setRowVisible(box, m_phase.kind == Kind::Daily);
}

} // namespace throng::ui
