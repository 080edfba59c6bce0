// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizards/wizardpages.h"

#include "engine/project/readymade.h"
#include "engine/project/readymadecrowd.h"
#include "ui/editors/roompatternform.h"
#include "ui/editors/testnames.h"
#include "ui/editors/userpatternform.h"
#include "ui/support/appearance.h"
#include "ui/support/format.h"
#include "ui/support/numberbox.h"
#include "ui/support/widgets.h"
#include "ui/wizards/step.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

UsersStepPage::UsersStepPage(project::Project &project, Offers offers)
    : m_project(project)
    , m_readyMade(new QComboBox(this))
    , m_crowd(new QComboBox(this))
    , m_description(new FieldMessage(this))
    , m_form(new UserPatternForm(this, [this, offers](QFormLayout *form) {
        if (offers != Offers::TestAndPeople) {
            m_readyMade->hide();
            m_crowd->hide();
            return;
        }
        addField(form, tr("&Test"), m_readyMade, tr("a ready-made one brings its users and rooms"));
        addField(form, tr("P&eople"), m_crowd, tr("groups of users as a kind of server has them"));
        form->addRow(QString(), m_description);
    }))
{
    setObjectName(u"usersStep"_s);
    setTitle(stepTitle(tr("How many people?")));
    setSubTitle(tr("Each virtual user has an account of its own. They are made on the server when the test “register” "
                   "runs, not now."));
    QVBoxLayout *layout = makeStepBody(this);
    m_readyMade->setObjectName(u"readyMade"_s);
    m_readyMade->addItem(tr("my own"), QString());
    for (const QString &name : project::readyMadeNames())
        m_readyMade->addItem(name, name);
    m_crowd->setObjectName(u"readyMadeCrowd"_s);
    m_crowd->addItem(tr("all alike"), QString());
    for (const QString &name : project::readyMadeCrowdNames())
        m_crowd->addItem(crowdTitle(name), name);
    layout->addWidget(m_form);
    layout->addStretch();
    connect(m_readyMade, &QComboBox::activated, this, [this] { takeSuite(m_readyMade->currentData().toString()); });
    connect(m_crowd, &QComboBox::activated, this, [this] { takeCrowd(m_crowd->currentData().toString()); });
    connect(m_form, &UserPatternForm::edited, this, [this] {
        m_project.users = m_form->value();
        if (m_project.users.seed)
            m_project.users.seed = m_form->seed();
        else
            m_project.seed = m_form->seed();
    });
    connect(m_form, &UserPatternForm::validChanged, this, &QWizardPage::completeChanged);
}

/// With its users and rooms; who they are stays as it was chosen.
void UsersStepPage::takeSuite(const QString &name)
{
    m_project.suites = { project::Suite::standard() };
    if (!name.isEmpty()) {
        const auto ready = project::readyMadeSuite(name);
        if (!ready) {
            m_description->show(FieldMessage::Kind::Error, ready.error().toString());
            return;
        }
        m_project.suites = { ready->suite };
        m_project.users.count = ready->users.count;
        m_project.rooms = ready->rooms;
        m_form->setValue(m_project.users, m_project.seed);
    }
    takeCrowd(m_crowd->currentData().toString());
}

/// Its rooms, too, unless the test has rooms of its own.
void UsersStepPage::takeCrowd(const QString &name)
{
    project::ReadyMadeCrowd crowd;
    if (!name.isEmpty()) {
        const auto ready = project::readyMadeCrowd(name);
        if (!ready) {
            m_description->show(FieldMessage::Kind::Error, ready.error().toString());
            return;
        }
        crowd = *ready;
    }
    crowd.applyTo(m_project.suites);
    if (m_readyMade->currentIndex() == 0)
        m_project.rooms = crowd.rooms;
    QStringList said;
    if (m_readyMade->currentIndex() > 0 && !m_project.suites.isEmpty())
        said += m_project.suites.first().description;
    if (!crowd.description.isEmpty())
        said += crowd.description;
    m_description->show(FieldMessage::Kind::Hint, said.join(u"\n\n"_s));
}

void UsersStepPage::initializePage()
{
    m_form->setValue(m_project.users, m_project.userSeed());
}

bool UsersStepPage::isComplete() const
{
    return m_form->isValid();
}

