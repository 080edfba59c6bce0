// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/testspage.h"

#include "engine/project/readymade.h"
#include "ui/document/document.h"
#include "ui/editors/suitedialog.h"
#include "ui/editors/suiteoutlook.h"
#include "ui/editors/testform.h"
#include "ui/editors/testlistdelegate.h"
#include "ui/editors/testnames.h"
#include "ui/support/format.h"
#include "ui/support/icons.h"
#include "ui/support/messagebar.h"
#include "ui/support/questions.h"
#include "ui/support/widgets.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::ui {

TestsPage::TestsPage(Document &document, Questions &questions, QWidget *parent)
    : Page(tr("Tests"), tr("what happens, in which order, for how long"), parent)
    , m_document(document)
    , m_questions(questions)
    , m_list(new QListWidget(this))
    , m_addButton(new QPushButton(tr("&Add test"), this))
    , m_form(new TestForm(this))
    , m_outlook(new SuiteOutlook(this))
{
    setObjectName(u"testsPage"_s);
    auto *importButton = new QPushButton(tr("Im&port suite…"), this);
    importButton->setObjectName(u"importSuite"_s);
    header()->addWidget(m_addButton);
    header()->addWidget(importButton);
    auto *readyButton = new QPushButton(tr("Read&y-made"), this);
    readyButton->setObjectName(u"addReadyMade"_s);
    readyButton->setProperty("menu", true);
    auto *readyMenu = new QMenu(readyButton);
    readyMenu->setToolTipsVisible(true);
    for (const QString &name : project::readyMadeNames()) {
        QAction *action = readyMenu->addAction(name, this, [this, name] { addReadyMade(name); });
        action->setObjectName(u"readyMade-"_s + name);
    }
    readyButton->setMenu(readyMenu);
    header()->addWidget(readyButton);
    auto *addMenu = new QMenu(m_addButton);
    for (const auto behaviour : users::allBehaviours)
        addMenu->addAction(behaviourName(behaviour), this, [this, behaviour] { add(behaviour); });
    m_addButton->setObjectName(u"addTest"_s);
    m_addButton->setMenu(addMenu);
    m_addButton->setProperty("menu", true);

    body()->addWidget(m_outlook);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(spacing + 2);
    columns->addWidget(makeList());
    auto *formCard = new Card(this);
    auto *formLayout = new QVBoxLayout(formCard);
    formLayout->setContentsMargins(16, 10, 8, 8);
    formLayout->addWidget(m_form);
    columns->addWidget(formCard, 1);
    body()->addLayout(columns, 1);

    connect(m_outlook, &SuiteOutlook::editRequested, this, &TestsPage::editSuite);
    connect(m_outlook, &SuiteOutlook::chosen, m_list, [this](int test) { m_list->setCurrentRow(test); });
    connect(importButton, &QPushButton::clicked, this, &TestsPage::importSuite);
    connect(m_list, &QListWidget::currentRowChanged, this, [this] {
        if (!m_reloading)
            showCurrent();
    });
    connect(m_list, &QListWidget::itemChanged, this, [this](QListWidgetItem *item) {
        if (m_reloading || !suite())
            return;
        QList<project::Test> tests = suite()->tests;
        const int row = m_list->row(item);
        tests[row].enabled = item->checkState() == Qt::Checked;
        setTests(u"enabled.%1"_s.arg(row),
            tests[row].enabled ? tr("Switch “%1” on").arg(tests[row].name) : tr("Switch “%1” off").arg(tests[row].name),
            tests, row);
    });
    connect(m_list->model(), &QAbstractItemModel::rowsMoved, this, [this] {
        // The list is still in the middle of its own change.
        QMetaObject::invokeMethod(this, &TestsPage::reordered, Qt::QueuedConnection);
    });
    connect(m_form, &TestForm::edited, this, [this](const QString &field, const QString &label) {
        const int current = m_list->currentRow();
        if (!suite() || current < 0)
            return;
        QList<project::Test> tests = suite()->tests;
        tests[current] = m_form->value();
        setTests(u"%1.%2"_s.arg(current).arg(field), tr("Change %1 of “%2”").arg(label, tests[current].name), tests,
            current);
    });
    connect(&m_document, &Document::changed, this, &TestsPage::reload);
    connect(&m_document, &Document::currentSuiteChanged, this, &TestsPage::reload);
    reload();
}

void TestsPage::setRooms(int rooms, qint64 memberships, double messageReach)
{
    m_outlook->setRooms(rooms, memberships, messageReach);
    showOutlook();
}

void TestsPage::showOutlook()
{
    m_outlook->showSuite(suite(), m_document.project(), m_document.folder().path());
    const QString &span = m_outlook->span();
    setStatus(span.isEmpty() ? m_count : u"%1 · %2"_s.arg(m_count, span));
}

