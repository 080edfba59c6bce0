// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/suitedialog.h"

#include "ui/editors/hooklist.h"
#include "ui/editors/thresholdlist.h"
#include "ui/support/escapeguard.h"
#include "ui/support/explanations.h"
#include "ui/support/format.h"
#include "ui/support/numberbox.h"
#include "ui/support/widgets.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

enum Tab { GeneralTab, ThresholdsTab, CommandsTab, EventsTab };

QVBoxLayout *makeBody(QWidget *page)
{
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 12, 0, 0);
    layout->setSpacing(spacing);
    return layout;
}

} // namespace

SuiteDialog::SuiteDialog(const project::Suite &suite, const QStringList &taken, QWidget *parent)
    : QDialog(parent)
    , m_suite(suite)
    , m_taken(taken)
    , m_tabs(new QTabWidget(this))
    , m_name(new QLineEdit(suite.name))
    , m_description(new QPlainTextEdit(suite.description))
    , m_rounds(new QSpinBox)
    , m_pause(new NumberBox)
    , m_thresholds(new ThresholdList)
    , m_before(new HookList(tr("Before the first test"), HookModel::Kind::InOrder))
    , m_after(new HookList(tr("After the last test"), HookModel::Kind::InOrder))
    , m_onEvents(new HookList(tr("While a test runs"), HookModel::Kind::OnEvents))
    , m_message(new FieldMessage(this))
{
    setObjectName(u"suiteDialog"_s);
    setWindowTitle(tr("The suite “%1”").arg(suite.name));
    m_tabs->setObjectName(u"suiteTabs"_s);
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->insertTab(GeneralTab, makeGeneral(), tr("Suite"));
    m_tabs->insertTab(ThresholdsTab, makeThresholds(), {});
    m_tabs->insertTab(CommandsTab, makeCommands(), {});
    m_tabs->insertTab(EventsTab, makeEvents(), {});

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_take = buttons->button(QDialogButtonBox::Ok);
    m_take->setText(tr("Change the suite"));
    m_take->setProperty("primary", true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(spacing);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_message);
    layout->addWidget(buttons);
    for (HookList *list : { m_before, m_after, m_onEvents })
        connect(list, &HookList::edited, this, &SuiteDialog::check);
    connect(m_thresholds, &ThresholdList::edited, this, &SuiteDialog::check);
    connect(m_thresholds, &ThresholdList::rightChanged, this, &SuiteDialog::check);
    connect(m_name, &QLineEdit::textChanged, this, &SuiteDialog::check);
    connect(m_rounds, &QSpinBox::valueChanged, this, &SuiteDialog::check);
    explain(this);
    resize(880, 560);
    check();
    new EscapeGuard(this, [this, before = this->suite()] { return this->suite() != before; });
}

