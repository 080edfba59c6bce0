// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/loadsection.h"

#include "engine/run/timeline.h"
#include "ui/charts/shapechart.h"
#include "ui/editors/resetbutton.h"
#include "ui/editors/testnames.h"
#include "ui/support/format.h"
#include "ui/support/numberbox.h"
#include "ui/support/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int fieldWidth = 170;

QWidget *beside(QWidget *first, QWidget *second)
{
    auto *box = new QWidget;
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins({});
    layout->setSpacing(spacing);
    layout->addWidget(first);
    layout->addWidget(second);
    box->setFocusProxy(first);
    return box;
}

} // namespace

LoadSection::LoadSection(QWidget *parent)
    : TestSection(parent)
    , m_name(new QLineEdit)
    , m_behaviour(new QComboBox)
    , m_allUsers(new QCheckBox(tr("a&ll accounts")))
    , m_users(new QSpinBox)
    , m_spawnRate(new NumberBox)
    , m_limited(new QCheckBox(tr("ends after")))
    , m_minutes(new NumberBox)
    , m_stopWhenDone(new QCheckBox(tr("ends when every account is d&one")))
    , m_warmUp(new QSpinBox)
    , m_usersHint(makeMuted({}))
    , m_rampHint(makeMuted({}))
    , m_endHint(makeMuted({}))
    , m_warmUpHint(makeMuted(tr("kept and drawn, but in no figure")))
    , m_nameMessage(new FieldMessage)
    , m_usersMessage(new FieldMessage)
    , m_endMessage(new FieldMessage)
    , m_warmUpMessage(new FieldMessage)
    , m_plan(new ShapeChart(tr("Planned users")))
{
    setUpFields();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 12, 0, 0);
    QFormLayout *form = makeForm();
    addRows(form);
    layout->addLayout(form);
    layout->addSpacing(spacing);
    layout->addWidget(m_plan, 1);
    layout->addStretch();
    connectFields();
}

QString LoadSection::title() const
{
    return tr("Load");
}