QWidget *TestsPage::makeList()
{
    m_list->setObjectName(u"testList"_s);
    m_list->setAccessibleName(tr("Tests in their order"));
    m_list->setItemDelegate(new TestListDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setDragDropMode(QAbstractItemView::InternalMove);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setSpacing(2);
    m_list->setTextElideMode(Qt::ElideRight);
    auto *card = new Card(this);
    card->setFixedWidth(300);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_list, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    const auto button = [&](const QString &name, const QString &iconName, const QString &tip) {
        auto *made = new QToolButton(card);
        made->setObjectName(name);
        made->setIcon(icon(iconName));
        made->setToolTip(tip);
        made->setAccessibleName(tip);
        made->setAutoRaise(true);
        buttons->addWidget(made);
        return made;
    };
    m_copyButton = button(u"copyTest"_s, u"copy"_s, tr("Copy this test"));
    m_removeButton = button(u"removeTest"_s, u"remove"_s, tr("Remove this test (Del)"));
    buttons->addStretch();
    m_upButton = button(u"moveTestUp"_s, u"up"_s, tr("Run this test earlier (Alt+Up)"));
    m_downButton = button(u"moveTestDown"_s, u"down"_s, tr("Run this test later (Alt+Down)"));
    layout->addLayout(buttons);
    connect(m_copyButton, &QToolButton::clicked, this, &TestsPage::duplicate);
    connect(m_removeButton, &QToolButton::clicked, this, &TestsPage::remove);
    connect(m_upButton, &QToolButton::clicked, this, [this] { move(-1); });
    connect(m_downButton, &QToolButton::clicked, this, [this] { move(1); });
    // In the list alone: elsewhere these keys are a field's own.
    const auto onKey = [this](const QKeySequence &key, QToolButton *pressed) {
        auto *shortcut = new QShortcut(key, m_list);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, pressed, &QToolButton::click);
    };
    onKey(QKeySequence(Qt::ALT | Qt::Key_Up), m_upButton);
    onKey(QKeySequence(Qt::ALT | Qt::Key_Down), m_downButton);
    onKey(QKeySequence(Qt::Key_Delete), m_removeButton);
    return card;
}

const project::Suite *TestsPage::suite() const
{
    const QList<project::Suite> &suites = m_document.project().suites;
    const int index = m_document.currentSuite();
    return index >= 0 && index < suites.size() ? &suites[index] : nullptr;
}

void TestsPage::setTests(const QString &field, const QString &text, const QList<project::Test> &tests, int current)
{
    const int index = m_document.currentSuite();
    m_reloading = true;
    m_document.set<QList<project::Test>>(
        u"suite.%1.%2"_s.arg(index).arg(field), text,
        [index](project::Project &project) -> QList<project::Test> & { return project.suites[index].tests; }, tests);
    m_reloading = false;
    reload();
    if (current >= 0)
        m_list->setCurrentRow(current);
}

void TestsPage::reload()
{
    if (m_reloading)
        return;
    m_reloading = true;
    const int accounts = m_document.project().users.count;
    const int current = std::max(m_list->currentRow(), 0);
    const project::Suite *shown = suite();
    const int count = shown ? int(shown->tests.size()) : 0;
    while (m_list->count() > count)
        delete m_list->takeItem(m_list->count() - 1);
    while (m_list->count() < count) {
        auto *item = new QListWidgetItem(m_list);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemIsDragEnabled);
    }
    const QString folder = m_document.folder().path();
    int enabled = 0;
    for (int i = 0; i < count; ++i) {
        const project::Test &test = shown->tests[i];
        QListWidgetItem *item = m_list->item(i);
        item->setText(tr("%1. %2\n%3").arg(i + 1).arg(test.name, testInOneLine(test, accounts, folder)));
        item->setCheckState(test.enabled ? Qt::Checked : Qt::Unchecked);
        item->setToolTip(test.enabled ? QString() : tr("Switched off: left out when the suite runs"));
        item->setData(Qt::UserRole, i);
        enabled += test.enabled ? 1 : 0;
    }
    m_list->setCurrentRow(std::min(current, count - 1));
    m_count = enabled == count ? tr("%n test(s)", nullptr, count)
                               : tr("%1 of %n tests", nullptr, count).arg(formatCount(enabled));
    m_reloading = false;
    showOutlook();
    showCurrent();
}

void TestsPage::showCurrent()
{
    const int row = m_list->currentRow();
    const bool any = suite() && row >= 0 && row < suite()->tests.size();
    m_outlook->setCurrent(row);
    m_form->setEnabled(any);
    m_copyButton->setEnabled(any);
    m_removeButton->setEnabled(any);
    m_upButton->setEnabled(any && row > 0);
    m_downButton->setEnabled(any && row + 1 < suite()->tests.size());
    m_form->setFolder(m_document.folder().path());
    m_form->setSuiteThresholds(suite() ? suite()->thresholds : QList<thresholds::Threshold>());
    if (any)
        m_form->setValue(suite()->tests[row], m_document.project().users.count);
}

