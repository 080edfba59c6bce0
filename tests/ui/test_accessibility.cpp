// SPDX-License-Identifier: GPL-3.0-or-later
//
// Walks every page of the window and of the wizard: what can be used has a name that can be spoken, is reached by the
// keyboard, and shows its text whole.
#include "engine/practice/practiceserver.h"
#include "support/uifixture.h"
#include "ui/dashboard/runcontroller.h"
#include "ui/document/document.h"
#include "ui/editors/page.h"
#include "ui/mainwindow/projectview.h"
#include "ui/wizards/generatewizard.h"
#include "ui/wizards/newprojectwizard.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QScrollBar>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using ui::ProjectView;

namespace {

constexpr int patience = 60'000; // sanitizers on a busy machine

bool isInteractive(const QWidget *widget)
{
    return qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QAbstractSpinBox *>(widget)
        || qobject_cast<const QComboBox *>(widget) || qobject_cast<const QLineEdit *>(widget)
        || qobject_cast<const QAbstractItemView *>(widget);
}

/// Qt's own inner parts: the line edit of a spin box, a table's header, a scroll bar's buttons.
bool isPartOfAnother(const QWidget *widget)
{
    for (const QWidget *parent = widget->parentWidget(); parent; parent = parent->parentWidget()) {
        if (qobject_cast<const QAbstractSpinBox *>(parent) || qobject_cast<const QComboBox *>(parent)
            || qobject_cast<const QLineEdit *>(parent) || qobject_cast<const QHeaderView *>(parent)
            || qobject_cast<const QTabBar *>(parent) || qobject_cast<const QAbstractItemView *>(parent))
            return true;
    }
    return widget->objectName().startsWith(u"qt_") || qobject_cast<const QHeaderView *>(widget);
}

QString describe(const QWidget *widget)
{
    QStringList path;
    for (const QWidget *each = widget; each; each = each->parentWidget()) {
        if (each == widget || !each->objectName().isEmpty())
            path.prepend(QString::fromLatin1(each->metaObject()->className()) + u'#' + each->objectName());
    }
    QString text;
    if (const auto *label = qobject_cast<const QLabel *>(widget))
        text = label->text();
    else if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
        text = button->text();
    return path.join(u'/') + u" \""_s + text + u'"';
}

QString spokenName(QWidget *widget)
{
    QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
    return spoken ? spoken->text(QAccessible::Name).trimmed() : QString();
}

/// What the widget needs to show its text, against what it has.
bool isCutOff(const QWidget *widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(widget)) {
        if (label->text().trimmed().isEmpty() || !label->pixmap(Qt::ReturnByValue).isNull())
            return false;
        if (label->wordWrap())
            return label->heightForWidth(label->width()) > label->height();
        // A label that may be any width asks for none: its text is what counts.
        return label->sizeHint().width() > label->width() || label->sizeHint().height() > label->height() + 1;
    }
    if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
        return !button->text().isEmpty()
            && (button->minimumSizeHint().width() > button->width()
                || button->minimumSizeHint().height() > button->height());
    if (const auto *combo = qobject_cast<const QComboBox *>(widget))
        return combo->fontMetrics().horizontalAdvance(combo->currentText()) + 24 > combo->width();
    if (const auto *spin = qobject_cast<const QAbstractSpinBox *>(widget))
        return spin->fontMetrics().horizontalAdvance(spin->text()) + 24 > spin->width();
    return false;
}

/// What is wrong with what is visible in `root`.
QStringList complaints(QWidget *root)
{
    // A message bar or a hint that has just come is laid out by events.
    QApplication::sendPostedEvents();
    QApplication::processEvents();
    QStringList wrong;
    const auto widgets = root->findChildren<QWidget *>();
    for (QWidget *widget : widgets) {
        if (!widget->isVisible() || isPartOfAnother(widget))
            continue;
        if (isInteractive(widget)) {
            if (spokenName(widget).isEmpty())
                wrong.append(u"has no name: "_s + describe(widget));
            // Buttons of a toolbar are in the menus too.
            if (widget->isEnabled() && widget->focusPolicy() == Qt::NoFocus && !qobject_cast<QToolButton *>(widget)
                && !widget->testAttribute(Qt::WA_TransparentForMouseEvents))
                wrong.append(u"is out of the keyboard's reach: "_s + describe(widget));
        }
        if (isCutOff(widget))
            wrong.append(u"is cut off at %1×%2: "_s.arg(widget->width()).arg(widget->height()) + describe(widget));
    }
    return wrong;
}

