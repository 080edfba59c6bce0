// SPDX-License-Identifier: GPL-3.0-or-later
//
// "Find capacity" as a person uses it, against the practice homeserver.
#include "engine/practice/practiceserver.h"
#include "engine/thresholds/ruleparser.h"
#include "support/patience.h"
#include "support/uifixture.h"
#include "ui/charts/capacitychart.h"
#include "ui/charts/chartview.h"
#include "ui/dashboard/capacitydialog.h"
#include "ui/document/document.h"
#include "ui/mainwindow/projectview.h"
#include "ui/support/colors.h"
#include "ui/support/widgets.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;

namespace {

/// The window at a project whose people change their names ten times a second and are to keep `rules`.
struct Window {
    practice::PracticeServer server;
    UiFixture ui;
    ui::CapacityDialog *dialog = nullptr;

    explicit Window(const QStringList &rules)
    {
        project::Project project = project::Project::withDefaults(server.start().value().toString());
        project.users.count = 6;
        project::Suite &suite = project.suites.first();
        suite.tests[1].enabled = suite.tests[2].enabled = false; // no rooms are needed
        users::ChatParameters &chat = suite.tests[3].chat;
        chat.doNothingWeight = chat.sendTextWeight = chat.lookAtRoomWeight = chat.paginateWeight = 0;
        chat.goAwayWeight = chat.chatInRoomWeight = 0;
        chat.afterAction.mean = 0.1;
        for (const QString &rule : rules) {
            suite.tests[3].thresholds.emplaceBack();
            suite.tests[3].thresholds.last().rule = thresholds::parseRule(rule).value();
        }
        auto document = ui::Document::create(ui.projectsFolder() + u"/alpha"_s, project);
        if (!document || !ui.window->openPath((*document)->folder().projectFile()))
            qFatal("no project");
        ui.window->projectView()->showPage(ui::ProjectView::PageId::Run);
        ui.click("findCapacity");
        dialog = ui.window->findChild<ui::CapacityDialog *>();
        if (!dialog)
            qFatal("no dialog");
        for (const char *name : { "capacitySettle", "capacityMeasure" })
            UiFixture::find<QSpinBox>(dialog, name)->setValue(1);
    }

    [[nodiscard]] QString answer() const { return UiFixture::find<QLabel>(dialog, "capacityAnswer")->text(); }
    [[nodiscard]] int steps() const { return UiFixture::find<QTableWidget>(dialog, "capacitySteps")->rowCount(); }
};

} // namespace

class TestCapacityDialog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutAThresholdThereIsNothingToFind()
    {
        const Window window({});
        QVERIFY(!UiFixture::find<QPushButton>(window.dialog, "capacityStart")->isEnabled());
        const auto *message = window.dialog->findChild<ui::FieldMessage *>();
        QVERIFY(message->isError());
    }

    void theAnswerIsSaidAndDrawn()
    {
        const Window window({ u"p50(setDisplayName) < 1min"_s });
        UiFixture::find<QSpinBox>(window.dialog, "capacityFrom")->setValue(6);
        UiFixture::click(window.dialog, "capacityStart");
        QTRY_VERIFY_WITH_TIMEOUT(!window.answer().isEmpty(), patience);
        QVERIFY2(window.answer().contains(u"at least 6 active users"), qPrintable(window.answer()));
        QCOMPARE(window.steps(), 2); // the most is seen twice
        QCOMPARE(window.dialog->findChild<ui::CapacityChart *>()->pointCount(0), 1);
        QVERIFY(!window.dialog->isSearching());
        QVERIFY(UiFixture::find<QPushButton>(window.dialog, "capacityStart")->isEnabled());

        // The curve wears the colours of the palette that it is seen in.
        auto *view = window.dialog->findChild<ui::ChartView *>();
        QVERIFY(view);
        for (const char *palette : { "actionDark", "actionLight" }) {
            window.ui.find<QAction>(palette)->trigger();
            QCOMPARE(view->lineColor(0), ui::chartColor(ui::ChartColor::Blue, window.dialog->palette()));
        }
        QVERIFY(view->lineColor(0) != ui::chartColor(ui::ChartColor::Blue, ui::AppearanceSwitch::paletteFor(true)));
    }

    void stoppedItSaysWhatItKnows()
    {
        const Window window({ u"p50(setDisplayName) < 1min"_s });
        UiFixture::find<QSpinBox>(window.dialog, "capacityMeasure")->setValue(3'600);
        UiFixture::click(window.dialog, "capacityStart");
        auto *state = UiFixture::find<QLabel>(window.dialog, "capacityState");
        QTRY_VERIFY_WITH_TIMEOUT(state->text().contains(u"measuring"), patience);
        UiFixture::click(window.dialog, "capacityStop");
        QTRY_VERIFY_WITH_TIMEOUT(!window.answer().isEmpty(), patience);
        QVERIFY2(window.answer().contains(u"Stopped before"), qPrintable(window.answer()));
    }
};

QTEST_MAIN(TestCapacityDialog)
#include "test_capacitydialog.moc"
