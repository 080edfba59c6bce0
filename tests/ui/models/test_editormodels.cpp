// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/random.h"
#include "ui/models/accountmodel.h"
#include "ui/models/hookmodel.h"
#include "ui/models/roommodel.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::ui;

namespace {

using Reporting = QAbstractItemModelTester::FailureReportingMode;

QString text(const QAbstractItemModel &model, int row, int column)
{
    return model.index(row, column).data().toString();
}

project::UserPattern crowd(int count)
{
    project::UserPattern pattern;
    pattern.count = count;
    return pattern;
}

std::shared_ptr<const RoomListing> drawn(int users)
{
    return std::make_shared<const RoomListing>(generate::RoomDraw::make({}, users, 7).value());
}

} // namespace

class EditorModelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void accountsOfAPatternAreNamedWhenTheyAreLookedAt()
    {
        AccountModel model;
        const QAbstractItemModelTester tester(&model, Reporting::Fatal);
        model.setPattern(crowd(50'000));
        QCOMPARE(model.rowCount(), 50'000);
        QCOMPARE(text(model, 49'999, AccountModel::NameColumn), u"user.049999"_s);
        QCOMPARE(text(model, 49'999, AccountModel::NumberColumn), u"50,000"_s);
        QCOMPARE(text(model, 0, AccountModel::TokenColumn), u"none yet"_s);
    }

    void accountsAreFilteredByNameAndByToken()
    {
        AccountModel model;
        const QAbstractItemModelTester tester(&model, Reporting::Fatal);
        model.setPattern(crowd(50'000));
        model.setUserIds({ { u"user.000003"_s, u"@user.000003:a.example"_s },
            { u"user.000033"_s, u"@user.000033:a.example"_s }, { u"stranger"_s, u"@stranger:a.example"_s } });
        QCOMPARE(model.withToken(), 2);
        model.setFilter(u"0003"_s, AccountModel::Tokens::Any);
        QCOMPARE(model.rowCount(), 115); // anywhere in the name
        for (int row = 0; row < model.rowCount(); ++row)
            QVERIFY(text(model, row, AccountModel::NameColumn).contains(u"0003"_s));
        model.setFilter(u"0003"_s, AccountModel::Tokens::With);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(text(model, 1, AccountModel::UserIdColumn), u"@user.000033:a.example"_s);
        model.setFilter({}, AccountModel::Tokens::Without);
        QCOMPARE(model.rowCount(), 49'998);
        model.setFilter(u"nobody"_s, AccountModel::Tokens::Any);
        QCOMPARE(model.rowCount(), 0);
    }

    void accountsOfAListAreSorted()
    {
        AccountModel model;
        const QAbstractItemModelTester tester(&model, Reporting::Fatal);
        const QList<users::Account> list { { u"carol"_s, u"secret"_s, {}, {} }, { u"ada"_s, u"secret"_s, {}, {} },
            { u"bob"_s, u"secret"_s, u"b.example"_s, {} } };
        model.setList(std::make_shared<const QList<users::Account>>(list));
        model.setUserIds({ { u"bob:b.example"_s, u"@bob:b.example"_s } });
        const auto names = [&model] {
            QStringList all;
            for (int row = 0; row < model.rowCount(); ++row)
                all.append(text(model, row, AccountModel::NameColumn));
            return all.join(u' ');
        };
        QCOMPARE(names(), u"carol ada bob:b.example"_s);
        model.sort(AccountModel::NameColumn, Qt::AscendingOrder);
        QCOMPARE(names(), u"ada bob:b.example carol"_s);
        model.sort(AccountModel::TokenColumn, Qt::DescendingOrder);
        QCOMPARE(names(), u"bob:b.example carol ada"_s);
        model.sort(AccountModel::NumberColumn, Qt::DescendingOrder);
        QCOMPARE(names(), u"bob:b.example ada carol"_s);
        for (int row = 0; row < model.rowCount(); ++row) {
            for (int column = 0; column < model.columnCount(); ++column)
                QVERIFY(!text(model, row, column).contains(u"secret"_s));
        }
    }

    void roomsShowTheirMembersAndAreSortedBySize()
    {
        RoomModel model;
        const QAbstractItemModelTester tester(&model, Reporting::Fatal);
        const auto listing = drawn(400);
        model.setRooms(listing, [](int account) { return u"u%1"_s.arg(account); });
        model.setMade({ listing->name(1) });
        QCOMPARE(model.rowCount(), listing->count());
        QCOMPARE(text(model, 0, RoomModel::NameColumn), u"Room 0"_s);
        QCOMPARE(text(model, 1, RoomModel::MadeColumn), u"made"_s);
        QCOMPARE(text(model, 0, RoomModel::MadeColumn), u"not yet"_s);
        QVERIFY(text(model, 0, RoomModel::WhoColumn).startsWith(model.members(0).first()));

        model.sort(RoomModel::MembersColumn, Qt::DescendingOrder);
        const int largest = model.itemAt(0);
        for (int room = 0; room < listing->count(); ++room)
            QVERIFY(listing->size(room) <= listing->size(largest));
        QVERIFY(text(model, 0, RoomModel::WhoColumn).endsWith(u" more"_s));
        QCOMPARE(model.members(largest).size(), listing->size(largest));
        model.setFilter(u"Room 1"_s);
        QVERIFY(model.rowCount() > 1 && model.rowCount() < listing->count());
        model.sort(RoomModel::NameColumn, Qt::AscendingOrder);
        QCOMPARE(text(model, 0, RoomModel::NameColumn), u"Room 1"_s);
    }

    void roomsOfAFileAreShownAsTheyAre()
    {
        RoomModel model;
        const QAbstractItemModelTester tester(&model, Reporting::Fatal);
        model.setRooms(std::make_shared<const RoomListing>(
                           QList<project::PlannedRoom> { { u"hall"_s, { 2, 0, 1, 3 } }, { u"attic"_s, { 1 } } }),
            [](int account) { return u"u%1"_s.arg(account); });
        QCOMPARE(text(model, 0, RoomModel::WhoColumn), u"u2, u0, u1 and 1 more"_s);
        QCOMPARE(model.index(0, RoomModel::WhoColumn).data(Qt::UserRole).toString(), u"u2 u0 u1 u3"_s);
        QCOMPARE(text(model, 1, RoomModel::WhoColumn), u"u1"_s);
    }

    void commandsAreEditedInPlace()
    {
        HookModel model;
        const QAbstractItemModelTester tester(&model, Reporting::Fatal);
        QSignalSpy edited(&model, &HookModel::edited);
        model.setHooks({ { u"clear-cache"_s, u"--all"_s }, { u"note"_s, {} } });
        QVERIFY(edited.isEmpty());
        QCOMPARE(model.add(), 2);
        QVERIFY(model.setData(model.index(2, HookModel::CommandColumn), u"collect"_s));
        QVERIFY(model.setData(model.index(2, HookModel::ArgumentsColumn), u"logs"_s));
        model.move(2, -2);
        model.move(0, -1); // is first already
        model.remove(2);
        QCOMPARE(
            model.hooks(), (QList<project::Hook> { { u"collect"_s, u"logs"_s }, { u"clear-cache"_s, u"--all"_s } }));
        QCOMPARE(edited.size(), 5);
        QVERIFY(model.setData(model.index(1, HookModel::TimeLimitColumn), 90));
        QVERIFY(model.setData(model.index(1, HookModel::FailureColumn), int(project::HookFailure::Stop)));
        QCOMPARE(model.hooks()[1].timeLimit, std::chrono::milliseconds(90'000));
        QVERIFY(model.hooks()[1].onFailure == project::HookFailure::Stop);
        QCOMPARE(text(model, 1, HookModel::TimeLimitColumn), u"1 min 30 s"_s);
        QCOMPARE(text(model, 0, HookModel::TimeLimitColumn), u"10 min"_s);
        QCOMPARE(edited.size(), 7);
        QCOMPARE(model.columnCount(), int(HookModel::EventColumn)); // nothing sets these off
    }

    void commandsOnEventsSayUponWhat()
    {
        HookModel model(HookModel::Kind::OnEvents);
        const QAbstractItemModelTester tester(&model, Reporting::Fatal);
        QCOMPARE(model.add(), 0);
        QVERIFY(model.setData(model.index(0, HookModel::CommandColumn), u"page-me"_s));
        QCOMPARE(text(model, 0, HookModel::EventColumn), u"a threshold is broken"_s);
        QVERIFY(model.setData(model.index(0, HookModel::EventColumn), int(project::HookEvent::ServerGone)));
        QCOMPARE(model.eventHooks(),
            (QList<project::EventHook> { { project::HookEvent::ServerGone, { u"page-me"_s, {} } } }));
    }
};

QTEST_MAIN(EditorModelsTest)
#include "test_editormodels.moc"