void compareNoMnemonicTwice(QWidget *root, QStringList *wrong)
{
    QHash<QString, QString> seen;
    const auto note = [&seen, wrong](const QString &text, const QString &what) {
        const QKeySequence key = QKeySequence::mnemonic(text);
        if (key.isEmpty())
            return;
        if (seen.contains(key.toString()))
            wrong->append(key.toString() + u" means both "_s + seen[key.toString()] + u" and "_s + what);
        seen.insert(key.toString(), what);
    };
    if (const auto *window = qobject_cast<QMainWindow *>(root)) {
        const auto menus = window->menuBar()->actions();
        for (const QAction *menu : menus)
            note(menu->text(), u"the menu "_s + menu->text());
    }
    const auto labels = root->findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        if (label->isVisible() && label->buddy())
            note(label->text(), describe(label));
    }
    const auto buttons = root->findChildren<QAbstractButton *>();
    for (const QAbstractButton *button : buttons) {
        if (button->isVisible())
            note(button->text(), describe(button));
    }
}

QStringList everythingWrong(QWidget *root)
{
    QStringList wrong = complaints(root);
    compareNoMnemonicTwice(root, &wrong);
    return wrong;
}

/// Of all pages together: one run of the test shows everything there is to mend.
#define NOTHING_WRONG(wrong)                                                                                           \
    do {                                                                                                               \
        for (const QString &each : (wrong))                                                                            \
            qWarning().noquote() << each;                                                                              \
        QVERIFY((wrong).isEmpty());                                                                                    \
    } while (false)

} // namespace

class AccessibilityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theStartPage()
    {
        UiFixture ui;
        const QStringList wrong = everythingWrong(ui.window.get());
        NOTHING_WRONG(wrong);
        QVERIFY(ui.window->focusWidget());
    }

    void theProject_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("1280x800") << QSize(1280, 800);
        QTest::newRow("1920x1080") << QSize(1920, 1080);
    }
    void theProject()
    {
        QFETCH(QSize, size);
        QStringList wrong;
        practice::PracticeServer server;
        const auto url = server.start();
        QVERIFY(url);
        project::Project project = project::Project::withDefaults(url->toString());
        project.users.count = 20;
        UiFixture ui;
        auto document = ui::Document::create(ui.projectsFolder() + u"/spoken"_s, project);
        QVERIFY(document);
        QVERIFY(ui.window->openPath((*document)->folder().projectFile()));
        ui.window->resize(size);
        ProjectView *view = ui.window->projectView();
        ui.click("checkServer");
        QTRY_VERIFY_WITH_TIMEOUT(ui.find<QLabel>("probeState")->text().startsWith(u"checked"), patience);
        for (const auto page : { ProjectView::PageId::Server, ProjectView::PageId::Users, ProjectView::PageId::Rooms,
                 ProjectView::PageId::Run, ProjectView::PageId::Results }) {
            view->showPage(page);
            wrong += everythingWrong(ui.window.get());
        }
        view->showPage(ProjectView::PageId::Rooms);
        ui.find<QTabWidget>("roomTabs")->setCurrentIndex(1);
        wrong += everythingWrong(ui.window.get());
        view->showPage(ProjectView::PageId::Tests);
        auto *tests = ui.find<QListWidget>("testList");
        auto *tabs = view->page(ProjectView::PageId::Tests)->findChild<QTabWidget *>();
        for (int test = 0; test < tests->count(); ++test) {
            for (int tab = 0; tab < tabs->count(); ++tab) {
                tests->setCurrentRow(test);
                tabs->setCurrentIndex(tab);
                wrong += everythingWrong(ui.window.get());
            }
        }

        // While it runs there are fields to change the load with.
        ui.window->findChild<QAction *>(u"actionStart"_s)->trigger();
        ui::RunController *controller = ui.window->runController();
        QTRY_VERIFY_WITH_TIMEOUT(controller->run() && controller->run()->currentTest() == 3, patience);
        for (int table = 0; table < 3; ++table) {
            ui.find<QTabWidget>("runTables")->setCurrentIndex(table);
            wrong += everythingWrong(ui.window.get());
        }
        controller->stopNow();
        QTRY_VERIFY_WITH_TIMEOUT(!controller->isActive(), patience);
        view->showPage(ProjectView::PageId::Results);
        wrong += everythingWrong(ui.window.get());
        wrong.removeDuplicates();
        NOTHING_WRONG(wrong);
    }

    void theWizard()
    {
        QStringList wrong;
        practice::PracticeServer server;
        const auto url = server.start();
        QVERIFY(url);
        UiFixture ui;
        ui.click("newProjectButton");
        auto *wizard = ui.window->findChild<ui::NewProjectWizard *>();
        QTRY_VERIFY(wizard && wizard->isVisible());
        wrong += everythingWrong(wizard);
        UiFixture::type(UiFixture::find<QLineEdit>(wizard, "serverUrl"), url->toString());
        for (int page = ui::NewProjectWizard::ServerStep; page < ui::NewProjectWizard::SummaryStep; ++page) {
            QCOMPARE(wizard->currentId(), page);
            wrong += everythingWrong(wizard);
            QTest::mouseClick(wizard->button(QWizard::NextButton), Qt::LeftButton);
            QTRY_COMPARE_WITH_TIMEOUT(wizard->currentId(), page + 1, patience);
        }
        wrong += everythingWrong(wizard);
        wrong.removeDuplicates();
        NOTHING_WRONG(wrong);
        wizard->reject();
    }

    void theWizardsOfTheToolsMenu()
    {
        QStringList wrong;
        UiFixture ui;
        auto document =
            ui::Document::create(ui.projectsFolder() + u"/spoken"_s, project::Project::withDefaults(u"http://[::1]"_s));
        QVERIFY(document);
        QVERIFY(ui.window->openPath((*document)->folder().projectFile()));
        for (const auto *name : { u"actionGenerateUsers", u"actionGenerateRooms" }) {
            ui.window->findChild<QAction *>(QString::fromUtf16(name))->trigger();
            auto *wizard = ui.window->findChild<ui::GenerateWizard *>();
            QTRY_VERIFY(wizard && wizard->isVisible());
            QTRY_VERIFY(wizard->button(QWizard::NextButton)->isEnabled());
            wrong += everythingWrong(wizard);
            QTest::mouseClick(wizard->button(QWizard::NextButton), Qt::LeftButton);
            wrong += everythingWrong(wizard);
            wizard->reject();
            QTRY_VERIFY(!ui.window->findChild<ui::GenerateWizard *>());
        }
        wrong.removeDuplicates();
        NOTHING_WRONG(wrong);
    }

    void everyMenuEntryHasAMnemonicOfItsOwn()
    {
        UiFixture ui;
        QStringList wrong;
        QList<QMenu *> menus = ui.window->menuBar()->findChildren<QMenu *>();
        const auto look = [&wrong](const QString &where, const QList<QAction *> &actions) {
            QHash<QString, QString> seen;
            for (const QAction *action : actions) {
                if (action->isSeparator() || !action->isVisible())
                    continue;
                const QString key = QKeySequence::mnemonic(action->text()).toString();
                if (key.isEmpty() || seen.contains(key))
                    wrong.append(where + u" › "_s + action->text() + u' ' + seen.value(key));
                seen.insert(key, action->text());
            }
        };
        look(u"menu bar"_s, ui.window->menuBar()->actions());
        for (const QMenu *menu : std::as_const(menus))
            look(menu->title(), menu->actions());
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }
};

QTEST_MAIN(AccessibilityTest)
#include "test_accessibility.moc"
