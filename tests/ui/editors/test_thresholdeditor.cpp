// SPDX-License-Identifier: GPL-3.0-or-later
//
// Thresholds of a test and of a suite, edited as a person does.
#include "engine/thresholds/ruleparser.h"
#include "support/patience.h"
#include "support/uifixture.h"
#include "ui/document/document.h"
#include "ui/editors/suitedialog.h"
#include "ui/editors/testform.h"
#include "ui/editors/thresholdssection.h"
#include "ui/mainwindow/projectview.h"
#include "ui/support/widgets.h"

#include <QAction>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace throng;
using namespace throng::test;

namespace {

/// The window with a project open, at the thresholds of its chat test.
struct Editor {
    UiFixture ui;
    ui::TestForm *form = nullptr;
    ui::ThresholdsSection *section = nullptr;

    Editor()
    {
        auto document =
            ui::Document::create(ui.projectsFolder() + u"/alpha"_s, project::Project::withDefaults(u"http://[::1]"_s));
        if (!document || !ui.window->openPath((*document)->folder().projectFile()))
            qFatal("no project");
        ui.window->projectView()->showPage(ui::ProjectView::PageId::Tests);
        UiFixture::find<QListWidget>(ui.window->projectView(), "testList")->setCurrentRow(3);
        form = ui.window->findChild<ui::TestForm *>();
        section = ui.window->findChild<ui::ThresholdsSection *>();
        form->setCurrentWidget(section);
    }

    [[nodiscard]] const QList<thresholds::Threshold> &value() const
    {
        return ui.window->document()->project().suites.first().tests.last().thresholds;
    }
    [[nodiscard]] QList<QLineEdit *> rules() const
    {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); // a row that was removed is gone
        return section->findChildren<QLineEdit *>(u"thresholdRule"_s);
    }
    void add(int suggestion) const
    {
        UiFixture::find<QPushButton>(section, "addThreshold")->menu()->actions().at(suggestion)->trigger();
    }
    /// All that the section says about what is wrong.
    [[nodiscard]] QString complaint() const
    {
        for (const ui::FieldMessage *message : section->findChildren<ui::FieldMessage *>()) {
            if (message->isError())
                return message->text();
        }
        return {};
    }
    void undo() const { ui.window->findChild<QAction *>(u"actionUndo"_s)->trigger(); }
};

} // namespace

