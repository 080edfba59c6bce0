// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/behavioursection.h"

#include "engine/project/readymadecrowd.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace throng;
using ui::BehaviourSection;

namespace {

/// The section as the form keeps it: what is edited comes back as the test.
struct Shown {
    BehaviourSection section;
    project::Test test = project::makeTest(users::Behaviour::Chat);

    Shown()
    {
        section.setTest(test, 100);
        QObject::connect(&section, &BehaviourSection::edited, &section, [this] {
            section.writeTo(test);
            section.setTest(test, 100);
        });
    }

    template <typename Widget>
    Widget *find(const char *name)
    {
        return section.findChild<Widget *>(QLatin1String(name));
    }
    void click(const char *name) { QTest::mouseClick(find<QToolButton>(name), Qt::LeftButton); }
    void choose(int population)
    {
        find<QComboBox>("population")->setCurrentIndex(population);
        Q_EMIT find<QComboBox>("population")->activated(population);
    }
};

} // namespace

class TestBehaviourSection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutGroupsTheHabitsAreEverybodys()
    {
        Shown shown;
        QCOMPARE(shown.find<QComboBox>("population")->currentText(), u"all users alike"_s);
        QVERIFY(!shown.find<QToolButton>("removePopulation")->isEnabled());
        shown.find<QDoubleSpinBox>("send_text_weight")->setValue(7);
        QCOMPARE(shown.test.chat.sendTextWeight, 7.0);
        QVERIFY(shown.test.populations.isEmpty());
    }

    void groupsHaveHabitsOfTheirOwn()
    {
        Shown shown;
        shown.find<QDoubleSpinBox>("send_text_weight")->setValue(7);
        shown.click("addPopulation"); // begins with the habits that are shown
        QCOMPARE(shown.test.populations.size(), 1);
        QCOMPARE(shown.test.populations[0].chat.sendTextWeight, 7.0);
        shown.click("addPopulation");
        shown.find<QDoubleSpinBox>("send_text_weight")->setValue(0);
        QLineEdit *const name = shown.find<QLineEdit>("populationName");
        name->selectAll();
        QTest::keyClicks(name, u"lurkers"_s);
        shown.find<QDoubleSpinBox>("populationShare")->setValue(3);

        QCOMPARE(shown.test.populations.size(), 2);
        QCOMPARE(shown.test.populations[0].chat.sendTextWeight, 7.0);
        QCOMPARE(shown.test.populations[1].name, u"lurkers"_s);
        QCOMPARE(shown.test.populations[1].share, 3.0);
        QCOMPARE(shown.test.populations[1].chat.sendTextWeight, 0.0);
        QCOMPARE(shown.test.chat.sendTextWeight, 7.0); // everybody's is left alone
        QCOMPARE(shown.find<QComboBox>("population")->currentText(), u"lurkers (75 %)"_s);

        shown.choose(0);
        QCOMPARE(shown.find<QDoubleSpinBox>("send_text_weight")->value(), 7.0);
        shown.click("removePopulation");
        QCOMPARE(shown.test.populations.size(), 1);
        QCOMPARE(shown.find<QDoubleSpinBox>("send_text_weight")->value(), 0.0); // the other's
        shown.click("removePopulation");
        QVERIFY(shown.test.populations.isEmpty());
        QCOMPARE(shown.find<QDoubleSpinBox>("send_text_weight")->value(), 7.0);
    }

    void readyMadeGroupsComeInPlaceOfThoseThere_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString &name : project::readyMadeCrowdNames())
            QTest::newRow(qPrintable(name)) << name;
    }

    void readyMadeGroupsComeInPlaceOfThoseThere()
    {
        QFETCH(QString, name);
        Shown shown;
        shown.find<QDoubleSpinBox>("send_text_weight")->setValue(7);
        shown.click("addPopulation");
        auto *action = shown.section.findChild<QAction *>(u"readyMade-"_s + name);
        QVERIFY(action);
        QVERIFY(!action->text().isEmpty());
        QVERIFY(action->text() != name); // a title for people
        action->trigger();
        const auto crowd = project::readyMadeCrowd(name);
        QVERIFY(crowd);
        QCOMPARE(shown.test.populations, crowd->populations);
        QCOMPARE(shown.test.chat.sendTextWeight, 7.0); // everybody's is left alone
        QVERIFY(shown.find<QComboBox>("population")->currentText().startsWith(crowd->populations[0].name));
        QCOMPARE(shown.find<QDoubleSpinBox>("send_text_weight")->value(), crowd->populations[0].chat.sendTextWeight);
    }

    void aHistoryHasAFormOfItsOwn()
    {
        Shown shown;
        shown.test = project::makeTest(users::Behaviour::FillRooms);
        shown.section.setTest(shown.test, 100);
        auto *messages = shown.find<QDoubleSpinBox>("messages_per_room");
        QCOMPARE(messages->value(), 100.0);
        messages->setValue(250);
        QCOMPARE(shown.test.history.messagesPerRoom, 250.0);
        QCOMPARE(shown.test.setup, users::SetupParameters());
    }

    void aGroupHasRoomsOfItsOwn()
    {
        Shown shown;
        QVERIFY(!shown.find<QDoubleSpinBox>("groupRoomsPerMember")->isVisibleTo(&shown.section)); // all are alike
        shown.click("addPopulation");
        shown.click("addPopulation");
        auto *const perMember = shown.find<QDoubleSpinBox>("groupRoomsPerMember");
        auto *const smallest = shown.find<QSpinBox>("groupRoomsSmallest");
        auto *const largest = shown.find<QSpinBox>("groupRoomsLargest");
        QVERIFY(perMember->isVisibleTo(&shown.section));
        QVERIFY(!smallest->isEnabled()); // of what rooms?
        perMember->setValue(0.5);
        QVERIFY(smallest->isEnabled());
        smallest->setValue(30); // more than the largest was
        QCOMPARE(largest->value(), 30);
        largest->setValue(8);
        QCOMPARE(smallest->value(), 8);
        shown.find<QCheckBox>("groupRoomsWithOthers")->click();
        shown.find<QCheckBox>("groupInCommonRooms")->click();
        const users::GroupRooms rooms {
            .perMember = 0.5, .smallest = 8, .largest = 8, .withOthers = true, .inCommonRooms = false
        };
        QCOMPARE(shown.test.populations[1].rooms, rooms);
        QCOMPARE(shown.test.populations[0].rooms, users::GroupRooms());

        shown.choose(0); // another group's
        QCOMPARE(perMember->value(), 0.0);
        shown.choose(1);
        QCOMPARE(perMember->value(), 0.5);
    }

    void saysWhatIsWrongWithAGroup()
    {
        Shown shown;
        shown.click("addPopulation");
        shown.click("addPopulation");
        const auto said = [&](const QString &text) {
            const auto labels = shown.section.findChildren<QLabel *>();
            return std::any_of(
                labels.begin(), labels.end(), [&](const QLabel *label) { return label->text().contains(text); });
        };
        QLineEdit *const name = shown.find<QLineEdit>("populationName");
        name->selectAll();
        QTest::keyClick(name, Qt::Key_Delete);
        QVERIFY(said(u"needs a name"_s));
        const QString taken = shown.test.populations[0].name; // a copy: each key replaces the test
        QTest::keyClicks(name, taken);
        QVERIFY(said(u"has this name, too"_s));
        QTest::keyClicks(name, u"x"_s);
        shown.find<QDoubleSpinBox>("populationShare")->setValue(0);
        QVERIFY(!said(u"nobody is left"_s));
        shown.choose(0);
        shown.find<QDoubleSpinBox>("populationShare")->setValue(0);
        QVERIFY(said(u"nobody is left"_s));
    }
};

QTEST_MAIN(TestBehaviourSection)
#include "test_behavioursection.moc"
