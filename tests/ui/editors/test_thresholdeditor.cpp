// SPDX-License-Identifier: GPL-3.0-or-later
//
// A test's thresholds, edited as a person does.
#include "support/uifixture.h"
#include "ui/document/document.h"
#include "ui/editors/testform.h"
#include "ui/editors/thresholdssection.h"
#include "ui/mainwindow/projectview.h"
#include "ui/support/widgets.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QTabBar>
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

    void anotherTestHasItsOwn()
    {
        const Editor editor;
        editor.add(0);
        UiFixture::find<QListWidget>(editor.ui.window->projectView(), "testList")->setCurrentRow(0);
        QTRY_VERIFY(editor.rules().isEmpty());
        UiFixture::find<QListWidget>(editor.ui.window->projectView(), "testList")->setCurrentRow(3);
        QCOMPARE(editor.rules().size(), 1);
    }
};

QTEST_MAIN(TestThresholdEditor)
#include "test_thresholdeditor.moc"