QWidget *SuiteDialog::makeGeneral()
{
    m_name->setObjectName(u"suiteName"_s);
    m_description->setObjectName(u"suiteDescription"_s);
    m_description->setTabChangesFocus(true);
    m_description->setMaximumHeight(8 * m_description->fontMetrics().lineSpacing());
    m_rounds->setObjectName(u"suiteRounds"_s);
    m_rounds->setRange(1, 10'000);
    m_rounds->setGroupSeparatorShown(true);
    m_rounds->setValue(m_suite.rounds);
    m_rounds->setFixedWidth(170);
    m_pause->setObjectName(u"suitePause"_s);
    m_pause->setRange(0, 1e6);
    m_pause->setDecimals(1);
    m_pause->setGroupSeparatorShown(true);
    m_pause->setSuffix(tr(" s"));
    m_pause->setValue(double(m_suite.pauseBetweenRounds.count()) / 1000);
    m_pause->setFixedWidth(170);

    auto *page = new QWidget;
    QVBoxLayout *layout = makeBody(page);
    QFormLayout *form = makeForm();
    addField(form, tr("&Name"), m_name);
    addField(form, tr("&What it is for"), m_description);
    addField(form, tr("&Rounds"), m_rounds, tr("so often are all its tests run, one after the other"));
    addField(form, tr("&Pause"), m_pause, tr("between two rounds, for the server to settle"));
    layout->addLayout(form);
    layout->addStretch();
    return page;
}

QWidget *SuiteDialog::makeThresholds()
{
    m_thresholds->setObjectName(u"suiteThresholds"_s);
    QStringList tests;
    for (const project::Test &test : std::as_const(m_suite.tests))
        tests.append(test.name);
    m_thresholds->offerTests(tests);
    m_thresholds->setThresholds(m_suite.thresholds);
    auto *page = new QWidget;
    QVBoxLayout *layout = makeBody(page);
    layout->addWidget(makeMuted(
        tr("What the server is to keep in every test of the suite, or in one of them: a run in which a threshold is "
           "broken has failed. On the left a figure (p95, median, max, failures, requests/s …) and in brackets whose: "
           "an endpoint such as send, sync or createRoom, delivery, or nothing for all together."),
        page));
    layout->addWidget(m_thresholds, 1);
    return page;
}

QWidget *SuiteDialog::makeCommands()
{
    m_before->setObjectName(u"suiteHooksBefore"_s);
    m_before->model().setHooks(m_suite.beforeHooks);
    m_after->setObjectName(u"suiteHooksAfter"_s);
    m_after->model().setHooks(m_suite.afterHooks);
    auto *page = new QWidget;
    QVBoxLayout *layout = makeBody(page);
    layout->addWidget(makeMuted(
        tr("Run on this machine, once in a run. Each is called with the server's address, the folder of the results, "
           "and its arguments; those at the end are run however the suite ended."),
        page));
    layout->addWidget(m_before, 1);
    layout->addWidget(m_after, 1);
    return page;
}

QWidget *SuiteDialog::makeEvents()
{
    m_onEvents->setObjectName(u"suiteHooksOnEvents"_s);
    m_onEvents->model().setEventHooks(m_suite.eventHooks);
    auto *page = new QWidget;
    QVBoxLayout *layout = makeBody(page);
    layout->addWidget(makeMuted(
        tr("Run beside a test when something happens, once in each test: to note what the database is doing, to wake "
           "somebody. The environment variable THRONG_WHAT says what it was."),
        page));
    layout->addWidget(m_onEvents, 1);
    return page;
}

project::Suite SuiteDialog::suite() const
{
    project::Suite suite = m_suite;
    suite.name = m_name->text().trimmed();
    suite.description = m_description->toPlainText().trimmed();
    suite.rounds = m_rounds->value();
    suite.pauseBetweenRounds = std::chrono::milliseconds(qRound64(m_pause->value() * 1000));
    suite.thresholds = m_thresholds->thresholds();
    suite.beforeHooks = m_before->model().hooks();
    suite.afterHooks = m_after->model().hooks();
    suite.eventHooks = m_onEvents->model().eventHooks();
    return suite;
}

void SuiteDialog::check()
{
    m_pause->setEnabled(m_rounds->value() > 1);
    const qsizetype thresholds = m_thresholds->count();
    m_tabs->setTabText(
        ThresholdsTab, thresholds > 0 ? tr("Thresholds %1").arg(formatCount(thresholds)) : tr("Thresholds"));
    const int commands = m_before->model().rowCount() + m_after->model().rowCount();
    m_tabs->setTabText(CommandsTab, commands > 0 ? tr("Commands %1").arg(formatCount(commands)) : tr("Commands"));
    const int onEvents = m_onEvents->model().rowCount();
    m_tabs->setTabText(EventsTab, onEvents > 0 ? tr("On events %1").arg(formatCount(onEvents)) : tr("On events"));

    const QString name = m_name->text().trimmed();
    QString wrong;
    if (name.isEmpty())
        wrong = tr("A suite has a name: it is chosen by it, and its results are called by it.");
    else if (m_taken.contains(name))
        wrong = tr("Another suite of this project is called “%1” already.").arg(name);
    else if (!m_thresholds->areRight())
        wrong = tr("A threshold is not right yet: its row says what is wrong.");
    else if (!m_before->isWhole() || !m_after->isWhole() || !m_onEvents->isWhole())
        wrong = tr("A row has no command: write one, or remove the row.");
    if (!wrong.isEmpty())
        m_message->show(FieldMessage::Kind::Error, wrong);
    else if (commands + onEvents > 0)
        m_message->show(FieldMessage::Kind::Hint,
            tr("Throng shows all commands of the suite and asks before it runs them for the first time."));
    else
        m_message->clear();
    m_take->setEnabled(wrong.isEmpty());
}

} // namespace throng::ui
