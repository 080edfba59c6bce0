// SPDX-License-Identifier: GPL-3.0-or-later
//
// The same suite run several times, from the window.
#include "engine/practice/practiceserver.h"
#include "engine/results/runfolder.h"
#include "support/patience.h"
#include "support/uifixture.h"
#include "ui/dashboard/runcontroller.h"
#include "ui/document/document.h"
#include "ui/results/trialsdialog.h"

#include <QAction>
#include <QPushButton>
#include <QSpinBox>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using State = ui::RunController::State;

namespace {

struct Trials : UiFixture {
    practice::PracticeServer server;
    ui::RunController *controller = nullptr;

    Trials()
    {
        const auto url = server.start();
        QVERIFY(url);
        project::Project project = project::Project::withDefaults(url->toString());
        project.users.count = 4;
        for (project::Test &test : project.suites.first().tests) {
            test.spawnRate = 50;
            if (!test.isSetup())
                test.runTime = std::chrono::seconds(1);
        }
        auto document = ui::Document::create(projectsFolder() + u"/trials"_s, project);
        QVERIFY(document);
        QVERIFY(window->openPath((*document)->folder().projectFile()));
        controller = window->runController();
    }
    /// By the menu and its dialog.
    void start(int trials, int pause) const
    {
        window->findChild<QAction *>(u"actionStartTrials"_s)->trigger();
        auto *dialog = window->findChild<ui::TrialsDialog *>();
        QVERIFY(dialog);
        find<QSpinBox>(dialog, "trials")->setValue(trials);
        find<QSpinBox>(dialog, "trialPause")->setValue(pause);
        click(dialog, "startTrials");
    }
};

} // namespace

class TrialsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void severalRunsAreKeptAsOneGroup()
    {
        Trials ui;
        ui.start(2, 0);
        QTRY_VERIFY_WITH_TIMEOUT(ui.controller->state() == State::Finished, patience);
        QCOMPARE(ui.controller->history().size(), std::size_t(2));
        std::vector<results::ListedRun> runs;
        const auto allThere = [&] {
            runs = results::listRuns(ui.window->document()->folder().runsFolder());
            return runs.size() == 2 && std::all_of(runs.begin(), runs.end(), [](const results::ListedRun &run) {
                return run.head && run.head->state == results::RunState::Done;
            });
        };
        QTRY_VERIFY_WITH_TIMEOUT(allThere(), patience);
        QVERIFY(!runs[0].head->group.isEmpty());
        QCOMPARE(runs[0].head->group, runs[1].head->group);
        QCOMPARE(runs[1].head->trial, 1);
        QCOMPARE(runs[0].head->trial, 2);
    }

    void stopEndsTheWaitForTheNext()
    {
        Trials ui;
        ui.start(3, 3'600);
        const auto waits = [&] {
            return ui.controller->state() == State::BetweenTests && ui.controller->history().size() == 1;
        };
        QTRY_VERIFY_WITH_TIMEOUT(waits(), patience);
        QVERIFY(ui.controller->isActive());
        ui.window->findChild<QAction *>(u"actionStop"_s)->trigger();
        QCOMPARE(int(ui.controller->state()), int(State::Finished));
        QVERIFY(ui.window->findChild<QAction *>(u"actionStart"_s)->isEnabled());
    }

    void aRunThatIsStoppedIsTheLast()
    {
        Trials ui;
        ui.start(3, 0);
        QTRY_VERIFY_WITH_TIMEOUT(ui.controller->state() == State::Running, patience);
        ui.window->findChild<QAction *>(u"actionStopNow"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(ui.controller->state() == State::Finished, patience);
        QCOMPARE(ui.controller->history().size(), std::size_t(1));
    }
};

QTEST_MAIN(TrialsTest)
#include "test_trials.moc"
