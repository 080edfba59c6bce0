// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kept runs compared, as a person does it.
#include "support/patience.h"
#include "support/uikeptproject.h"
#include "ui/charts/overlaychart.h"
#include "ui/editors/page.h"
#include "ui/results/comparedruns.h"
#include "ui/results/comparisonmodel.h"
#include "ui/results/comparisonview.h"
#include "ui/support/datatable.h"
#include "ui/support/messagebar.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTabWidget>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using Model = ui::ComparisonModel;

namespace {

results::RunHead head(const QString &path, qint64 startedAt, const QString &group = {}, const QString &title = {})
{
    results::RunHead head;
    head.path = path;
    head.startedAt = startedAt;
    head.group = group;
    head.title = title;
    return head;
}

struct Window : KeptProject {
    ui::ComparisonView *view = nullptr;

    /// Clicks these rows, the newest being 0, and Compare.
    void compare(const QList<int> &rows, int of)
    {
        show();
        auto *table = find<ui::DataTable>("runsTable");
        QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), of, patience);
        for (const int row : rows) {
            const QPoint cell = table->visualRect(table->model()->index(row, 0)).center();
            QTest::mouseClick(
                table->viewport(), Qt::LeftButton, row == rows.first() ? Qt::NoModifier : Qt::ControlModifier, cell);
        }
        click("compareRunsButton");
        view = window->findChild<ui::ComparisonView *>();
        QVERIFY(view);
    }
    void awaitComparison() const { QTRY_VERIFY_WITH_TIMEOUT(view->isEnabled(), patience); }
    template <typename Widget>
    [[nodiscard]] Widget *in(const char *name) const
    {
        return find<Widget>(view, name);
    }
    [[nodiscard]] QVariant cell(int row, int column, int role = Qt::DisplayRole) const
    {
        return in<ui::DataTable>("comparisonTable")->model()->index(row, column).data(role);
    }
};

} // namespace

class ComparisonViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsThatBelongTogetherAreASide()
    {
        using Sides = std::vector<QStringList>;
        // By group, by title, alone; the oldest first.
        QCOMPARE(ui::sidesOf({ head(u"e"_s, 5), head(u"b"_s, 2, u"g"_s), head(u"a"_s, 1, u"g"_s, u"t"_s),
                     head(u"d"_s, 4, {}, u"t"_s), head(u"c"_s, 3, {}, u"t"_s) }),
            Sides({ { u"a"_s, u"b"_s }, { u"c"_s, u"d"_s }, { u"e"_s } }));
        // Trials of one group can only be compared with each other.
        QCOMPARE(ui::sidesOf({ head(u"b"_s, 2, u"g"_s), head(u"a"_s, 1, u"g"_s) }), Sides({ { u"a"_s }, { u"b"_s } }));
    }

    void groupsOfTrialsAreJudged()
    {
        Window ui;
        QStringList before;
        QStringList after;
        for (int trial = 1; trial <= 3; ++trial) {
            const auto seed = quint64(trial);
            before += ui.keep({ .hour = trial, .slowness = 2, .seed = seed, .group = u"b"_s, .trial = trial });
            after += ui.keep({ .hour = trial + 4, .seed = 10 + seed, .group = u"a"_s, .trial = trial });
        }
        ui.compare({ 0, 5 }, 6); // one of each brings the others along
        ui.awaitComparison();

        const auto expected = results::Comparison::of({ before, after });
        QVERIFY(expected);
        const std::vector<results::SideComparison> changes = expected->compare();
        QCOMPARE(ui.in<QLabel>("comparisonSummary")->text(), changes.front().summary());
        const std::vector<results::ComparedRow> &rows = changes.front().rows;
        QCOMPARE(ui.in<ui::DataTable>("comparisonTable")->model()->rowCount(), int(rows.size()));
        for (int row = 0; row < int(rows.size()); ++row) {
            QCOMPARE(ui.cell(row, Model::P95Before, Qt::UserRole).toDouble(), rows[std::size_t(row)].p95.from);
            QCOMPARE(ui.cell(row, Model::P95After, Qt::UserRole).toDouble(), rows[std::size_t(row)].p95.to);
            QCOMPARE(ui.cell(row, Model::P50Change, Qt::UserRole).toDouble(),
                rows[std::size_t(row)].p50.relative().value_or(0));
        }
        QCOMPARE(ui.cell(0, Model::Verdict).toString(), u"faster"_s);
        QVERIFY2(ui.cell(0, Model::P95Change).toString().startsWith(u"−"),
            qPrintable(ui.cell(0, Model::P95Change).toString()));

        const auto *chart = ui.in<ui::OverlayChart>("comparedResponseTimes");
        for (int run = 0; run < 6; ++run)
            QCOMPARE(chart->pointCount(run), 60);
        QVERIFY(ui.in<QWidget>("comparedDeliveries")->isVisible());
        QVERIFY(!ui.in<QWidget>("comparedSide")->isVisible()); // there are but two

        ui.questions.pathToSave = ui.directory.filePath(u"comparison.html"_s);
        QTest::mouseClick(ui.in<QPushButton>("exportComparison"), Qt::LeftButton);
        const auto *page = ui.window->projectView()->page(ui::ProjectView::PageId::Results);
        QTRY_VERIFY_WITH_TIMEOUT(page->messages()->text().contains(u"Exported"), patience);
        QFile written(ui.questions.pathToSave);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QVERIFY(written.readAll().contains("endpoint/3/_"));

        QTest::mouseClick(ui.in<QPushButton>("backToRuns"), Qt::LeftButton);
        QVERIFY(ui.find<ui::DataTable>("runsTable")->isVisible());
    }

    void theServersFiguresAreBesideThem()
    {
        Window ui;
        ui.keep({ .hour = 1, .cores = 0.5 });
        ui.keep({ .hour = 2, .cores = 0.75 });
        ui.keep({ .hour = 3 });
        ui.compare({ 1, 2 }, 3);
        ui.awaitComparison();
        auto *tabs = ui.in<QTabWidget>("comparisonTables");
        QVERIFY(tabs->isTabVisible(1));
        tabs->tabBar()->setFocus();
        QTest::keyClick(tabs->tabBar(), Qt::Key_Right);
        auto *table = ui.in<ui::DataTable>("serverComparisonTable");
        QVERIFY(table->isVisible());
        const auto cell = [table](int row, int column, int role = Qt::DisplayRole) {
            return table->model()->index(row, column).data(role);
        };
        QCOMPARE(table->model()->rowCount(), 2);
        QCOMPARE(cell(0, 0).toString(), u"CPU"_s);
        QCOMPARE(cell(0, 1, Qt::UserRole).toDouble(), 0.5);
        QCOMPARE(cell(0, 2, Qt::UserRole).toDouble(), 0.75);
        QCOMPARE(cell(0, 3, Qt::UserRole).toDouble(), 0.5);
        QCOMPARE(cell(0, 3).toString(), u"+25 %, +50 %"_s);
        QCOMPARE(cell(1, 1).toString(), u"200 MB"_s);
        QVERIFY(ui.in<QLabel>("comparisonSummary")->text().contains(u"The server: CPU 50 % → 75 %"));

        // Where one side has none there is nothing to compare.
        QTest::mouseClick(ui.in<QPushButton>("backToRuns"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!ui.window->findChild<ui::ComparisonView *>(), patience);
        ui.compare({ 0, 1 }, 3);
        ui.awaitComparison();
        QVERIFY(!ui.in<QTabWidget>("comparisonTables")->isTabVisible(1));
    }

    void singleRunsAreNotEnough()
    {
        Window ui;
        ui.keep({ .hour = 1, .slowness = 2 });
        ui.keep({ .hour = 2 });
        ui.compare({ 0, 1 }, 2);
        ui.awaitComparison();
        QCOMPARE(ui.cell(0, Model::Verdict).toString(), u"not enough runs"_s);
        QVERIFY(ui.in<QLabel>("comparisonSummary")->text().contains(u"Not enough runs"));

        // Another test of both.
        auto *phase = ui.in<QComboBox>("comparedPhase");
        QCOMPARE(phase->currentText(), u"chat"_s);
        QSignalSpy shown(ui.view, &ui::ComparisonView::shown);
        phase->setFocus();
        QTest::keyClick(phase, Qt::Key_Up);
        QVERIFY(!shown.isEmpty() || shown.wait(patience));
        QCOMPARE(phase->currentText(), u"register"_s);
        QCOMPARE(ui.in<ui::OverlayChart>("comparedRequests")->pointCount(1), KeptProject::setUpSeconds);
    }

    void eachSideIsComparedWithTheFirst()
    {
        Window ui;
        ui.keep({ .hour = 1, .slowness = 2 });
        ui.keep({ .hour = 2, .seed = 2 });
        ui.keep({ .hour = 3, .slowness = 4, .seed = 3 });
        ui.compare({ 0, 1, 2 }, 3);
        ui.awaitComparison();
        auto *side = ui.in<QComboBox>("comparedSide");
        QVERIFY(side->isVisible());
        QCOMPARE(side->currentText(), u"B"_s);
        QVERIFY(ui.cell(0, Model::P95Change, Qt::UserRole).toDouble() < -0.3);
        side->setFocus();
        QTest::keyClick(side, Qt::Key_Down);
        QCOMPARE(side->currentText(), u"C"_s);
        QVERIFY(ui.cell(0, Model::P95Change, Qt::UserRole).toDouble() > 0.7);
        QCOMPARE(
            ui.in<ui::DataTable>("comparisonTable")->model()->headerData(Model::P95After, Qt::Horizontal).toString(),
            u"p95, C"_s);
    }

    void whatHasNothingInCommonIsSaid()
    {
        Window ui;
        ui.keep({});
        QFile file(ui.directory.filePath(u"other_stats.csv"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            "Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,"
            "Max Response Time,Average Content Size,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,"
            "99.99%,100%\r\n"
            "GET,/elsewhere,10,0,550,560.0,501.25,640.0,900.0,1.0,0.0,550,560,570,590,620,640,640,640,640,640,640\r\n"
            ",Aggregated,10,0,550,560.0,501.25,640.0,900.0,1.0,0.0,550,560,570,590,620,640,640,640,640,640,640\r\n");
        file.close();
        ui.show();
        ui.questions.pathToOpen = file.fileName();
        ui.window->findChild<QAction *>(u"importLocust"_s)->trigger();
        ui.compare({ 0, 1 }, 2);
        const auto *page = ui.window->projectView()->page(ui::ProjectView::PageId::Results);
        QTRY_VERIFY_WITH_TIMEOUT(page->messages()->text().contains(u"cannot be compared"), patience);
        QVERIFY(ui.find<ui::DataTable>("runsTable")->isVisible());
    }

    void theModelIsSound()
    {
        KeptProject kept;
        const QString a = kept.keep({ .hour = 1 });
        const QString b = kept.keep({ .hour = 2 });
        const auto comparison = results::Comparison::of({ { a }, { b } });
        QVERIFY(comparison);
        Model model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(comparison->compare().front().rows, u"A"_s, u"B"_s);
        QVERIFY(model.rowCount() > 6);
        model.setRows({}, u"A"_s, u"B"_s);
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_MAIN(ComparisonViewTest)
#include "test_comparisonview.moc"