class TestThresholdEditor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneIsAddedChangedAndRemovedAndAllOfItUndone()
    {
        const Editor editor;
        editor.add(0);
        QCOMPARE(editor.value().size(), 1);
        QCOMPARE(editor.value().first().rule.text, u"p95(send) < 500ms"_s);
        QVERIFY(editor.form->tabText(editor.form->indexOf(editor.section)).contains(u'1'));

        UiFixture::type(editor.rules().first(), u"max(sync) < 5s"_s);
        QCOMPARE(editor.value().first().rule.text, u"max(sync) < 5s"_s);
        auto *settle = UiFixture::find<QSpinBox>(editor.section, "thresholdSettle");
        UiFixture::type(settle, u"60"_s);
        auto *abort = UiFixture::find<QSpinBox>(editor.section, "thresholdAbort");
        UiFixture::type(abort, u"30"_s);
        QCOMPARE(editor.value().first().settle, 60s);
        QCOMPARE(editor.value().first().abortAfter, std::optional(30s));

        UiFixture::click(editor.section, "removeThreshold");
        QVERIFY(editor.value().isEmpty());
        editor.undo();
        QCOMPARE(editor.value().size(), 1);
        QCOMPARE(editor.rules().first()->text(), u"max(sync) < 5s"_s);
        editor.undo();
        QCOMPARE(editor.value().first().abortAfter, std::nullopt);
        QCOMPARE(UiFixture::find<QSpinBox>(editor.section, "thresholdAbort")->value(), 0);
        editor.undo();
        QCOMPARE(UiFixture::find<QSpinBox>(editor.section, "thresholdSettle")->value(), 0);
        editor.undo();
        QCOMPARE(editor.rules().first()->text(), u"p95(send) < 500ms"_s);
        editor.undo();
        QVERIFY(editor.value().isEmpty());
        QVERIFY(!editor.ui.window->isWindowModified());
    }

    void whatIsNoRuleIsSaidWithItsPlaceAndChangesNothing()
    {
        const Editor editor;
        editor.add(0);
        QVERIFY(editor.complaint().isEmpty());
        UiFixture::type(editor.rules().first(), u"p95(sned) < 1s"_s);
        QVERIFY2(editor.complaint().contains(u"At character 5: there is no endpoint"), qPrintable(editor.complaint()));
        QVERIFY2(editor.complaint().contains(u"\"send\""), qPrintable(editor.complaint()));
        QCOMPARE(editor.value().first().rule.text, u"p95(send) < 500ms"_s);
        // What is wrong stays to be mended while something else changes.
        editor.add(3);
        QCOMPARE(editor.value().size(), 2);
        QCOMPARE(editor.rules().first()->text(), u"p95(sned) < 1s"_s);
        UiFixture::type(editor.rules().first(), u"p95(send) < 1s"_s);
        QVERIFY(editor.complaint().isEmpty());
        QCOMPARE(editor.value().first().rule.text, u"p95(send) < 1s"_s);
    }

    void thoseOfTheSuiteHoldForAllItsTestsOrForOne()
    {
        const Editor editor;
        const auto ofSuite = [&editor]() -> const QList<thresholds::Threshold> & {
            return editor.ui.window->document()->project().suites.first().thresholds;
        };
        const auto openDialog = [&editor] {
            editor.ui.click("editSuite");
            auto *dialog = editor.ui.window->findChild<ui::SuiteDialog *>();
            UiFixture::find<QTabWidget>(dialog, "suiteTabs")->setCurrentIndex(1);
            return dialog;
        };
        const auto take = [](ui::SuiteDialog *dialog) {
            QTest::mouseClick(dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok), Qt::LeftButton);
        };
        ui::SuiteDialog *dialog = openDialog();
        const auto actions = UiFixture::find<QPushButton>(dialog, "addThreshold")->menu()->actions();
        actions[3]->trigger(); // failures < 1%
        actions[2]->trigger(); // p99(delivery) < 2s
        QCOMPARE(UiFixture::find<QTabWidget>(dialog, "suiteTabs")->tabText(1), u"Thresholds 2"_s);
        auto *test = dialog->findChildren<QComboBox *>(u"thresholdTest"_s).last();
        QTRY_VERIFY_WITH_TIMEOUT(test->isVisible(), patience);
        QCOMPARE(test->currentText(), u"every test"_s);
        QTest::keyClick(test, Qt::Key_End); // the last of the suite's tests
        QCOMPARE(test->currentText(), u"chat"_s);
        auto *rule = dialog->findChildren<QLineEdit *>(u"thresholdRule"_s).first();
        UiFixture::type(rule, u"failures <"_s);
        auto *change = dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok);
        QVERIFY(!change->isEnabled()); // a rule that is none is not taken
        UiFixture::type(rule, u"failures < 2%"_s);
        QVERIFY(change->isEnabled());
        take(dialog);
        QCOMPARE(ofSuite().size(), 2);
        QCOMPARE(ofSuite()[0].rule.text, u"failures < 2%"_s);
        QVERIFY(ofSuite()[0].test.isEmpty());
        QCOMPARE(ofSuite()[1].test, u"chat"_s);

        // The tests say what is asked of them beside their own.
        auto *list = UiFixture::find<QListWidget>(editor.ui.window->projectView(), "testList");
        const auto said = [&editor] { return editor.ui.find<QLabel>("thresholdsOfSuite")->text(); };
        list->setCurrentRow(0);
        QVERIFY2(said().contains(u"failures < 2%") && !said().contains(u"delivery"), qPrintable(said()));
        list->setCurrentRow(3);
        QVERIFY2(said().contains(u"failures < 2%") && said().contains(u"p99(delivery) < 2s"), qPrintable(said()));

        editor.undo();
        QVERIFY(ofSuite().isEmpty());
        QVERIFY(said().isEmpty());
        QVERIFY(!editor.ui.window->isWindowModified());
    }

    void oneForATestThatIsGoneSaysSo()
    {
        project::Suite suite = project::Suite::standard();
        suite.thresholds.emplaceBack().rule = thresholds::parseRule(u"failures < 1%"_s).value();
        suite.thresholds.last().test = u"renamed since"_s;
        ui::SuiteDialog dialog(suite, {});
        dialog.show();
        auto *change = dialog.findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok);
        QVERIFY(!change->isEnabled());
        auto *test = UiFixture::find<QComboBox>(&dialog, "thresholdTest");
        QCOMPARE(test->currentText(), u"renamed since"_s);
        UiFixture::find<QTabWidget>(&dialog, "suiteTabs")->setCurrentIndex(1);
        QTest::keyClick(test, Qt::Key_Home);
        QCOMPARE(test->currentText(), u"every test"_s);
        QVERIFY(change->isEnabled());
        QVERIFY(dialog.suite().thresholds.first().test.isEmpty());
    }

    void anotherTestHasItsOwn()
    {
        const Editor editor;
        editor.add(0);
        UiFixture::find<QListWidget>(editor.ui.window->projectView(), "testList")->setCurrentRow(0);
        QTRY_VERIFY_WITH_TIMEOUT(editor.rules().isEmpty(), patience);
        UiFixture::find<QListWidget>(editor.ui.window->projectView(), "testList")->setCurrentRow(3);
        QCOMPARE(editor.rules().size(), 1);
    }
};

QTEST_MAIN(TestThresholdEditor)
#include "test_thresholdeditor.moc"