RoomsStepPage::RoomsStepPage(project::Project &project)
    : m_project(project)
    , m_form(new RoomPatternForm(this))
{
    setObjectName(u"roomsStep"_s);
    setTitle(stepTitle(tr("Who shares rooms with whom?")));
    setSubTitle(
        tr("Most rooms are small, a few are very big, as on real servers. Nothing is created on the server yet."));
    QVBoxLayout *layout = makeStepBody(this);
    layout->addWidget(m_form, 1);
    connect(m_form, &RoomPatternForm::edited, this, [this](const QString &field) {
        m_project.rooms = m_form->value();
        if (field == u"seed" && m_project.rooms.seed)
            m_project.rooms.seed = m_form->seed();
        else if (field == u"seed")
            m_project.seed = m_form->seed();
    });
    connect(m_form, &RoomPatternForm::presetChosen, this,
        [this](const QString &preset) { setRoomPreset(m_project.suites, preset); });
    connect(m_form, &RoomPatternForm::validChanged, this, &QWizardPage::completeChanged);
}

void RoomsStepPage::initializePage()
{
    m_form->setValue(m_project.rooms, m_project.users.count, m_project.roomSeed(), m_project.groupsWithRooms());
    for (const project::Suite &suite : std::as_const(m_project.suites)) {
        for (const project::Test &test : suite.tests) {
            if (test.behaviour == users::Behaviour::CreateRooms)
                m_form->setPreset(test.setup.roomPreset, true);
        }
    }
}

bool RoomsStepPage::isComplete() const
{
    return m_form->isValid();
}

namespace {

/// So many set-up users work through the accounts at a time, as in the ready-made suites: more would only queue before
/// the server, until their requests time out.
constexpr int setupUsers = 50;
constexpr int joiningUsers = 100;

void limitSetupUsers(QList<project::Test> &tests, int accounts)
{
    for (project::Test &test : tests) {
        if (!test.isSetup())
            continue;
        const int most = test.behaviour == users::Behaviour::JoinRooms ? joiningUsers : setupUsers;
        if (test.users.value_or(accounts) >= accounts) // all, of as many as there were when this was last asked
            test.users = accounts > most ? std::optional(most) : std::nullopt;
    }
}

} // namespace

