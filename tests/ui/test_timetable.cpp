// SPDX-License-Identifier: GPL-3.0-or-later
//
// A test's rate and its load shape, edited as a person does.
#include "support/uifixture.h"
#include "ui/charts/shapechart.h"
#include "ui/editors/shapeeditor.h"
#include "ui/editors/timetablesection.h"
#include "ui/support/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using project::LoadPhase;
using project::LoadShape;

namespace {

/// The section of a chat, on the screen.
struct Section {
    explicit Section(users::Behaviour behaviour = users::Behaviour::Chat)
    {
        section.resize(900, 700);
        section.setTest(project::makeTest(behaviour), 100);
        section.show();
    }

    template <typename Widget>
    Widget *find(const char *name)
    {
        return UiFixture::find<Widget>(&section, name);
    }
    void choose(const char *name, int data)
    {
        auto *combo = find<QComboBox>(name);
        combo->setCurrentIndex(combo->findData(data));
        Q_EMIT combo->activated(combo->currentIndex());
    }
    void addPhase(const QString &name)
    {
        const auto actions = find<QPushButton>("addPhase")->menu()->actions();
        for (QAction *action : actions) {
            if (action->text() == name)
                action->trigger();
        }
    }
    project::Test value()
    {
        project::Test test = project::makeTest(users::Behaviour::Chat);
        section.writeTo(test);
        return test;
    }

    ui::TimetableSection section;
};

} // namespace

class TimetableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRateIsSwitchedOnAndEdited()
    {
        Section ui;
        const QSignalSpy edits(&ui.section, &ui::TestSection::edited);
        QVERIFY(!ui.find<QDoubleSpinBox>("targetRate")->isEnabled());
        QTest::mouseClick(ui.find<QCheckBox>("openModel"), Qt::LeftButton, {}, QPoint(10, 10));
        QVERIFY(ui.value().arrivals);
        ui.find<QDoubleSpinBox>("targetRate")->setValue(200);
        ui.choose("targetRateOf", int(users::ArrivalParameters::Unit::MessagesPerRoom));
        ui.choose("arrivalProcess", int(users::ArrivalParameters::Process::Constant));
        QVERIFY(ui.value().arrivals
            == (users::ArrivalParameters {
                200, users::ArrivalParameters::Unit::MessagesPerRoom, users::ArrivalParameters::Process::Constant }));
        QCOMPARE(edits.count(), 4);
        QTest::mouseClick(ui.find<QCheckBox>("openModel"), Qt::LeftButton, {}, QPoint(10, 10));
        QVERIFY(!ui.value().arrivals);
    }

    void aTestThatWorksThroughAccountsHasNoRate()
    {
        Section ui(users::Behaviour::Register);
        QVERIFY(!ui.find<QCheckBox>("openModel")->isEnabled());
        QCOMPARE(ui.find<QComboBox>("shapeOf")->findData(2), -1); // of the rate
    }

    void aShapeIsMadeOfPhasesAndDrawn()
    {
        Section ui;
        QVERIFY(ui.find<QListWidget>("phaseList")->isHidden() || !ui.find<QListWidget>("phaseList")->isVisible());
        ui.choose("shapeOf", 1);
        QVERIFY(ui.value().shape);
        const qsizetype before = ui.value().shape->phases.size();
        ui.addPhase(u"Spike"_s);
        QCOMPARE(ui.value().shape->phases.size(), before + 1);
        auto *list = ui.find<QListWidget>("phaseList");
        QVERIFY(list->currentItem()->text().contains(u"Spike"));
        ui.find<QDoubleSpinBox>("phasePeak")->setValue(500);
        ui.find<QDoubleSpinBox>("phaseMinutes")->setValue(2);
        const LoadPhase spike = ui.value().shape->phases[list->currentRow()];
        QVERIFY(spike.kind == LoadPhase::Kind::Spike);
        QCOMPARE(spike.peak, 500.0);
        QCOMPARE(spike.duration, std::chrono::milliseconds(120'000));
        // The drawing has the peak.
        auto *chart = ui.find<ui::ShapeChart>("shapeChart");
        double highest = 0;
        for (const auto &row : chart->data().rows())
            highest = std::max(highest, row.values[0]);
        QCOMPARE(highest, 500.0);
    }

    void phasesAreMovedAndRemoved()
    {
        Section ui;
        ui.choose("shapeOf", 1);
        ui.addPhase(u"Soak"_s);
        auto *list = ui.find<QListWidget>("phaseList");
        const int row = list->currentRow();
        QTest::mouseClick(ui.find<QToolButton>("movePhaseUp"), Qt::LeftButton);
        QCOMPARE(list->currentRow(), row - 1);
        QVERIFY(ui.value().shape->phases[row - 1].kind == LoadPhase::Kind::Soak);
        const qsizetype before = ui.value().shape->phases.size();
        QTest::mouseClick(ui.find<QToolButton>("removePhase"), Qt::LeftButton);
        QCOMPARE(ui.value().shape->phases.size(), before - 1);
        ui.choose("shapeOf", 0);
        QVERIFY(!ui.value().shape);
    }

    void aShapeOfTheRateBringsTheRateWithIt()
    {
        Section ui;
        ui.choose("shapeOf", 2);
        QVERIFY(ui.value().arrivals);
        QVERIFY(ui.value().shape->of == LoadShape::Of::Rate);
        QVERIFY(!ui.find<QDoubleSpinBox>("targetRate")->isEnabled());
        QVERIFY(ui.find<QComboBox>("arrivalProcess")->isEnabled());
    }

    void aPhaseOfTheProjectsFileIsDrawnFromIt()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"load.csv"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("seconds,users\n0,5\n60,50\n");
        file.close();
        LoadPhase phase;
        phase.kind = LoadPhase::Kind::Points;
        phase.file = u"load.csv"_s;
        project::Test test = project::makeTest(users::Behaviour::Chat);
        test.shape = LoadShape { LoadShape::Of::Users, { phase } };
        Section ui;
        ui.section.shapeEditor()->setFolder(folder.path());
        ui.section.setTest(test, 100);
        auto *chart = ui.find<ui::ShapeChart>("shapeChart");
        QVERIFY(chart->isVisible());
        QCOMPARE(chart->data().rows().back().values[0], 50.0);
        QVERIFY(ui.value().shape == test.shape); // the file stays a file

        QVERIFY(file.remove());
        ui.section.setTest(test, 200);
        QVERIFY(!chart->isVisible()); // rather none than one that is not true
        QStringList said;
        for (const auto *message : ui.section.findChildren<ui::FieldMessage *>())
            said.append(message->isError() ? message->text() : QString());
        QVERIFY2(said.join(u' ').contains(u"load.csv"), qPrintable(said.join(u' ')));
    }

    void pointsComeFromACsvFile()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"load.csv"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("seconds,users\n0,5\n60,50\n");
        file.close();
        Section ui;
        ui.choose("shapeOf", 1);
        QVERIFY(ui.section.shapeEditor()->addFile(file.fileName()));
        const int row = ui.find<QListWidget>("phaseList")->currentRow();
        QCOMPARE(ui.value().shape->phases[row].points.size(), std::size_t(2));
        const auto refused = ui.section.shapeEditor()->addFile(folder.filePath(u"other.csv"_s));
        QVERIFY(!refused);
        QVERIFY(refused.error().toString().contains(u"other.csv"));
    }
};

QTEST_MAIN(TimetableTest)
#include "test_timetable.moc"
