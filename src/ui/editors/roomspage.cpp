// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/roomspage.h"

#include "ui/document/document.h"
#include "ui/editors/roompatternform.h"
#include "ui/editors/roomtable.h"
#include "ui/editors/testnames.h"
#include "ui/support/format.h"
#include "ui/support/widgets.h"

#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

RoomsPage::RoomsPage(Document &document, QWidget *parent)
    : Page(tr("Rooms"), tr("who shares rooms with whom; the number of rooms is a result of the draw"), parent)
    , m_document(document)
    , m_tabs(new QTabWidget(this))
    , m_form(new RoomPatternForm)
    , m_table(new RoomTable(document))
{
    setObjectName(u"roomsPage"_s);
    m_tabs->setObjectName(u"roomTabs"_s);
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    auto *sizes = new QWidget;
    auto *sizesLayout = new QVBoxLayout(sizes);
    sizesLayout->setContentsMargins(0, 12, 0, 0);
    sizesLayout->addWidget(m_form);
    m_tabs->addTab(sizes, tr("Sizes"));
    m_tabs->addTab(m_table, tr("Rooms and members"));
    m_form->offerFile(m_document.folder().roomsFile(), [this] { return m_document.accountNames(); });
    auto *card = new Card(this);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(16, 6, 16, 14);
    layout->addWidget(m_tabs);
    body()->addWidget(card, 1);

    connect(m_form, &RoomPatternForm::edited, this, &RoomsPage::apply);
    connect(m_form, &RoomPatternForm::summaryChanged, this, [this] {
        const generate::RoomSummary &summary = m_form->summary();
        m_table->setRooms(m_form->rooms());
        Q_EMIT roomsDrawn(summary.rooms, summary.memberships, summary.messageReach);
        setStatus(tr("%Ln room(s)", nullptr, summary.rooms) + u" · "_s
            + tr("largest %1").arg(formatCount(summary.largestRoom)));
    });
    connect(m_form, &RoomPatternForm::validChanged, this, [this] {
        if (!m_form->isValid())
            setStatus(tr("cannot be drawn"));
    });
    connect(m_form, &RoomPatternForm::presetChosen, this, &RoomsPage::applyPreset);
    connect(&m_document, &Document::changed, this, &RoomsPage::reload);
    reload();
}

void RoomsPage::reload()
{
    if (m_applying)
        return;
    const project::Project &project = m_document.project();
    m_form->setValue(project.rooms, project.users.count, project.roomSeed(), project.groupsWithRooms());
    if (project.users != m_users) {
        m_users = project.users;
        m_form->readAgain();
    }
    showPreset();
}

/// The tests that make rooms say how; the page shows and changes it for all of them.
void RoomsPage::showPreset()
{
    QStringList presets;
    for (const project::Suite &suite : m_document.project().suites) {
        for (const project::Test &test : suite.tests) {
            if (test.behaviour == users::Behaviour::CreateRooms)
                presets.append(test.setup.roomPreset);
        }
    }
    const bool canChoose = !presets.isEmpty();
    presets.removeDuplicates();
    m_form->setPreset(presets.size() == 1 ? presets.first() : QString(), canChoose);
}

void RoomsPage::applyPreset(const QString &preset)
{
    QList<project::Suite> suites = m_document.project().suites;
    setRoomPreset(suites, preset);
    m_document.set<QList<project::Suite>>(
        u"suites.roomPreset"_s, tr("Change who may enter the rooms"),
        [](project::Project &project) -> QList<project::Suite> & { return project.suites; }, suites);
}

void RoomsPage::apply(const QString &field)
{
    m_applying = true;
    if (field == u"seed") {
        if (m_document.project().rooms.seed)
            m_document.set<std::optional<quint64>>(
                u"rooms.seed"_s, tr("Change the seed of rooms"),
                [](project::Project &project) -> std::optional<quint64> & { return project.rooms.seed; },
                m_form->seed());
        else
            m_document.set<quint64>(
                u"seed"_s, tr("Change the seed"), [](project::Project &project) -> quint64 & { return project.seed; },
                m_form->seed());
    } else {
        m_document.set<project::RoomPattern>(
            u"rooms."_s + field, field == u"distribution" ? tr("Change the room sizes") : tr("Change the rooms"),
            [](project::Project &project) -> project::RoomPattern & { return project.rooms; }, m_form->value());
    }
    m_applying = false;
}

} // namespace throng::ui