TestsStepPage::TestsStepPage(project::Project &project)
    : m_project(project)
    , m_messages(new QSpinBox(this))
    , m_users(new QSpinBox(this))
    , m_spawnRate(new NumberBox(this))
    , m_minutes(new NumberBox(this))
    , m_usersHint(makeMuted({}, this))
    , m_rampHint(makeMuted({}, this))
    , m_message(new FieldMessage(this))
{
    setObjectName(u"testsStep"_s);
    setTitle(stepTitle(tr("What happens?")));
    setSubTitle(
        tr("Tests, one after the other. All but the last set the stage; what is there already is not made again."));
    QVBoxLayout *layout = makeStepBody(this);
    const std::array texts { tr("&Register the accounts"), tr("&Create the rooms and invite their members"),
        tr("&Join the rooms"), tr("Fill the rooms with a h&istory"),
        tr("C&hat: texts, pictures, reactions, reading, going away") };
    const std::array names { u"enableRegister"_s, u"enableCreate"_s, u"enableJoin"_s, u"enableHistory"_s,
        u"enableChat"_s };
    for (std::size_t i = 0; i < m_enabled.size(); ++i) {
        m_enabled[i] = new QCheckBox(u"%1. "_s.arg(i + 1) + texts[i], this);
        m_enabled[i]->setObjectName(names[i]);
        connect(m_enabled[i], &QCheckBox::clicked, this, &TestsStepPage::apply);
        auto *row = new QHBoxLayout;
        row->setSpacing(spacing);
        row->addWidget(m_enabled[i]);
        if (users::allBehaviours[i] == users::Behaviour::FillRooms) {
            m_messages->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
            QLabel *hint = makeMuted(tr("an empty server looks faster than it is"), this);
            hint->setFont(scaled(hint->font(), 0.92));
            row->addWidget(m_messages);
            row->addWidget(hint, 1);
        } else {
            row->addStretch();
        }
        layout->addLayout(row);
    }
    layout->addWidget(m_message);
    layout->addSpacing(spacing);
    layout->addWidget(makeHeading(tr("While they chat"), this));
    m_messages->setObjectName(u"historyMessages"_s);
    m_messages->setRange(1, 1'000'000);
    m_messages->setGroupSeparatorShown(true);
    m_messages->setSuffix(tr(" messages a room"));
    m_messages->setAccessibleName(tr("Messages a room"));
    m_users->setObjectName(u"chatUsers"_s);
    m_users->setRange(1, 1'000'000);
    m_users->setGroupSeparatorShown(true);
    m_users->setFixedWidth(170);
    m_spawnRate->setObjectName(u"chatSpawnRate"_s);
    m_spawnRate->setRange(0.1, 100'000);
    m_spawnRate->setDecimals(1);
    m_spawnRate->setSuffix(tr(" a second"));
    m_spawnRate->setFixedWidth(170);
    m_minutes->setObjectName(u"chatMinutes"_s);
    m_minutes->setRange(0.1, 60 * 24 * 30);
    m_minutes->setDecimals(1);
    m_minutes->setSuffix(tr(" min"));
    m_minutes->setFixedWidth(170);
    QFormLayout *form = makeForm();
    addField(form, tr("&Users"), m_users, m_usersHint);
    addField(form, tr("Ne&w users"), m_spawnRate, m_rampHint);
    addField(form, tr("&Duration"), m_minutes, tr("everything can be changed later on the Tests page"));
    layout->addLayout(form);
    layout->addStretch();
    connect(m_messages, &QSpinBox::valueChanged, this, &TestsStepPage::apply);
    connect(m_users, &QSpinBox::valueChanged, this, &TestsStepPage::apply);
    connect(m_spawnRate, &QDoubleSpinBox::valueChanged, this, &TestsStepPage::apply);
    connect(m_minutes, &QDoubleSpinBox::valueChanged, this, &TestsStepPage::apply);
}

void TestsStepPage::initializePage()
{
    if (m_project.suites.isEmpty())
        m_project.suites.append(project::Suite::standard());
    limitSetupUsers(m_project.suites.first().tests, m_project.users.count);
    const QSignalBlocker quietMessages(m_messages);
    m_messages->setValue(qRound(users::HistoryParameters().messagesPerRoom));
    box(users::Behaviour::FillRooms)->setChecked(false); // unless the suite has it
    for (const project::Test &test : std::as_const(m_project.suites.first().tests)) {
        box(test.behaviour)->setChecked(test.enabled);
        if (test.behaviour == users::Behaviour::FillRooms)
            m_messages->setValue(qRound(test.history.messagesPerRoom));
        if (test.isSetup())
            continue;
        const QSignalBlocker quietUsers(m_users);
        m_users->setMaximum(m_project.users.count);
        m_users->setValue(std::min(test.users.value_or(m_project.users.count), m_project.users.count));
        const QSignalBlocker quietRate(m_spawnRate);
        m_spawnRate->setValue(test.spawnRate);
        const QSignalBlocker quietMinutes(m_minutes);
        m_minutes->setValue(double(test.runTime.value_or(std::chrono::minutes(5)).count()) / 60'000);
    }
    showHints();
}

void TestsStepPage::apply()
{
    project::setHistory(m_project.suites, box(users::Behaviour::FillRooms)->isChecked() ? m_messages->value() : 0);
    for (project::Test &test : m_project.suites.first().tests) {
        test.enabled = box(test.behaviour)->isChecked();
        if (test.isSetup())
            continue;
        // All accounts stay "all", however many there will be.
        test.users = m_users->value() == m_project.users.count ? std::nullopt : std::optional(m_users->value());
        test.spawnRate = m_spawnRate->value();
        test.runTime = std::chrono::milliseconds(qRound64(m_minutes->value() * 60) * 1000);
    }
    showHints();
    Q_EMIT completeChanged();
}

void TestsStepPage::showHints()
{
    const bool chat = box(users::Behaviour::Chat)->isChecked();
    m_messages->setEnabled(box(users::Behaviour::FillRooms)->isChecked());
    m_users->setEnabled(chat);
    m_spawnRate->setEnabled(chat);
    m_minutes->setEnabled(chat);
    m_usersHint->setText(tr("of %Ln account(s)", nullptr, m_project.users.count));
    const auto ramp = std::chrono::milliseconds(qRound64(1000 * m_users->value() / m_spawnRate->value()));
    m_rampHint->setText(tr("all there after %1").arg(formatSpan(ramp)));
    if (!isComplete())
        m_message->show(FieldMessage::Kind::Error, tr("At least one test has to happen."));
    else
        m_message->clear();
}

bool TestsStepPage::isComplete() const
{
    return std::any_of(m_enabled.begin(), m_enabled.end(), [](const QCheckBox *box) { return box->isChecked(); });
}

} // namespace throng::ui
