// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/behavioursection.h"

#include "ui/editors/parametersform.h"
#include "ui/editors/populationbar.h"

#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

BehaviourSection::BehaviourSection(QWidget *parent)
    : TestSection(parent)
    , m_forms(new QStackedWidget(this))
    , m_populations(new PopulationBar)
    , m_chat(new ChatParametersForm)
    , m_setup(new SetupParametersForm)
    , m_history(new HistoryParametersForm)
{
    m_forms->addWidget(m_setup);
    auto *chat = new QWidget;
    auto *chatLayout = new QVBoxLayout(chat);
    chatLayout->setContentsMargins({});
    chatLayout->addWidget(m_populations);
    chatLayout->addWidget(m_chat, 1);
    m_forms->addWidget(chat);
    m_forms->addWidget(m_history);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_forms);
    connect(m_chat, &ParametersForm::edited, this, [this](const QString &name, const QString &label) {
        if (m_populations->current() < 0)
            m_everybody = m_chat->value();
        m_populations->setHabits(m_chat->value());
        Q_EMIT edited(u"chat.%1.%2"_s.arg(QString::number(m_populations->current()), name), label);
    });
    connect(m_populations, &PopulationBar::addRequested, this, [this] { m_populations->add(m_chat->value()); });
    connect(m_populations, &PopulationBar::currentChanged, this, &BehaviourSection::showHabits);
    connect(m_populations, &PopulationBar::edited, this, &BehaviourSection::edited);
    connect(m_setup, &ParametersForm::edited, this,
        [this](const QString &name, const QString &label) { Q_EMIT edited(u"setup."_s + name, label); });
    connect(m_history, &ParametersForm::edited, this,
        [this](const QString &name, const QString &label) { Q_EMIT edited(u"history."_s + name, label); });
}

void BehaviourSection::setTest(const project::Test &test, int)
{
    m_everybody = test.chat;
    m_populations->setPopulations(test.populations);
    showHabits();
    m_setup->setValue(test.setup);
    m_history->setValue(test.history);
    m_forms->setCurrentIndex(test.behaviour == users::Behaviour::FillRooms ? 2 : test.isSetup() ? 0 : 1);
}

void BehaviourSection::showHabits()
{
    const int current = m_populations->current();
    m_chat->setValue(current < 0 ? m_everybody : m_populations->populations()[current].chat);
}

void BehaviourSection::writeTo(project::Test &test) const
{
    test.chat = m_everybody;
    test.populations = m_populations->populations();
    test.setup = m_setup->value();
    test.history = m_history->value();
}

QString BehaviourSection::title() const
{
    return tr("What users do");
}

} // namespace throng::ui
