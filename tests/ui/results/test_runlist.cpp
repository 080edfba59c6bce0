// SPDX-License-Identifier: GPL-3.0-or-later
//
// The list of kept runs, as a person uses it.
#include "engine/results/database.h"
#include "engine/results/runreader.h"
#include "support/patience.h"
#include "support/uikeptproject.h"
#include "ui/editors/page.h"
#include "ui/results/runlistmodel.h"
#include "ui/support/datatable.h"
#include "ui/support/messagebar.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using Model = ui::RunListModel;

namespace {

QString text(const QAbstractItemModel *model, int row, int column)
{
    return model->index(row, column).data().toString();
}

QString titleIn(const QString &path)
{
    const auto reader = results::RunReader::open(path);
    return reader ? (*reader)->head().title : reader.error().toString();
}

results::ListedRun listed(const QString &name, qint64 startedAt)
{
    results::RunHead head;
    head.path = name;
    head.suite = name;
    head.state = results::RunState::Done;
    head.startedAt = startedAt;
    return { name, head };
}

struct Window : KeptProject {
    [[nodiscard]] ui::DataTable *table() const { return find<ui::DataTable>("runsTable"); }
    [[nodiscard]] QAbstractItemModel *rows() const { return table()->model(); }
    /// As somebody clicks on it.
    void choose(int row) const
    {
        const QRect cell = table()->visualRect(rows()->index(row, Model::Began));
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, Qt::NoModifier, cell.center());
    }
    [[nodiscard]] ui::Page *page() const { return window->projectView()->page(ui::ProjectView::PageId::Results); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        table()->setFocus();
        QTest::keyClick(table(), key, modifiers);
    }
};

} // namespace

class RunListTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theModelKeepsItsRowsWhereTheyAre()
    {
        Model model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const results::ListedRun damaged { u"c"_s, failure(u"is damaged"_s, u"c"_s) };
        model.setRuns({ listed(u"b"_s, 2'000), listed(u"a"_s, 1'000), damaged });
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(text(&model, 2, Model::Note), u"is damaged"_s);
        QVERIFY(!(model.flags(model.index(2, Model::Title)) & Qt::ItemIsEditable));
        QVERIFY(!model.setData(model.index(2, Model::Title), u"x"_s, Qt::EditRole));

        // The newest comes first in what is listed, and last in the model.
        model.setRuns({ listed(u"d"_s, 3'000), listed(u"b"_s, 2'000), listed(u"a"_s, 1'000) });
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.rowOf(u"b"_s), 0);
        QCOMPARE(model.rowOf(u"d"_s), 2);
        QCOMPARE(model.rowOf(u"c"_s), -1);

        QSignalSpy edited(&model, &Model::titleEdited);
        QVERIFY(model.setData(model.index(0, Model::Title), u" calm "_s, Qt::EditRole));
        QCOMPARE(text(&model, 0, Model::Title), u"calm"_s);
        QCOMPARE(edited.takeFirst(), QVariantList({ u"b"_s, QString(), u"calm"_s }));
        QVERIFY(!model.setData(model.index(0, Model::Title), u"calm"_s, Qt::EditRole)); // as it was
        QVERIFY(!model.setData(model.index(0, Model::Users), 3, Qt::EditRole));
        QVERIFY(edited.isEmpty());
    }

    void everyRunIsListedTheNewestOnTop()
    {
        Window ui;
        ui.keep({ .hour = 1, .suite = u"smoke"_s });
        ui.keep({ .hour = 2 });
        QFile foreign(ui.runs + u"/notes.throngrun"_s);
        QVERIFY(foreign.open(QIODevice::WriteOnly));
        foreign.write("no run at all");
        foreign.close();
        const QString newer = ui.keep({ .hour = 3 });
        QVERIFY((*results::Database::open(newer, results::Database::Access::ReadWrite))
                    ->execute(u"PRAGMA user_version = 99"_s));
        ui.show();
        QTRY_COMPARE_WITH_TIMEOUT(ui.rows()->rowCount(), 4, patience);
        QCOMPARE(text(ui.rows(), 0, Model::Suite), u"standard"_s);
        QCOMPARE(text(ui.rows(), 1, Model::Suite), u"smoke"_s);
        QCOMPARE(text(ui.rows(), 1, Model::Users), u"26"_s);
        QVERIFY(text(ui.rows(), 1, Model::P95).endsWith(u" ms"));
        // Those that cannot be opened say why.
        QStringList said { text(ui.rows(), 2, Model::Note), text(ui.rows(), 3, Model::Note) };
        said.sort();
        QVERIFY2(said[0].contains(u"not an SQLite file"), qPrintable(said.join(u'|')));
        QVERIFY2(said[1].contains(u"newer Throng"), qPrintable(said.join(u'|')));
        QCOMPARE(text(ui.rows(), 2, Model::Verdict), u"cannot be opened"_s);
        QVERIFY2(ui.page()->status().startsWith(u"4 runs · last "), qPrintable(ui.page()->status()));
        QVERIFY(ui.find<QLabel>("runDetails")->text().contains(u"requests"));
    }

    void searchShowsWhatHasTheText()
    {
        Window ui;
        ui.keep({ .hour = 1, .suite = u"smoke"_s });
        ui.keep({ .hour = 2, .suite = u"soak"_s });
        ui.show();
        QTRY_COMPARE_WITH_TIMEOUT(ui.rows()->rowCount(), 2, patience);
        ui.key(Qt::Key_F, Qt::ControlModifier);
        auto *search = ui.find<QLineEdit>("searchRuns");
        QVERIFY(search->hasFocus());
        QTest::keyClicks(search, u"SOA"_s);
        QCOMPARE(ui.rows()->rowCount(), 1);
        QCOMPARE(text(ui.rows(), 0, Model::Suite), u"soak"_s);
        search->clear();
        QCOMPARE(ui.rows()->rowCount(), 2);
    }

    void titlesAndNotesAreWrittenAndUndone()
    {
        Window ui;
        const QString path = ui.keep({});
        ui.show();
        QTRY_COMPARE_WITH_TIMEOUT(ui.rows()->rowCount(), 1, patience);
        ui.choose(0);
        ui.key(Qt::Key_F2);
        auto *editor = ui.table()->viewport()->findChild<QLineEdit *>();
        QVERIFY(editor);
        QTest::keyClicks(editor, u"before the move"_s);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(titleIn(path), u"before the move"_s, patience);
        QTRY_COMPARE_WITH_TIMEOUT(text(ui.rows(), 0, Model::Title), u"before the move"_s, patience);

        auto *undo = ui.window->findChild<QAction *>(u"actionUndo"_s);
        QTRY_VERIFY_WITH_TIMEOUT(undo->isEnabled(), patience);
        QVERIFY2(undo->text().contains(u"Rename"), qPrintable(undo->text()));
        QVERIFY(!ui.window->isWindowModified()); // nothing of the project's
        undo->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(titleIn(path), QString(), patience);
        QTRY_COMPARE_WITH_TIMEOUT(text(ui.rows(), 0, Model::Title), QString(), patience);
        ui.window->findChild<QAction *>(u"actionRedo"_s)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(titleIn(path), u"before the move"_s, patience);

        ui.key(Qt::Key_F2, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(ui.table()->viewport()->findChild<QLineEdit *>(), patience);
        editor = ui.table()->viewport()->findChild<QLineEdit *>();
        QTest::keyClicks(editor, u"caches were cold"_s);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT((*results::RunReader::open(path))->head().note, u"caches were cold"_s, patience);

        // On another page Undo is the project's again.
        ui.window->projectView()->showPage(ui::ProjectView::PageId::Users);
        QVERIFY(!undo->isEnabled());
    }

    void whatIsHalfTypedStaysWhenARunIsKeptMeanwhile()
    {
        Window ui;
        const QString path = ui.keep({ .hour = 1 });
        ui.show();
        QTRY_COMPARE_WITH_TIMEOUT(ui.rows()->rowCount(), 1, patience);
        ui.choose(0);
        ui.key(Qt::Key_F2);
        QPointer<QLineEdit> editor = ui.table()->viewport()->findChild<QLineEdit *>();
        QVERIFY(editor);
        QTest::keyClicks(editor, u"before "_s);
        ui.keep({ .hour = 2 });
        QTRY_COMPARE_WITH_TIMEOUT(ui.rows()->rowCount(), 2, patience);
        QVERIFY(editor);
        QCOMPARE(editor->text(), u"before "_s);
        QTest::keyClicks(editor, u"the move"_s);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(titleIn(path), u"before the move"_s, patience);
    }

    void whatIsRemovedComesBack()
    {
        Window ui;
        const QString first = ui.keep({ .hour = 1 });
        const QString second = ui.keep({ .hour = 2 });
        ui.show();
        QTRY_COMPARE_WITH_TIMEOUT(ui.rows()->rowCount(), 2, patience);
        ui.choose(0);
        ui.key(Qt::Key_Delete);
        QTRY_COMPARE_WITH_TIMEOUT(ui.rows()->rowCount(), 1, patience);
        QVERIFY(!QFileInfo::exists(second));
        QVERIFY(QFileInfo::exists(first));
        QTRY_VERIFY_WITH_TIMEOUT(ui.page()->messages()->text().contains(u"1 run removed"), patience);
        QTest::mouseClick(UiFixture::find<QPushButton>(ui.page()->messages(), "messageAction"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(ui.rows()->rowCount(), 2, patience);
        QVERIFY(QFileInfo::exists(second));
        QVERIFY(ui.page()->messages()->text().isEmpty());

        // Both at once, by the keyboard, and undone by the menu.
        ui.table()->setFocus();
        ui.table()->selectAll();
        ui.key(Qt::Key_Delete);
        QTRY_COMPARE_WITH_TIMEOUT(ui.rows()->rowCount(), 0, patience);
        QVERIFY(ui.find<QLabel>("noRuns")->isVisible());
        ui.window->findChild<QAction *>(u"actionUndo"_s)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(ui.rows()->rowCount(), 2, patience);
    }

    void removedRunsComeBackLaterOrGoForGood()
    {
        Window ui;
        const QString path = ui.keep({});
        ui.show();
        QTRY_COMPARE_WITH_TIMEOUT(ui.rows()->rowCount(), 1, patience);
        ui.choose(0);
        ui.key(Qt::Key_Delete);
        QTRY_COMPARE_WITH_TIMEOUT(ui.rows()->rowCount(), 0, patience);
        ui.window->findChild<QAction *>(u"bringBackRuns"_s)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(ui.rows()->rowCount(), 1, patience);
        QVERIFY(QFileInfo::exists(path));

        ui.choose(0);
        ui.key(Qt::Key_Delete);
        QTRY_COMPARE_WITH_TIMEOUT(ui.rows()->rowCount(), 0, patience);
        auto *deleteRuns = ui.window->findChild<QAction *>(u"deleteRuns"_s);
        ui.questions.onDeleteForGood = false;
        deleteRuns->trigger();
        QVERIFY(QFileInfo::exists(ui.runs + u"/.removed"_s));
        ui.questions.onDeleteForGood = true;
        deleteRuns->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!QFileInfo::exists(ui.runs + u"/.removed"_s), patience);
        QVERIFY(!ui.window->findChild<QAction *>(u"actionUndo"_s)->isEnabled());
    }

    void whatOthersKeepAppears()
    {
        Window ui;
        ui.show(); // there is no folder of runs yet
        QTRY_VERIFY_WITH_TIMEOUT(ui.find<QLabel>("noRuns")->isVisible(), patience);
        ui.keep({ .hour = 1 });
        QTRY_COMPARE_WITH_TIMEOUT(ui.rows()->rowCount(), 1, patience);
        ui.keep({ .hour = 2 });
        QTRY_COMPARE_WITH_TIMEOUT(ui.rows()->rowCount(), 2, patience);
    }

    void locustsTablesAreTakenIn()
    {
        Window ui;
        ui.show();
        const QString path = ui.directory.filePath(u"chat_stats.csv"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            "Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,"
            "Max Response Time,Average Content Size,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,"
            "99.99%,100%\r\n"
            "GET,/_matrix/client/v3/sync,10,0,550,560.0,501.25,640.0,900.0,1.0,0.0,550,560,570,590,620,640,640,640,"
            "640,640,640\r\n"
            ",Aggregated,10,0,550,560.0,501.25,640.0,900.0,1.0,0.0,550,560,570,590,620,640,640,640,640,640,640\r\n");
        file.close();
        ui.questions.pathToOpen = path;
        ui.window->findChild<QAction *>(u"importLocust"_s)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(ui.rows()->rowCount(), 1, patience);
        QCOMPARE(text(ui.rows(), 0, Model::P95), u"640 ms"_s);
        QVERIFY(ui.find<QLabel>("runDetails")->text().contains(u"imported from Locust"));

        ui.questions.pathToOpen = ui.projectFile;
        ui.window->findChild<QAction *>(u"importLocust"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(ui.page()->messages()->text().contains(u"could not be imported"), patience);
    }

    void theStartPageKnowsRunsThatOthersMade()
    {
        Window ui;
        ui.show();
        ui.window->close();
        ui.keep({ .hour = 5 });
        ui.makeWindow();
        const auto *recent = ui.find<QTableWidget>("recentTable");
        QTRY_VERIFY_WITH_TIMEOUT(
            recent->item(0, 5)->data(Qt::AccessibleTextRole).toString().contains(u"failed"), patience);
    }
};

QTEST_MAIN(RunListTest)
#include "test_runlist.moc"