void LoadSection::setUpFields()
{
    m_name->setObjectName(u"testName"_s);
    m_name->setFixedWidth(320);
    m_behaviour->setObjectName(u"testBehaviour"_s);
    for (const auto behaviour : users::allBehaviours)
        m_behaviour->addItem(behaviourName(behaviour), int(behaviour));
    m_behaviour->setFixedWidth(220);
    m_allUsers->setObjectName(u"testAllUsers"_s);
    m_users->setObjectName(u"testUsers"_s);
    m_users->setRange(0, 999'999'999); // one that makes no sense is answered, not swallowed
    m_users->setGroupSeparatorShown(true);
    m_users->setFixedWidth(fieldWidth);
    m_users->setAccessibleName(tr("Users"));
    m_spawnRate->setObjectName(u"testSpawnRate"_s);
    m_spawnRate->setRange(0.1, 100'000);
    m_spawnRate->setDecimals(1);
    m_spawnRate->setSuffix(tr(" a second"));
    m_spawnRate->setGroupSeparatorShown(true);
    m_spawnRate->setFixedWidth(fieldWidth);
    m_limited->setObjectName(u"testLimited"_s);
    m_minutes->setObjectName(u"testMinutes"_s);
    m_minutes->setRange(0.05, 60 * 24 * 30);
    m_minutes->setDecimals(2);
    m_minutes->setValue(5); // what is proposed to a test that has no end so far
    m_minutes->setSuffix(tr(" min"));
    m_minutes->setGroupSeparatorShown(true);
    m_minutes->setFixedWidth(130);
    m_minutes->setAccessibleName(tr("Minutes until it ends"));
    m_stopWhenDone->setObjectName(u"testStopWhenDone"_s);
    m_plan->setObjectName(u"plannedUsers"_s);
    m_plan->setMaximumHeight(420); // there is little in it that more would show
    m_plan->setWhatsThis(tr("How many users the test is to have when: as they start, or along its load shape. While it "
                            "runs, the chart of its users has this beside those that there are."));
    m_warmUp->setObjectName(u"testWarmUp"_s);
    m_warmUp->setRange(0, 60 * 60 * 24);
    m_warmUp->setSuffix(tr(" s"));
    m_warmUp->setSpecialValueText(tr("none"));
    m_warmUp->setGroupSeparatorShown(true);
    m_warmUp->setFixedWidth(fieldWidth);
}

void LoadSection::addRows(QFormLayout *form)
{
    using project::Test;
    addField(form, tr("&Name"), m_name, m_nameMessage);
    addField(form, tr("What it &does"), m_behaviour, QString());

    QWidget *usersHint = nullptr;
    addReset(
        tr("users"), u"users"_s, m_usersHint, usersHint,
        [](Test &test, const Test &standard) { test.users = standard.users; },
        [](const Test &test, const Test &standard) { return test.users != standard.users; });
    addField(form, tr("&Users"), beside(m_users, m_allUsers), usersHint);
    form->addRow(QString(), m_usersMessage);

    QWidget *rampHint = nullptr;
    addReset(
        tr("new users a second"), u"spawnRate"_s, m_rampHint, rampHint,
        [](Test &test, const Test &standard) { test.spawnRate = standard.spawnRate; },
        [](const Test &test, const Test &standard) { return test.spawnRate != standard.spawnRate; });
    addField(form, tr("Ne&w users"), m_spawnRate, rampHint);

    QWidget *endHint = nullptr;
    addReset(
        tr("end"), u"end"_s, m_endHint, endHint,
        [](Test &test, const Test &standard) {
            test.runTime = standard.runTime;
            test.stopWhenDone = standard.stopWhenDone;
        },
        [](const Test &test, const Test &standard) {
            return test.runTime != standard.runTime || test.stopWhenDone != standard.stopWhenDone;
        });
    addField(form, tr("End&s"), beside(m_limited, m_minutes), endHint);
    form->addRow(QString(), m_stopWhenDone);
    form->addRow(QString(), m_endMessage);

    QWidget *warmUpHint = nullptr;
    addReset(
        tr("warm-up"), u"warmUp"_s, m_warmUpHint, warmUpHint,
        [](Test &test, const Test &standard) { test.warmUp = standard.warmUp; },
        [](const Test &test, const Test &standard) { return test.warmUp != standard.warmUp; });
    addField(form, tr("War&m-up"), m_warmUp, warmUpHint);
    form->addRow(QString(), m_warmUpMessage);
}

void LoadSection::addReset(const QString &label, const QString &field, QWidget *hint, QWidget *&row,
    const std::function<void(project::Test &, const project::Test &)> &toDefault,
    std::function<bool(const project::Test &, const project::Test &)> differs)
{
    QToolButton *button = makeResetButton(label);
    button->setObjectName(u"reset_"_s + field);
    row = besideReset(button, hint);
    m_resets.append({ button, std::move(differs) });
    connect(button, &QToolButton::clicked, this, [this, label, field, toDefault] {
        project::Test test = m_value;
        toDefault(test, standardTest(m_value.behaviour));
        setTest(test, m_accounts);
        Q_EMIT edited(field, label);
    });
}

void LoadSection::connectFields()
{
    connect(m_name, &QLineEdit::textEdited, this, [this](const QString &name) {
        m_value.name = name;
        touched(u"name"_s, tr("name"));
    });
    connect(m_behaviour, &QComboBox::activated, this, [this] {
        const auto behaviour = static_cast<users::Behaviour>(m_behaviour->currentData().toInt());
        if (behaviour == m_value.behaviour)
            return;
        m_value.behaviour = behaviour;
        m_value.stopWhenDone = m_value.isSetup();
        if (m_value.isSetup())
            m_value.warmUp = {};
        if (!m_value.isSetup() && !m_value.runTime)
            m_value.runTime = standardTest(behaviour).runTime;
        touched(u"behaviour"_s, tr("behaviour"));
    });
    connect(m_allUsers, &QCheckBox::toggled, this, [this](bool all) {
        m_users->setEnabled(!all);
        m_value.users = all ? std::nullopt : std::optional(std::max(m_users->value(), 1));
        touched(u"users"_s, tr("users"));
    });
    connect(m_users, &QSpinBox::valueChanged, this, [this](int users) {
        if (m_allUsers->isChecked())
            return;
        if (users < 1) { // stays in the field, with what is wrong beside it
            showHints();
            return;
        }
        m_value.users = users;
        touched(u"users"_s, tr("users"));
    });
    connect(m_spawnRate, &QDoubleSpinBox::valueChanged, this, [this](double rate) {
        m_value.spawnRate = rate;
        touched(u"spawnRate"_s, tr("new users a second"));
    });
    const auto runTimeTouched = [this] {
        m_minutes->setEnabled(m_limited->isChecked());
        m_value.runTime = m_limited->isChecked()
            ? std::optional(std::chrono::milliseconds(qRound64(m_minutes->value() * 60) * 1000))
            : std::nullopt;
        touched(u"runTime"_s, tr("run time"));
    };
    connect(m_limited, &QCheckBox::toggled, this, runTimeTouched);
    connect(m_minutes, &QDoubleSpinBox::valueChanged, this, runTimeTouched);
    connect(m_stopWhenDone, &QCheckBox::toggled, this, [this](bool stops) {
        m_value.stopWhenDone = stops;
        touched(u"stopWhenDone"_s, tr("end when done"));
    });
    connect(m_warmUp, &QSpinBox::valueChanged, this, [this](int seconds) {
        m_value.warmUp = std::chrono::seconds(seconds);
        touched(u"warmUp"_s, tr("warm-up"));
    });
}

void LoadSection::setTest(const project::Test &test, int accounts)
{
    m_value = test;
    m_accounts = accounts;
    m_quiet = true;
    if (m_name->text() != test.name)
        m_name->setText(test.name);
    m_behaviour->setCurrentIndex(m_behaviour->findData(int(test.behaviour)));
    m_allUsers->setChecked(!test.users);
    m_users->setEnabled(test.users.has_value());
    m_users->setValue(test.users.value_or(accounts));
    m_spawnRate->setValue(test.spawnRate);
    m_limited->setChecked(test.runTime.has_value());
    m_minutes->setEnabled(test.runTime.has_value());
    if (test.runTime)
        m_minutes->setValue(double(test.runTime->count()) / 60'000);
    m_stopWhenDone->setChecked(test.stopWhenDone);
    m_warmUp->setValue(int(std::chrono::ceil<std::chrono::seconds>(test.warmUp).count()));
    m_quiet = false;
    showHints();
}

void LoadSection::writeTo(project::Test &test) const
{
    test.name = m_value.name;
    test.behaviour = m_value.behaviour;
    test.users = m_value.users;
    test.spawnRate = m_value.spawnRate;
    test.runTime = m_value.runTime;
    test.stopWhenDone = m_value.stopWhenDone;
    test.warmUp = m_value.warmUp;
}

void LoadSection::touched(const QString &field, const QString &label)
{
    if (m_quiet)
        return;
    showHints();
    Q_EMIT edited(field, label);
}

void LoadSection::showHints()
{
    const project::Test standard = standardTest(m_value.behaviour);
    for (const Reset &reset : std::as_const(m_resets))
        reset.button->setVisible(reset.differs(m_value, standard));
    showPlan();
    const int users = m_value.users.value_or(m_accounts);
    if (m_value.name.trimmed().isEmpty())
        m_nameMessage->show(
            FieldMessage::Kind::Error, tr("A test needs a name: files of its results are called by it."));
    else if (m_value.name.contains(u'/'))
        m_nameMessage->show(
            FieldMessage::Kind::Error, tr("A name without “/”, please: files of its results are called by it."));
    else
        m_nameMessage->clear();
    m_usersHint->setText(!m_value.users ? QString()
            : m_value.isSetup()         ? tr("at a time, until all %Ln account(s) are done", nullptr, m_accounts)
                                        : tr("of %Ln account(s)", nullptr, m_accounts));
    if (!m_allUsers->isChecked() && m_users->value() < 1)
        m_usersMessage->show(FieldMessage::Kind::Error, tr("At least one user, please."));
    else if (users > m_accounts)
        m_usersMessage->show(FieldMessage::Kind::Warning,
            tr("There are %1 accounts: so many users will run.").arg(formatCount(m_accounts)));
    else
        m_usersMessage->clear();
    const int running = std::min(users, m_accounts);
    if (m_value.spawnRate > 0 && m_value.spawnRate < running)
        m_rampHint->setText(
            tr("all there after %1")
                .arg(formatSpan(std::chrono::milliseconds(qRound64(1000 * running / m_value.spawnRate)))));
    else
        m_rampHint->setText(tr("a hard start: the server meets all of them in the same second"));
    if (!m_value.runTime && m_value.shape)
        m_endMessage->show(FieldMessage::Kind::Hint, tr("It ends with its load shape; see its timetable."));
    else if (!m_value.runTime && !m_value.stopWhenDone)
        m_endMessage->show(FieldMessage::Kind::Warning, tr("It runs until it is stopped; tests after it wait."));
    else if (!m_value.isSetup() && m_value.stopWhenDone)
        m_endMessage->show(FieldMessage::Kind::Hint, tr("Chatting is never done: only the time ends it."));
    else
        m_endMessage->clear();
    m_warmUp->setEnabled(!m_value.isSetup());
    if (m_value.runTime && m_value.warmUp >= *m_value.runTime)
        m_warmUpMessage->show(
            FieldMessage::Kind::Error, tr("The test would be over before anything is measured: less, please."));
    else
        m_warmUpMessage->clear();
}

void LoadSection::showPlan()
{
    using std::chrono::milliseconds;
    std::optional<milliseconds> end = m_value.runTime;
    if (!end && !m_value.shape) {
        // Nobody knows when: long enough to see that they stay.
        const double coming = run::plannedUsers(m_value, m_accounts, m_folder).duration();
        end = std::max(milliseconds(std::chrono::minutes(1)), milliseconds(qRound64(2000 * coming)));
    }
    m_plan->setCurve(run::plannedUsers(m_value, m_accounts, m_folder, end));
}

} // namespace throng::ui
