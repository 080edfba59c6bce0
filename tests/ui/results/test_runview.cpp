// SPDX-License-Identifier: GPL-3.0-or-later
//
// A kept run that is opened: its figures, and those of a part of it.
#include "engine/results/runreader.h"
#include "support/patience.h"
#include "support/uikeptproject.h"
#include "ui/charts/chartview.h"
#include "ui/charts/heatmapchart.h"
#include "ui/charts/linechart.h"
#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/dashboardcharts.h"
#include "ui/dashboard/figuretiles.h"
#include "ui/dashboard/runcontroller.h"
#include "ui/dashboard/runtables.h"
#include "ui/editors/page.h"
#include "ui/models/endpointmodel.h"
#include "ui/models/endpointname.h"
#include "ui/results/distributionview.h"
#include "ui/results/runview.h"
#include "ui/support/datatable.h"
#include "ui/support/format.h"
#include "ui/support/messagebar.h"

#include <QAction>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabWidget>

#include <numeric>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace throng;
using namespace throng::test;

namespace {

constexpr int setUp = 0;
constexpr int chat = 1;

double milliseconds(metrics::Nanoseconds time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

struct Opened : KeptProject {
    QString path;
    std::unique_ptr<results::RunReader> reader; ///< of the same file, for comparison
    ui::RunView *view = nullptr;

    explicit Opened(const Run &run = {})
        : path(keep(run))
    {
        auto found = results::RunReader::open(path);
        if (!found)
            qFatal("%s", qPrintable(found.error().toString()));
        reader = std::move(*found);
        show();
        auto *table = find<ui::DataTable>("runsTable");
        QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 1, patience);
        const QPoint cell = table->visualRect(table->model()->index(0, 0)).center();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::NoModifier, cell);
        QTest::mouseDClick(table->viewport(), Qt::LeftButton, Qt::NoModifier, cell);
        view = window->findChild<ui::RunView *>();
        QVERIFY(view);
        QSignalSpy shown(view, &ui::RunView::partShown);
        QVERIFY(!shown.isEmpty() || shown.wait(patience));
    }

    template <typename Widget>
    [[nodiscard]] Widget *in(const char *name) const
    {
        return find<Widget>(view, name);
    }
    /// Does this, and waits until the figures have followed.
    template <typename Do>
    void afterwards(Do action) const
    {
        QSignalSpy shown(view, &ui::RunView::partShown);
        action();
        QVERIFY(!shown.isEmpty() || shown.wait(patience));
    }
    /// The table of endpoints, and the tile, hold what the file has for this test and this part.
    void compare(int test, const ui::RunView::Range &range) const
    {
        const auto totals = reader->totals(test, range);
        QVERIFY(totals);
        using Model = ui::EndpointModel;
        const QAbstractItemModel *rows = in<ui::DataTable>("endpointTable")->model();
        QCOMPARE(rows->rowCount(), int(totals->endpoints().size()));
        for (int row = 0; row < rows->rowCount(); ++row) {
            const QString name = rows->index(row, Model::Endpoint).data().toString();
            const auto found = std::find_if(totals->endpoints().begin(), totals->endpoints().end(),
                [&name](const metrics::EndpointDelta &endpoint) { return ui::endpointName(endpoint.key) == name; });
            QVERIFY2(found != totals->endpoints().end(), qPrintable(name));
            QCOMPARE(rows->index(row, Model::Requests).data(Qt::UserRole).toULongLong(), found->requests());
            for (const auto &[column, percent] :
                { std::pair(Model::P50, 50), std::pair(Model::P95, 95), std::pair(Model::P99, 99) })
                QCOMPARE(rows->index(row, column).data(Qt::UserRole).toDouble(),
                    milliseconds(found->responseTimes.percentile(percent)));
        }
        const QString spoken = in<QWidget>("responseTile")->accessibleName();
        const QString p95 = ui::formatDuration(milliseconds(totals->responseTimes().percentile(95)));
        QVERIFY2(spoken.contains(p95), qPrintable(spoken + u" | "_s + p95));
    }
    [[nodiscard]] results::TimeRange seconds(int from, int to) const
    {
        return { MeasuredSeconds::begin + from * 1'000, MeasuredSeconds::begin + to * 1'000 };
    }
    void type(const char *field, qint64 unixMilliseconds) const
    {
        auto *edit = in<QDateTimeEdit>(field);
        edit->setFocus();
        edit->setSelectedSection(QDateTimeEdit::HourSection);
        QTest::keyClick(edit, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(edit, QDateTime::fromMSecsSinceEpoch(unixMilliseconds).toString(edit->displayFormat()));
        QTest::keyClick(edit, Qt::Key_Return);
    }
    [[nodiscard]] ui::LineChart *responseTimes() const
    {
        return qobject_cast<ui::LineChart *>(view->dashboard()->charts()->chart(u"responseTimeChart"_s));
    }
};

} // namespace

class RunViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRunOpensAsItWas()
    {
        Opened ui;
        QCOMPARE(ui.window->focusWidget(), ui.in<QWidget>("endpointTable"));
        QCOMPARE(ui.in<QComboBox>("shownTest")->currentText(), u"chat"_s);
        ui.compare(chat, {});
        const ui::TimeSeries &line = ui.responseTimes()->data();
        QCOMPARE(line.lastTime() - line.firstTime(), qint64(KeptProject::setUpSeconds + 60 - 1) * 1'000);
        QTRY_COMPARE_WITH_TIMEOUT(ui.responseTimes()->drawnPoints(0), KeptProject::setUpSeconds + 60, patience);
        QVERIFY(ui.in<ui::DataTable>("logTable")->model()->index(0, 1).data().toString().contains(u"slow to wake"));
        const QAbstractItemModel *conditions = ui.in<ui::DataTable>("conditionTable")->model();
        QCOMPARE(conditions->match(conditions->index(0, 0), Qt::DisplayRole, u"Seed"_s)
                     .value(0)
                     .siblingAtColumn(1)
                     .data()
                     .toString(),
            u"7"_s);
        QVERIFY(!ui.in<QWidget>("followCharts")->isVisible()); // there is nothing to follow

        // The heat map has all answers but long polls.
        const auto *heat =
            qobject_cast<ui::HeatMapChart *>(ui.view->dashboard()->charts()->chart(u"distributionChart"_s));
        QVERIFY(heat);
        const auto answers = [heat] {
            quint64 sum = 0;
            for (const ui::DistributionSeries::Slot &slot : heat->data().rows())
                sum += std::accumulate(slot.counts.begin(), slot.counts.end(), quint64(0));
            return sum;
        };
        const quint64 expected =
            ui.reader->totals(setUp)->responseTimes().count() + ui.reader->totals(chat)->responseTimes().count();
        QTRY_COMPARE_WITH_TIMEOUT(answers(), expected, patience);

        QTest::mouseClick(ui.in<QPushButton>("backToRuns"), Qt::LeftButton);
        QVERIFY(ui.find<ui::DataTable>("runsTable")->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(!ui.window->findChild<ui::RunView *>(), patience);
    }

    void everyFigureFollowsTheTwoTimes()
    {
        Opened ui;
        ui.afterwards([&] { ui.type("rangeFrom", ui.seconds(20, 0).from); });
        ui.compare(chat, ui.seconds(20, KeptProject::setUpSeconds + 60));
        ui.afterwards([&] { ui.type("rangeTo", ui.seconds(0, 31).to); });
        ui.compare(chat, ui.seconds(20, 31));
        QCOMPARE(ui.in<QComboBox>("rangePhase")->currentText(), u"a part of it"_s);
        QCOMPARE(ui.responseTimes()->visibleRange(), std::pair(ui.seconds(20, 31).from, ui.seconds(20, 31).to));

        // A time behind the other one takes that along.
        ui.afterwards([&] { ui.type("rangeFrom", ui.seconds(40, 0).from); });
        QVERIFY(ui.view->part());
        QCOMPARE(ui.view->part()->from, ui.seconds(40, 41).from);
        QCOMPARE(ui.view->part()->to, ui.seconds(40, 41).to);
        ui.compare(chat, ui.seconds(40, 41));
    }

    void aPartIsDraggedInAChart()
    {
        Opened ui;
        ui.responseTimes()->refresh();
        auto *chart = ui.responseTimes()->findChild<ui::ChartView *>();
        QVERIFY(chart);
        QWidget *area = chart;
        const QPoint from(area->width() / 2, area->height() / 2);
        const QPoint to(area->width() * 3 / 4, area->height() / 2);
        ui.afterwards([&] {
            QTest::mousePress(area, Qt::LeftButton, Qt::NoModifier, from);
            QTest::mouseMove(area, (from + to) / 2);
            QTest::mouseMove(area, to);
            QTest::mouseRelease(area, Qt::LeftButton, Qt::NoModifier, to);
        });
        QVERIFY(ui.view->part());
        const results::TimeRange part = *ui.view->part();
        QVERIFY(part.to - part.from >= 10'000 && part.to - part.from <= 25'000);
        QCOMPARE(ui.in<QDateTimeEdit>("rangeFrom")->dateTime().toMSecsSinceEpoch(), part.from);
        ui.compare(chat, part);

        ui.afterwards([&] { QTest::mouseDClick(area, Qt::LeftButton, Qt::NoModifier, from); });
        QVERIFY(!ui.view->part());
        ui.compare(chat, {});
    }

    void aPhaseIsAPart()
    {
        Opened ui;
        auto *phase = ui.in<QComboBox>("rangePhase");
        ui.afterwards([&] {
            phase->setFocus();
            QTest::keyClick(phase, Qt::Key_Down);
        });
        QCOMPARE(phase->currentText(), u"register"_s);
        QCOMPARE(ui.in<QComboBox>("shownTest")->currentText(), u"register"_s);
        ui.compare(setUp, ui.seconds(0, KeptProject::setUpSeconds));
        ui.afterwards([&] { QTest::keyClick(phase, Qt::Key_Up); });
        ui.compare(setUp, {});
    }

    void chosenEndpointsAreDrawnAndSpread()
    {
        Opened ui;
        auto *table = ui.in<ui::DataTable>("endpointTable");
        int row = 0;
        while (!table->model()->index(row, 0).data().toString().contains(u"endpoint/3/"))
            QVERIFY(++row < table->model()->rowCount());
        const QString name = table->model()->index(row, 0).data().toString();
        const QRect cell = table->visualRect(table->model()->index(row, 0));
        QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::NoModifier, cell.center());
        QTRY_COMPARE_WITH_TIMEOUT(ui.responseTimes()->title(), name, patience);

        const auto totals = ui.reader->totals(chat);
        const auto endpoint = std::find_if(totals->endpoints().begin(), totals->endpoints().end(),
            [&name](const metrics::EndpointDelta &each) { return ui::endpointName(each.key) == name; });
        auto *spread = ui.in<ui::DistributionView>("distributionView");
        const double p95 = milliseconds(endpoint->responseTimes.percentile(95));
        // A bucket's middle stands for all of it.
        QVERIFY(std::abs(spread->shareUpTo(0, p95 * 1.001) - 0.95) < 0.01);
        QCOMPARE(spread->shareUpTo(0, 1e9), 1.0);
        QCOMPARE(spread->shareUpTo(0, 0), 0.0);

        // In a part of the run it is the endpoint's times of that part.
        ui.afterwards([&] { ui.view->setPart(ui.seconds(30, 40)); });
        const auto part = ui.reader->totals(chat, ui.seconds(30, 40));
        const double p50 = milliseconds(part->find(endpoint->key)->responseTimes.percentile(50));
        QVERIFY(std::abs(spread->shareUpTo(0, p50 * 1.001) - 0.5) < 0.05);
        QTRY_COMPARE_WITH_TIMEOUT(ui.responseTimes()->title(), name, patience);
    }

    void aRunIsRunAgainAsItWas()
    {
        KeptProject ui;
        project::Project earlier = project::Project::withDefaults(u"http://127.0.0.1:1"_s); // nobody is there
        earlier.seed = 4'711;
        earlier.suites.first().name = u"evening"_s;
        ui.keep({ .suite = u"evening"_s, .project = earlier.toJson() });
        ui.show();
        auto *table = ui.find<ui::DataTable>("runsTable");
        QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 1, patience);
        auto *controller = ui.window->runController();
        QSignalSpy began(controller, &ui::RunController::stateChanged);
        ui.window->findChild<QAction *>(u"repeatRun"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!began.isEmpty(), patience);
        QCOMPARE(ui.window->document()->project().seed, 4'711U);
        QCOMPARE(ui.window->projectView()->currentPage(), ui::ProjectView::PageId::Run);
        QTRY_VERIFY_WITH_TIMEOUT(!controller->isActive(), patience);
        QCOMPARE(controller->run()->plan().suite, u"evening"_s);
        QCOMPARE(controller->run()->plan().seed, 4'711U);
        ui.window->findChild<QAction *>(u"actionUndo"_s)->trigger();
        QVERIFY(ui.window->document()->project().seed != 4'711U);
    }

    void aRunIsHandedOnAsAFile_data()
    {
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("file"); ///< that is asked for
        QTest::addColumn<QString>("written"); ///< one that comes of it
        QTest::addColumn<QByteArray>("content");
        const auto row = [](const char *name, const QString &file, const QString &written, const QByteArray &content) {
            QTest::newRow(name) << QString::fromLatin1(name) << file << written << content;
        };
        row("exportPdf", u"run.pdf"_s, u"run.pdf"_s, "%PDF-1");
        row("exportHtml", u"run.html"_s, u"run.html"_s, "endpoint/3/_");
        row("exportCsv", u"run.csv"_s, u"run_chat_stats.csv"_s, "endpoint/3/_");
        row("exportJson", u"run.json"_s, u"run.json"_s, "endpoint/3/_");
        row("exportJunit", u"run.xml"_s, u"run.xml"_s, "<testsuite");
        row("exportMarkdown", u"run.md"_s, u"run.md"_s, "chat");
    }
    void aRunIsHandedOnAsAFile()
    {
        QFETCH(QString, action);
        QFETCH(QString, file);
        QFETCH(QString, written);
        QFETCH(QByteArray, content);
        Opened ui;
        const auto *page = ui.window->projectView()->page(ui::ProjectView::PageId::Results);
        ui.questions.pathToSave = ui.directory.filePath(file);
        ui.in<QAction>(action.toLatin1().constData())->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(page->messages()->text().contains(u"Exported"), patience);
        QFile found(ui.directory.filePath(written));
        QVERIFY2(found.open(QIODevice::ReadOnly), qPrintable(QDir(ui.directory.path()).entryList().join(u' ')));
        QVERIFY(found.readAll().contains(content));

        // A file where a folder would have to be.
        ui.questions.pathToSave = ui.path + u'/' + file;
        ui.in<QAction>(action.toLatin1().constData())->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(page->messages()->text().contains(u"could not be exported"), patience);
    }

    void theNewestPartAloneIsRead()
    {
        Opened ui;
        QSignalSpy shown(ui.view, &ui::RunView::partShown);
        QSignalSpy spread(ui.view, &ui::RunView::distributionShown);
        // Nobody waits in between, so that of the first two nothing is shown any more.
        ui.view->setPart(ui.seconds(10, 20));
        ui.view->setPart({});
        ui.view->setPart(ui.seconds(30, 40));
        QVERIFY(!spread.isEmpty() || spread.wait(patience));
        QCOMPARE(shown.size(), 1);
        QCOMPARE(spread.size(), 1);
        ui.compare(chat, ui.seconds(30, 40));
        const auto *heat =
            qobject_cast<ui::HeatMapChart *>(ui.view->dashboard()->charts()->chart(u"distributionChart"_s));
        quint64 answers = 0;
        for (const ui::DistributionSeries::Slot &slot : heat->data().rows())
            answers += std::accumulate(slot.counts.begin(), slot.counts.end(), quint64(0));
        QCOMPARE(answers, ui.reader->totals(chat, ui.seconds(30, 40))->responseTimes().count());
        // The charts were drawn with the choice.
        QCOMPARE(ui.responseTimes()->visibleRange(), std::pair(ui.seconds(30, 40).from, ui.seconds(30, 40).to));
        QVERIFY(!ui.responseTimes()->isDirty());
    }

    void aRemarkIsWrittenChangedAndTakenBack()
    {
        Opened ui;
        const auto kept = [&ui] {
            const auto reader = results::RunReader::open(ui.path);
            QStringList texts;
            const auto remarks = results::remarksOf(**reader);
            for (const results::KeptMessage &remark : *remarks)
                texts += u"%1 %2"_s.arg(remark.at - MeasuredSeconds::begin).arg(remark.text);
            return texts;
        };
        auto *table = ui.in<ui::DataTable>("remarkTable");
        const auto listed = [table] {
            QStringList texts;
            for (int row = 0; row < table->model()->rowCount(); ++row)
                texts += table->model()->index(row, 1).data().toString();
            return texts;
        };
        const auto dialog = [&ui] { return ui.window->findChild<QDialog *>(u"remarkDialog"_s); };
        const auto write = [&](const QString &text) {
            auto *field = dialog()->findChild<QLineEdit *>(u"remarkText"_s);
            field->selectAll();
            QTest::keyClicks(field, text);
            QTest::mouseClick(dialog()->findChild<QPushButton *>(u"keepRemark"_s), Qt::LeftButton);
            QTRY_VERIFY_WITH_TIMEOUT(!dialog(), patience);
        };

        // By the button: at the begin of what is looked at, until another time is typed.
        ui.afterwards([&] { ui.view->setPart(ui.seconds(20, 40)); });
        auto *tabs = ui.in<QTabWidget>("runTables");
        while (!table->isVisible() && tabs->currentIndex() + 1 < tabs->count())
            tabs->setCurrentIndex(tabs->currentIndex() + 1);
        QTest::mouseClick(ui.in<QPushButton>("addRemarkHere"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(dialog(), patience);
        QVERIFY(!dialog()->findChild<QPushButton *>(u"keepRemark"_s)->isEnabled()); // nothing is written yet
        write(u"restarted a worker"_s);
        QTRY_COMPARE_WITH_TIMEOUT(listed(), QStringList(u"restarted a worker"_s), patience);
        QCOMPARE(kept(), QStringList(u"20000 restarted a worker"_s));
        // It stands in every chart.
        for (const ui::DashboardCharts::Choice &choice : ui.view->dashboard()->charts()->choices())
            QCOMPARE(ui.view->dashboard()->charts()->chart(choice.name)->remarks().size(), 1);

        // In a chart: at the moment that is pointed at.
        Q_EMIT ui.responseTimes()->remarkRequested(ui.seconds(30, 30).from);
        QTRY_VERIFY_WITH_TIMEOUT(dialog(), patience);
        write(u"cache emptied"_s);
        QTRY_COMPARE_WITH_TIMEOUT(listed().size(), 2, patience);
        QCOMPARE(kept(), QStringList({ u"20000 restarted a worker"_s, u"30000 cache emptied"_s }));

        const auto select = [&](int row) {
            table->selectRow(row);
            return table->selectionModel()->hasSelection();
        };
        QVERIFY(select(0));
        ui.in<QPushButton>("editRemark")->click();
        QTRY_VERIFY_WITH_TIMEOUT(dialog(), patience);
        write(u"restarted two workers"_s);
        QTRY_COMPARE_WITH_TIMEOUT(listed().value(0), u"restarted two workers"_s, patience);
        QVERIFY(select(1));
        ui.in<QPushButton>("removeRemark")->click();
        QTRY_COMPARE_WITH_TIMEOUT(listed(), QStringList(u"restarted two workers"_s), patience);

        // Each step back, and all of them again.
        auto *undo = ui.window->findChild<QAction *>(u"actionUndo"_s);
        auto *redo = ui.window->findChild<QAction *>(u"actionRedo"_s);
        undo->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(listed(), QStringList({ u"restarted two workers"_s, u"cache emptied"_s }), patience);
        undo->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(listed(), QStringList({ u"restarted a worker"_s, u"cache emptied"_s }), patience);
        undo->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(listed(), QStringList(u"restarted a worker"_s), patience);
        undo->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(listed(), QStringList(), patience);
        QCOMPARE(kept(), QStringList());
        for (const QStringList &after :
            { QStringList { u"restarted a worker"_s }, QStringList { u"restarted a worker"_s, u"cache emptied"_s },
                QStringList { u"restarted two workers"_s, u"cache emptied"_s },
                QStringList { u"restarted two workers"_s } }) {
            redo->trigger();
            QTRY_COMPARE_WITH_TIMEOUT(listed(), after, patience);
        }
        QCOMPARE(kept(), QStringList(u"20000 restarted two workers"_s));
    }

    void theSlowestRoomsAreShown()
    {
        Opened ui({ .slowRooms = { { "!a:x", 40, 1'200, 90ms, 3s }, { "!b:x", 3, 12, 50ms, 200ms } } });
        const QAbstractItemModel *rooms = ui.in<ui::DataTable>("roomTable")->model();
        QCOMPARE(rooms->rowCount(), 2);
        QCOMPARE(rooms->index(0, 0).data().toString(), u"chat"_s);
        QCOMPARE(rooms->index(0, 1).data().toString(), u"40"_s);
        QCOMPARE(rooms->index(0, 2).data().toString(), u"1,200"_s);
        QCOMPARE(rooms->index(0, 3).data().toString(), u"90 ms"_s);
        QCOMPARE(rooms->index(1, 4).data().toString(), u"200 ms"_s);
    }

    void whatCannotBeRunAgainSaysWhy()
    {
        KeptProject ui;
        const QString path = ui.keep({}); // without its project
        ui.show();
        auto *table = ui.find<ui::DataTable>("runsTable");
        QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 1, patience);
        auto *page = ui.window->projectView()->page(ui::ProjectView::PageId::Results);
        ui.window->findChild<QAction *>(u"repeatRun"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(page->messages()->text().contains(u"cannot be run again"), patience);
    }

    void aFileThatIsGoneIsSaid()
    {
        KeptProject ui;
        const QString path = ui.keep({});
        QVERIFY(QFile::remove(path));
        ui::RunView view(path, ui.questions);
        QSignalSpy failed(&view, &ui::RunView::failed);
        QVERIFY(!failed.isEmpty() || failed.wait(patience));
        QVERIFY(failed.first().first().toString().contains(path));
        QVERIFY(!view.isEnabled());
    }
};

QTEST_MAIN(RunViewTest)
#include "test_runview.moc"