/// Files of a test's results are called by its name, so no two have the same: chat, chat-2, chat-3.
QString TestsPage::freeName(const QString &name) const
{
    static const QRegularExpression number(u"-[0-9]+$"_s);
    const QString stem = QString(name).remove(number);
    const QList<project::Test> &tests = suite()->tests;
    const auto isTaken = [&tests](const QString &candidate) {
        return std::any_of(
            tests.begin(), tests.end(), [&](const project::Test &test) { return test.name == candidate; });
    };
    if (!isTaken(name))
        return name;
    for (int i = 2;; ++i) {
        if (const QString candidate = u"%1-%2"_s.arg(stem).arg(i); !isTaken(candidate))
            return candidate;
    }
}

void TestsPage::add(users::Behaviour behaviour)
{
    if (!suite())
        return;
    QList<project::Test> tests = suite()->tests;
    tests.append(standardTest(behaviour));
    tests.last().name = freeName(tests.last().name);
    setTests(u"add.%1"_s.arg(tests.size()), tr("Add “%1”").arg(tests.last().name), tests, int(tests.size()) - 1);
}

void TestsPage::duplicate()
{
    const int row = m_list->currentRow();
    QList<project::Test> tests = suite()->tests;
    project::Test copy = tests[row];
    copy.name = freeName(copy.name);
    tests.insert(row + 1, copy);
    setTests(u"copy.%1"_s.arg(tests.size()), tr("Copy “%1”").arg(tests[row].name), tests, row + 1);
}

void TestsPage::remove()
{
    const int row = m_list->currentRow();
    QList<project::Test> tests = suite()->tests;
    const QString name = tests.takeAt(row).name;
    setTests(
        u"remove.%1"_s.arg(tests.size()), tr("Remove “%1”").arg(name), tests, std::min(row, int(tests.size()) - 1));
}

void TestsPage::move(int by)
{
    const int row = m_list->currentRow();
    QList<project::Test> tests = suite()->tests;
    tests.move(row, row + by);
    setTests(u"move.%1.%2"_s.arg(row).arg(by), tr("Change the order of tests"), tests, row + by);
}

void TestsPage::reordered()
{
    if (!suite() || m_list->count() != suite()->tests.size())
        return;
    QList<project::Test> tests;
    for (int i = 0; i < m_list->count(); ++i)
        tests.append(suite()->tests[m_list->item(i)->data(Qt::UserRole).toInt()]);
    setTests(u"order"_s, tr("Change the order of tests"), tests, m_list->currentRow());
}

void TestsPage::importSuite()
{
    const QString path = m_questions.openSuite(this, m_document.folder().path());
    if (path.isEmpty())
        return;
    auto read = project::readSuiteFile(path);
    if (!read) {
        messages()->show(MessageBar::Kind::Error, tr("This suite could not be read."), read.error().toString());
        return;
    }
    messages()->clear();
    appendSuite(tr("Import suite “%1”").arg(read->name), *read);
}

/// Two suites of one name could not be told apart where one is chosen.
void TestsPage::appendSuite(const QString &text, project::Suite suite)
{
    const QString name = suite.name;
    for (int number = 2; m_document.project().suite(suite.name); ++number)
        suite.name = u"%1 %2"_s.arg(name).arg(number);
    QList<project::Suite> suites = m_document.project().suites;
    suites.append(suite);
    m_document.set<QList<project::Suite>>(
        u"suites"_s, text, [](project::Project &project) -> QList<project::Suite> & { return project.suites; }, suites);
    m_document.setCurrentSuite(int(suites.size()) - 1);
}

void TestsPage::editSuite()
{
    const int index = m_document.currentSuite();
    QStringList taken;
    for (const project::Suite &each : m_document.project().suites)
        taken.append(each.name);
    taken.removeAt(index);
    auto *dialog = new SuiteDialog(*suite(), taken, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, index] {
        const project::Suite changed = dialog->suite();
        m_document.set<project::Suite>(
            u"suite.%1.%2"_s.arg(index).arg(m_document.undoStack()->index()), tr("Change suite “%1”").arg(changed.name),
            [index](project::Project &project) -> project::Suite & { return project.suites[index]; }, changed);
    });
    dialog->open();
}

void TestsPage::addReadyMade(const QString &name)
{
    const auto ready = project::readyMadeSuite(name);
    if (!ready) {
        messages()->show(MessageBar::Kind::Error, tr("This suite could not be read."), ready.error().toString());
        return;
    }
    appendSuite(tr("Add suite “%1”").arg(name), ready->suite);
    const int wanted = ready->users.count;
    const int have = m_document.project().users.count;
    if (wanted <= have) {
        messages()->show(MessageBar::Kind::Info, name, ready->suite.description);
        return;
    }
    messages()->show(MessageBar::Kind::Warning,
        tr("This suite is for %Ln user(s); the project has %1.", nullptr, wanted).arg(formatCount(have)),
        ready->suite.description, tr("Make %Ln user(s) and their rooms", nullptr, wanted), [this, ready] {
            project::Project sized = m_document.project();
            sized.users.count = ready->users.count;
            sized.rooms = ready->rooms;
            m_document.replace(tr("Users and rooms of “%1”").arg(ready->suite.name), sized);
            messages()->clear();
        });
}

} // namespace throng::ui
