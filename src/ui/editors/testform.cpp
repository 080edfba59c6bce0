// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/testform.h"

#include "ui/editors/behavioursection.h"
#include "ui/editors/commandssection.h"
#include "ui/editors/loadsection.h"
#include "ui/editors/shapeeditor.h"
#include "ui/editors/thresholdssection.h"
#include "ui/editors/timetablesection.h"
#include "ui/support/widgets.h"

#include <QTabBar>

using namespace Qt::StringLiterals;

namespace throng::ui {

TestForm::TestForm(QWidget *parent)
    : QTabWidget(parent)
    , m_load(new LoadSection)
    , m_timetable(new TimetableSection)
    , m_thresholds(new ThresholdsSection)
{
    setObjectName(u"testForm"_s);
    setDocumentMode(true);
    tabBar()->setDrawBase(false);
    elideTabs(this);
    addSection(m_load);
    addSection(m_timetable);
    addSection(new BehaviourSection);
    addSection(m_thresholds);
    addSection(new CommandsSection);
}

void TestForm::addSection(TestSection *section)
{
    m_sections.append(section);
    setTabTitle(this, addTab(section, {}), section->title());
    connect(section, &TestSection::edited, this,
        [this, section](const QString &field, const QString &label) { sectionEdited(section, field, label); });
}

void TestForm::setFolder(const QString &folder)
{
    m_load->setFolder(folder);
    m_timetable->shapeEditor()->setFolder(folder);
}

void TestForm::setSuiteThresholds(const QList<thresholds::Threshold> &thresholds)
{
    m_thresholds->setSuite(thresholds);
}

void TestForm::setValue(const project::Test &test, int accounts)
{
    m_value = test;
    m_accounts = accounts;
    for (TestSection *section : std::as_const(m_sections))
        section->setTest(m_value, m_accounts);
    showTitles();
}

void TestForm::sectionEdited(TestSection *section, const QString &field, const QString &label)
{
    const users::Behaviour before = m_value.behaviour;
    section->writeTo(m_value);
    // What a test does decides which fields the others have, and what their defaults are.
    for (TestSection *other : std::as_const(m_sections)) {
        if (other != section || m_value.behaviour != before)
            other->setTest(m_value, m_accounts);
    }
    showTitles();
    Q_EMIT edited(field, label);
}

void TestForm::showTitles()
{
    for (qsizetype i = 0; i < m_sections.size(); ++i)
        setTabTitle(this, int(i), m_sections[i]->title());
}

} // namespace throng::ui
