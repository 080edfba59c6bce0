// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kept runs that cannot be read, cannot be written, or belong to another program just now, as the window has them.
#include "engine/results/database.h"
#include "engine/results/runreader.h"
#include "support/awkwarddisk.h"
#include "support/patience.h"
#include "support/uikeptproject.h"
#include "ui/editors/page.h"
#include "ui/results/runlistmodel.h"
#include "ui/results/runview.h"
#include "ui/support/datatable.h"
#include "ui/support/messagebar.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using Model = ui::RunListModel;
using results::Database;

namespace {

struct Window : KeptProject {
    [[nodiscard]] ui::DataTable *table() const { return find<ui::DataTable>("runsTable"); }
    [[nodiscard]] QString text(int row, int column) const
    {
        return table()->model()->index(row, column).data().toString();
    }
    void choose(int row) const
    {
        const QRect cell = table()->visualRect(table()->model()->index(row, Model::Began));
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, Qt::NoModifier, cell.center());
    }
    [[nodiscard]] ui::Page *page() const { return window->projectView()->page(ui::ProjectView::PageId::Results); }
    [[nodiscard]] bool isSaid(const QString &words) const { return page()->messages()->text().contains(words); }
    /// Opens the run that is selected, and waits until its figures are there.
    [[nodiscard]] ui::RunView *open() const
    {
        window->findChild<QAction *>(u"openRun"_s)->trigger();
        auto *view = window->findChild<ui::RunView *>();
        QSignalSpy shown(view, &ui::RunView::partShown);
        return shown.wait(patience) ? view : nullptr;
    }
};

