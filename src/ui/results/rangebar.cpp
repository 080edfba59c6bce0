// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/rangebar.h"

#include "ui/support/widgets.h"

#include <QComboBox>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QSignalBlocker>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int wholeRun = -1;
constexpr int ownPart = -2;

qint64 timeOf(const QDateTimeEdit *field)
{
    return field->dateTime().toMSecsSinceEpoch();
}

} // namespace

results::TimeRange wholeSeconds(const results::TimeRange &range)
{
    return { range.from / 1'000 * 1'000, (range.to + 999) / 1'000 * 1'000 };
}

RangeBar::RangeBar(QWidget *parent)
    : QWidget(parent)
    , m_phase(new QComboBox(this))
    , m_from(new QDateTimeEdit(this))
    , m_to(new QDateTimeEdit(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(spacing);
    const auto label = [this, layout](const QString &text, QWidget *field) {
        auto *name = new QLabel(text, this);
        name->setBuddy(field);
        name->setProperty("role", u"muted"_s);
        layout->addWidget(name);
        layout->addWidget(field);
    };
    m_phase->setObjectName(u"rangePhase"_s);
    m_phase->setAccessibleName(tr("Figures of"));
    m_phase->setWhatsThis(tr("All figures, tables and charts are of this part of the run. A part of your own is chosen "
                             "by the two times beside it, or by dragging in a chart."));
    m_phase->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_phase->addItem(tr("the whole run")); // Qt goes on with the least width of the first items that there are
    label(tr("Fi&gures of"), m_phase);
    m_from->setObjectName(u"rangeFrom"_s);
    m_from->setAccessibleName(tr("From"));
    label(tr("from"), m_from);
    m_to->setObjectName(u"rangeTo"_s);
    m_to->setAccessibleName(tr("To"));
    label(tr("to", "a time"), m_to);
    for (QDateTimeEdit *field : { m_from, m_to }) {
        field->setWhatsThis(tr("Every figure is computed anew from what was measured between these two times."));
        field->setKeyboardTracking(false);
        // Most runs are of one day. Before that is known, a date as well would make the window wider, for good.
        field->setDisplayFormat(u"HH:mm:ss"_s);
        connect(field, &QDateTimeEdit::dateTimeChanged, this, &RangeBar::timeEdited);
    }
    connect(m_phase, &QComboBox::activated, this, &RangeBar::phaseChosen);
}

void RangeBar::setRun(const results::TimeRange &extent, const std::vector<Phase> &phases)
{
    m_extent = wholeSeconds(extent);
    m_phases = phases;
    m_phase->clear();
    m_phase->addItem(tr("the whole run"), wholeRun);
    for (std::size_t i = 0; i < phases.size(); ++i)
        m_phase->addItem(phases[i].name, int(i));
    m_phase->addItem(tr("a part of it"), ownPart);
    const QDateTime first = QDateTime::fromMSecsSinceEpoch(m_extent.from);
    const QDateTime last = QDateTime::fromMSecsSinceEpoch(m_extent.to);
    for (QDateTimeEdit *field : { m_from, m_to }) {
        const QSignalBlocker quiet(field);
        field->setDisplayFormat(first.date() == last.date() ? u"HH:mm:ss"_s : u"yyyy-MM-dd HH:mm:ss"_s);
        field->setDateTimeRange(first, last);
    }
    setRange({});
}

void RangeBar::setRange(const Range &range)
{
    const results::TimeRange shown = range.value_or(m_extent);
    const QSignalBlocker quietFrom(m_from);
    const QSignalBlocker quietTo(m_to);
    m_from->setDateTime(QDateTime::fromMSecsSinceEpoch(shown.from));
    m_to->setDateTime(QDateTime::fromMSecsSinceEpoch(shown.to));
    int chosen = range ? ownPart : wholeRun;
    for (std::size_t i = 0; i < m_phases.size() && chosen == ownPart; ++i) {
        const results::TimeRange phase = wholeSeconds(m_phases[i].extent);
        if (phase.from == shown.from && phase.to == shown.to)
            chosen = int(i);
    }
    m_phase->setCurrentIndex(m_phase->findData(chosen));
}

void RangeBar::phaseChosen(int index)
{
    const int chosen = m_phase->itemData(index).toInt();
    if (chosen == ownPart)
        m_from->setFocus();
    else if (chosen == wholeRun)
        Q_EMIT rangeChosen({});
    else
        Q_EMIT rangeChosen(wholeSeconds(m_phases[std::size_t(chosen)].extent));
}

void RangeBar::timeEdited()
{
    results::TimeRange range { timeOf(m_from), timeOf(m_to) };
    if (range.from >= range.to) {
        // The other field gives way: at least a second is left.
        if (sender() == m_from)
            range.to = std::min(range.from + 1'000, m_extent.to);
        range.from = std::max(std::min(range.from, range.to - 1'000), m_extent.from);
    }
    if (range.from == m_extent.from && range.to == m_extent.to)
        Q_EMIT rangeChosen({});
    else
        Q_EMIT rangeChosen(range);
}

} // namespace throng::ui
