// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/timetablesection.h"

#include "ui/editors/shapeeditor.h"
#include "ui/support/format.h"
#include "ui/support/numberbox.h"
#include "ui/support/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QSpinBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

using Arrivals = users::ArrivalParameters;

} // namespace

TimetableSection::TimetableSection(QWidget *parent)
    : TestSection(parent)
    , m_open(new QCheckBox(tr("at a rate, whether or not the server keeps up"), this))
    , m_rate(new NumberBox(this))
    , m_unit(new QComboBox(this))
    , m_process(new QComboBox(this))
    , m_message(new FieldMessage(this))
    , m_shape(new ShapeEditor(this))
{
    m_open->setObjectName(u"openModel"_s);
    m_open->setToolTip(tr("Response times then count from the planned moment: a server that keeps users waiting does "
                          "not look better by it"));
    m_rate->setObjectName(u"targetRate"_s);
    m_rate->setRange(0.01, 1'000'000);
    m_rate->setDecimals(2);
    m_rate->setSuffix(tr(" a second"));
    m_rate->setGroupSeparatorShown(true);
    m_rate->setFixedWidth(170);
    m_rate->setAccessibleName(tr("Rate"));
    m_unit->setObjectName(u"targetRateOf"_s);
    m_unit->addItem(tr("actions of all users"), int(Arrivals::Unit::Actions));
    m_unit->addItem(tr("messages in each room"), int(Arrivals::Unit::MessagesPerRoom));
    m_unit->setAccessibleName(tr("What the rate counts"));
    m_unit->setMinimumWidth(220);
    m_process->setObjectName(u"arrivalProcess"_s);
    m_process->addItem(tr("by chance, as people do (Poisson)"), int(Arrivals::Process::Poisson));
    m_process->addItem(tr("evenly"), int(Arrivals::Process::Constant));
    m_process->setMinimumWidth(300);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 12, 0, 0);
    layout->setSpacing(spacing);
    QFormLayout *form = makeForm();
    form->addRow(QString(), m_open);
    auto *rate = new QWidget;
    auto *rateLayout = new QHBoxLayout(rate);
    rateLayout->setContentsMargins({});
    rateLayout->setSpacing(spacing);
    rateLayout->addWidget(m_rate);
    rateLayout->addWidget(m_unit);
    rateLayout->addStretch();
    rate->setFocusProxy(m_rate);
    addField(form, tr("Users act"), rate);
    addField(form, tr("They come"), m_process);
    form->addRow(QString(), m_message);
    addField(form, tr("Over time"), m_shape->choice());
    layout->addLayout(form);
    layout->addWidget(m_shape, 1);

    connect(m_open, &QCheckBox::toggled, this, [this](bool on) {
        if (m_quiet)
            return;
        m_value.arrivals = on ? std::optional(Arrivals { m_rate->value() }) : std::nullopt;
        rateTouched(u"openModel"_s, tr("target rate"));
    });
    connect(m_rate, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        if (m_quiet || !m_value.arrivals)
            return;
        m_value.arrivals->rate = value;
        rateTouched(u"targetRate"_s, tr("target rate"));
    });
    connect(m_unit, &QComboBox::activated, this, [this] {
        if (!m_value.arrivals)
            return;
        m_value.arrivals->unit = static_cast<Arrivals::Unit>(m_unit->currentData().toInt());
        rateTouched(u"targetRateOf"_s, tr("target rate"));
    });
    connect(m_process, &QComboBox::activated, this, [this] {
        if (!m_value.arrivals)
            return;
        m_value.arrivals->process = static_cast<Arrivals::Process>(m_process->currentData().toInt());
        rateTouched(u"arrivalProcess"_s, tr("arrivals"));
    });
    connect(m_shape, &ShapeEditor::edited, this, [this](const QString &field, const QString &label) {
        m_value.shape = m_shape->shape();
        if (m_value.shape && m_value.shape->of == project::LoadShape::Of::Rate && !m_value.arrivals)
            m_value.arrivals.emplace();
        showState();
        Q_EMIT edited(field, label);
    });
}

QString TimetableSection::title() const
{
    return tr("Timetable");
}

void TimetableSection::setTest(const project::Test &test, int accounts)
{
    m_value = test;
    m_accounts = accounts;
    m_shape->setShape(test.shape, !test.isSetup());
    showState();
}

void TimetableSection::writeTo(project::Test &test) const
{
    test.arrivals = m_value.arrivals;
    test.shape = m_value.shape;
}

void TimetableSection::rateTouched(const QString &field, const QString &label)
{
    showState();
    Q_EMIT edited(field, label);
}

void TimetableSection::showState()
{
    const bool ofRate = m_value.shape && m_value.shape->of == project::LoadShape::Of::Rate;
    m_quiet = true;
    m_open->setChecked(m_value.arrivals.has_value());
    m_open->setEnabled(!m_value.isSetup() && !ofRate);
    const Arrivals arrivals = m_value.arrivals.value_or(Arrivals());
    m_rate->setValue(arrivals.rate);
    m_rate->setEnabled(m_value.arrivals && !ofRate);
    m_unit->setCurrentIndex(m_unit->findData(int(arrivals.unit)));
    m_unit->setEnabled(m_value.arrivals.has_value());
    m_process->setCurrentIndex(m_process->findData(int(arrivals.process)));
    m_process->setEnabled(m_value.arrivals.has_value());
    m_quiet = false;

    if (m_value.isSetup())
        m_message->show(FieldMessage::Kind::Hint, tr("This test works through accounts as fast as it can."));
    else if (ofRate)
        m_message->show(FieldMessage::Kind::Hint, tr("The shape below says the rate."));
    else if (!m_value.arrivals)
        m_message->show(FieldMessage::Kind::Hint, tr("Without a rate, users act after pauses of their own."));
    else
        m_message->clear();
}

} // namespace throng::ui