void execute(const QString &path, const QString &statement)
{
    const auto database = Database::open(path, Database::Access::ReadWrite);
    if (!database || !(*database)->execute(statement))
        qFatal("%s", qPrintable(path));
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class BadRunsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsNoRunStandsInTheListAndSaysWhy_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::addColumn<QString>("words");
        QTest::newRow("truncated") << u"truncate"_s << u"damaged or cut off"_s;
        QTest::newRow("foreign") << u"foreign"_s << u"no run of Throng's"_s;
        QTest::newRow("newer") << u"newer"_s << u"newer Throng (format 99)"_s;
        QTest::newRow("encrypted") << u"noise"_s << u"encrypted"_s;
        QTest::newRow("empty") << u"empty"_s << u"is empty"_s;
    }
    void whatIsNoRunStandsInTheListAndSaysWhy()
    {
        QFETCH(QString, damage);
        QFETCH(QString, words);
        Window ui;
        ui.keep({ .hour = 1 });
        const QString path = ui.keep({ .hour = 2 });
        if (damage == u"newer") {
            execute(path, u"PRAGMA user_version = 99"_s);
        } else if (damage == u"foreign") {
            execute(path, u"PRAGMA application_id = 7"_s);
        } else {
            const QByteArray whole = contentOf(path);
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            if (damage == u"truncate")
                file.write(whole.left(whole.size() / 2));
            else if (damage == u"noise")
                file.write(QByteArray("\x93\x01\xfe").repeated(4'000));
        }
        const QByteArray before = contentOf(path);
        ui.show();
        QTRY_COMPARE_WITH_TIMEOUT(ui.table()->model()->rowCount(), 2, patience);
        ui.choose(1);
        QCOMPARE(ui.text(1, Model::Verdict), u"cannot be opened"_s);
        const QString details = ui.find<QLabel>("runDetails")->text();
        QVERIFY2(details.contains(words), qPrintable(details));
        QVERIFY2(details.contains(path), qPrintable(details));
        for (const char *button : { "openRunButton", "compareRunsButton" })
            QVERIFY(!ui.find<QPushButton>(button)->isEnabled());
        QCOMPARE(contentOf(path), before); // it may be somebody's
        // The other one is as good as ever; this one can be put aside.
        ui.choose(0);
        QVERIFY(ui.find<QPushButton>("openRunButton")->isEnabled());
        ui.choose(1);
        ui.window->findChild<QAction *>(u"removeRun"_s)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(ui.table()->model()->rowCount(), 1, patience);
    }

    void aRunThatIsDamagedFurtherInSaysSoWhenItIsOpened()
    {
        Window ui;
        const QString path = ui.keep({});
        execute(path, u"UPDATE endpoint_sum SET response_times = x'0202'"_s);
        ui.show();
        QTRY_COMPARE_WITH_TIMEOUT(ui.table()->model()->rowCount(), 1, patience);
        ui.choose(0);
        ui.window->findChild<QAction *>(u"openRun"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(ui.isSaid(u"The run cannot be read."_s), patience);
        QVERIFY2(ui.isSaid(u"damaged"_s), qPrintable(ui.page()->messages()->text()));
        QTRY_VERIFY_WITH_TIMEOUT(!ui.window->findChild<ui::RunView *>(), patience);
        QVERIFY(ui.table()->isVisible());
    }

    void aLockedRunSaysWhoHasIt()
    {
        Window ui;
        const QString path = ui.keep({});
        auto other = *Database::open(path, Database::Access::ReadWrite);
        QVERIFY(other->execute(u"BEGIN EXCLUSIVE"_s));
        ui.show();
        QTRY_COMPARE_WITH_TIMEOUT(ui.table()->model()->rowCount(), 1, patience);
        QTRY_VERIFY2_WITH_TIMEOUT(ui.text(0, Model::Note).contains(u"locked by another program"_s),
            qPrintable(ui.text(0, Model::Note)), patience);
        // So it is for whoever had it open before.
        ui::RunView view(path, ui.questions);
        QSignalSpy failed(&view, &ui::RunView::failed);
        QVERIFY(!failed.isEmpty() || failed.wait(patience));
        QVERIFY2(failed.first().first().toString().contains(u"locked by another program"_s),
            qPrintable(failed.first().first().toString()));

        // When it is free, it opens.
        QVERIFY(other->execute(u"ROLLBACK"_s));
        other.reset();
        ui.window->projectView()->showPage(ui::ProjectView::PageId::Run);
        ui.window->projectView()->showPage(ui::ProjectView::PageId::Results);
        QTRY_VERIFY_WITH_TIMEOUT(ui.text(0, Model::Note).isEmpty(), patience);
        ui.choose(0);
        QVERIFY(ui.open());
    }

    void aReadOnlyFolderIsReadAndSaysWhatItCannotKeep()
    {
        Window ui;
        const QString path = ui.keep({});
        ui.show();
        QTRY_COMPARE_WITH_TIMEOUT(ui.table()->model()->rowCount(), 1, patience);
        const UnwritableFolder unwritable(ui.runs);
        QVERIFY(unwritable.works());
        ui.choose(0);
        ui::RunView *view = ui.open();
        QVERIFY(view);
        const auto totals = (*results::RunReader::open(path))->totals(1);
        QVERIFY(totals);
        auto *endpoints = ui.find<ui::DataTable>(view, "endpointTable");
        QCOMPARE(endpoints->model()->rowCount(), int(totals->endpoints().size()));

        Q_EMIT view->remarkAdded(MeasuredSeconds::begin + 3'000, u"restarted a worker"_s);
        QTRY_VERIFY_WITH_TIMEOUT(ui.isSaid(u"The remark could not be written."_s), patience);
        QVERIFY2(ui.isSaid(u"read-only"_s), qPrintable(ui.page()->messages()->text()));
        QCOMPARE(ui.find<ui::DataTable>(view, "remarkTable")->model()->rowCount(), 0);

        QTest::mouseClick(ui.find<QPushButton>(view, "backToRuns"), Qt::LeftButton);
        ui.choose(0);
        ui.window->findChild<QAction *>(u"removeRun"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(ui.isSaid(u"The run could not be removed."_s), patience);
        QVERIFY(QFile::exists(path));
    }

    void aRunThatAnotherProgramWritesIsShownAndLeftToIt()
    {
        Window ui;
        auto writer = *results::RunWriter::create(ui.runs, runDescription());
        MeasuredSeconds source(4, 40);
        writer->beginTest(chatTest());
        const auto measure = [&](int seconds) {
            for (int i = 0; i < seconds; ++i)
                writer->addSecond(source.next());
            return writer->commit();
        };
        QVERIFY(measure(12));
        ui.show();
        QTRY_COMPARE_WITH_TIMEOUT(ui.table()->model()->rowCount(), 1, patience);
        ui.choose(0);
        ui::RunView *view = ui.open();
        QVERIFY(view);

        // Both write: it its seconds, the window a remark.
        Q_EMIT view->remarkAdded(MeasuredSeconds::begin + 3'000, u"restarted a worker"_s);
        QVERIFY(measure(5));
        const auto *remarks = ui.find<ui::DataTable>(view, "remarkTable")->model();
        QTRY_COMPARE_WITH_TIMEOUT(remarks->rowCount(), 1, patience);
        QVERIFY(measure(5));

        QTest::mouseClick(ui.find<QPushButton>(view, "backToRuns"), Qt::LeftButton);
        ui.choose(0);
        ui.window->findChild<QAction *>(u"removeRun"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(ui.isSaid(u"is still being written"_s), patience);
        const QString path = writer->path();
        QVERIFY(writer->finish(results::RunState::Done, {}, {}));
        const auto reader = results::RunReader::open(path);
        QVERIFY(reader);
        QCOMPARE((*reader)->tests().front().seconds, 22);
        QCOMPARE(results::remarksOf(**reader)->size(), 1U);
    }
};

QTEST_MAIN(BadRunsTest)
#include "test_badruns.moc"
