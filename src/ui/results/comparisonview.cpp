// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/comparisonview.h"

#include "ui/charts/chartlegend.h"
#include "ui/charts/overlaychart.h"
#include "ui/dashboard/chartdescriptions.h"
#include "ui/results/comparisonmodel.h"
#include "ui/results/servercomparison.h"
#include "ui/support/datatable.h"
#include "ui/support/format.h"
#include "ui/support/pilldelegate.h"
#include "ui/support/widgets.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

double milliseconds(metrics::Nanoseconds time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

/// A, B, C, ...
QString letterOf(std::size_t side)
{
    return side < 26 ? QString(QChar(u'A' + int(side))) : QString::number(side + 1);
}

QList<QPointF> deliveryTimesOf(const results::ComparedRun &run)
{
    QList<QPointF> points;
    for (const metrics::HistoryPoint &second : run.totals.history()) {
        if (second.deliverySamples > 0)
            points.append({ double(second.unixMilliseconds - run.extent.from), milliseconds(second.deliveryP95) });
    }
    return points;
}

/// Without long polls, as means of so many seconds that lines which lie over each other can be told apart.
QList<QPointF> requestsOf(const results::ComparedRun &run)
{
    constexpr std::size_t spans = 100;
    const metrics::History &history = run.totals.history();
    const std::size_t length = std::max<std::size_t>(history.size() / spans, 1);
    QList<QPointF> points;
    for (std::size_t first = 0; first < history.size(); first += length) {
        const std::size_t end = std::min(first + length, history.size());
        quint64 requests = 0;
        double seconds = 0;
        for (std::size_t i = first; i < end; ++i) {
            requests += history[i].requests - std::min(history[i].requests, history[i].polls);
            seconds += history[i].seconds;
        }
        if (seconds > 0)
            points.append({ double(history[end - 1].unixMilliseconds - run.extent.from), double(requests) / seconds });
    }
    return points;
}

} // namespace

ComparisonView::ComparisonView(const std::vector<QStringList> &sides, QWidget *parent)
    : QWidget(parent)
    , m_sides(sides)
    , m_phase(new QComboBox(this))
    , m_afterLabel(new QLabel(tr("&with A"), this))
    , m_after(new QComboBox(this))
    , m_legend(new ChartLegend(this))
    , m_summary(new QLabel(this))
    , m_responseTimes(new OverlayChart(tr("Response time, p95"), &formatDuration, this))
    , m_deliveries(new OverlayChart(tr("Delivery to the other members, p95"), &formatDuration, this))
    , m_requests(new OverlayChart(tr("Requests/s"), &formatRate, this))
    , m_model(new ComparisonModel(this))
    , m_tabs(new QTabWidget(this))
    , m_table(new DataTable(this))
    , m_server(new QStandardItemModel(this))
    , m_serverTable(new DataTable(this))
{
    setObjectName(u"comparisonView"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(spacing + 2);
    addBar(layout);
    addCharts(layout);
    addTables(layout);
    setEnabled(false); // until it is read
    connect(m_phase, &QComboBox::activated, this, [this] { read(m_phase->currentText()); });
    connect(m_after, &QComboBox::activated, this, &ComparisonView::showChanges);
    read({});
}

void ComparisonView::addBar(QVBoxLayout *layout)
{
    auto *bar = new QHBoxLayout;
    bar->setSpacing(spacing);
    auto *back = new QPushButton(tr("← &All runs"), this);
    back->setObjectName(u"backToRuns"_s);
    back->setShortcut(QKeySequence::Back);
    back->setToolTip(tr("Back to the list of runs"));
    connect(back, &QPushButton::clicked, this, &ComparisonView::closeRequested);
    bar->addWidget(back);
    auto *phaseLabel = new QLabel(tr("Te&st"), this);
    phaseLabel->setBuddy(m_phase);
    phaseLabel->setProperty("role", u"muted"_s);
    m_phase->setObjectName(u"comparedPhase"_s);
    m_phase->setAccessibleName(tr("Test that is compared"));
    m_phase->setWhatsThis(tr("Which test of the runs is compared: one that all of them have. The charts begin where it "
                             "began in each run."));
    m_phase->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    bar->addWidget(phaseLabel);
    bar->addWidget(m_phase);
    m_after->setObjectName(u"comparedSide"_s);
    m_after->setAccessibleName(tr("What is compared with A"));
    m_after->setWhatsThis(tr("The table and the words are about this one against A. The charts show all."));
    m_after->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_afterLabel->setBuddy(m_after);
    m_afterLabel->setProperty("role", u"muted"_s);
    bar->addWidget(m_after);
    bar->addWidget(m_afterLabel);
    bar->addWidget(m_legend, 1);
    auto *handOn = new QPushButton(tr("E&xport…"), this);
    handOn->setObjectName(u"exportComparison"_s);
    handOn->setToolTip(tr("The comparison as one HTML file with charts"));
    connect(handOn, &QPushButton::clicked, this, [this] { Q_EMIT exportRequested(m_compared); });
    bar->addWidget(handOn);
    layout->addLayout(bar);

    auto *card = new Card(this);
    auto *cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(12, 8, 12, 8);
    m_summary->setObjectName(u"comparisonSummary"_s);
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse);
    cardLayout->addWidget(m_summary);
    layout->addWidget(card);
}

void ComparisonView::addCharts(QVBoxLayout *layout)
{
    auto *charts = new QHBoxLayout;
    charts->setSpacing(spacing);
    for (OverlayChart *chart : { m_responseTimes, m_deliveries, m_requests }) {
        auto *card = new Card(this);
        auto *cardLayout = new QVBoxLayout(card);
        cardLayout->setContentsMargins(1, 1, 1, 1);
        cardLayout->addWidget(chart);
        charts->addWidget(card, 1);
    }
    m_responseTimes->setObjectName(u"comparedResponseTimes"_s);
    m_deliveries->setObjectName(u"comparedDeliveries"_s);
    m_requests->setObjectName(u"comparedRequests"_s);
    layout->addLayout(charts, 2);
}

void ComparisonView::addTables(QVBoxLayout *layout)
{
    auto *card = new Card(this);
    auto *cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(8, 4, 8, 8);
    m_tabs->setObjectName(u"comparisonTables"_s);
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->addTab(m_table, tr("Requests and what people felt"));
    m_tabs->addTab(m_serverTable, tr("Server"));
    cardLayout->addWidget(m_tabs);
    layout->addWidget(card, 3);
    setUpTables();
}

void ComparisonView::setUpTables()
{
    m_table->setObjectName(u"comparisonTable"_s);
    m_table->setAccessibleName(tr("Differences"));
    m_table->setWhatsThis(
        tr("What was measured on both sides, and how it differs. “Faster” and “slower” are said only where each side "
           "has three runs or more and they differ by more than they do among themselves."));
    m_table->showModel(m_model, ComparisonModel::Name);
    m_table->setItemDelegateForColumn(ComparisonModel::Verdict, new PillDelegate(ComparisonModel::MoodRole, m_table));
    for (int column = ComparisonModel::P50Before; column < ComparisonModel::P95After + 1; ++column)
        m_table->makeRoomFor(column, u"888 ms"_s);
    for (const int column : { ComparisonModel::P50Change, ComparisonModel::P95Change })
        m_table->makeRoomFor(column, u"−88.8 ms, −88.8 %"_s);
    for (const int column : { ComparisonModel::Failed, ComparisonModel::Rate })
        m_table->makeRoomFor(column, u"8.8 % → 8.8 %"_s);
    m_table->makeRoomFor(ComparisonModel::Verdict, u"not enough runs M"_s);
    m_table->stretchNoLess(ComparisonModel::Name, m_table->fontMetrics().averageCharWidth() * 34);
    m_serverTable->setObjectName(u"serverComparisonTable"_s);
    m_serverTable->setAccessibleName(tr("Differences of the server"));
    m_serverTable->setWhatsThis(
        tr("What the server said of itself, or was seen to need on this machine, as means of the test; all that it "
           "consists of together. 100 % of processor time is one core. Nothing is claimed of these differences."));
}

void ComparisonView::read(const QString &phase)
{
    m_background.run(
        this, [sides = m_sides, phase] { return ComparedRuns::read(sides, phase); },
        [this](const Result<std::shared_ptr<ComparedRuns>> &compared) {
            if (compared)
                show(*compared);
            else
                Q_EMIT failed(compared.error().toString());
        });
}

void ComparisonView::show(const std::shared_ptr<ComparedRuns> &compared)
{
    m_compared = compared;
    showPhases();
    showCharts();
    showChanges();
    setEnabled(true);
    if (isVisible()) // nobody has gone elsewhere meanwhile
        m_table->setFocus();
    int runs = 0;
    for (const results::ComparedSide &side : compared->comparison.sides())
        runs += int(side.runs.size());
    Q_EMIT described(tr("%n run(s) compared", nullptr, runs));
    Q_EMIT shown();
}

void ComparisonView::showPhases()
{
    const std::vector<results::ComparedSide> &sides = m_compared->comparison.sides();
    const QString phase = sides.front().runs.front().test.name;
    const QSignalBlocker quietPhase(m_phase);
    m_phase->clear();
    m_phase->addItems(m_compared->phases);
    // Runs may call their chats differently.
    if (m_phase->findText(phase) < 0)
        m_phase->insertItem(0, phase);
    m_phase->setCurrentIndex(m_phase->findText(phase));
    const QSignalBlocker quietAfter(m_after);
    const int chosen = std::max(m_after->currentIndex(), 0);
    m_after->clear();
    for (std::size_t side = 1; side < sides.size(); ++side)
        m_after->addItem(letterOf(side));
    m_after->setCurrentIndex(chosen);
    m_after->setVisible(sides.size() > 2);
    m_afterLabel->setVisible(sides.size() > 2);
}

void ComparisonView::showCharts()
{
    const std::vector<results::ComparedSide> &sides = m_compared->comparison.sides();
    QStringList names;
    for (std::size_t side = 0; side < sides.size(); ++side)
        names += letterOf(side) + u"  "_s + nameOf(sides[side]);
    const QList<ChartSeries> styles = seriesNamed(names);
    m_legend->setSeries(styles);
    const auto fill = [&](OverlayChart *chart, const auto &points) {
        QList<OverlayChart::Line> lines;
        bool any = false;
        for (std::size_t side = 0; side < sides.size(); ++side) {
            for (std::size_t run = 0; run < sides[side].runs.size(); ++run) {
                ChartSeries style = styles[qsizetype(side)];
                style.name = letterOf(side);
                if (sides[side].runs.size() > 1)
                    style.name += QString::number(run + 1);
                lines.append({ style, points(side, run) });
                any = any || !lines.last().points.isEmpty();
            }
        }
        chart->setLines(lines);
        chart->parentWidget()->setVisible(any); // an empty chart says nothing
    };
    fill(m_responseTimes, [this](std::size_t side, std::size_t run) { return m_compared->responseTimes[side][run]; });
    fill(m_deliveries, [&sides](std::size_t side, std::size_t run) { return deliveryTimesOf(sides[side].runs[run]); });
    fill(m_requests, [&sides](std::size_t side, std::size_t run) { return requestsOf(sides[side].runs[run]); });
}

void ComparisonView::showChanges()
{
    const auto side = std::size_t(std::max(m_after->currentIndex(), 0));
    const results::SideComparison &changes = m_compared->changes[side];
    m_summary->setText(changes.summary());
    m_model->setRows(changes.rows, letterOf(0), letterOf(side + 1));
    showServerComparison(m_server, changes.server, letterOf(0), letterOf(side + 1));
    m_serverTable->showModel(m_server, 0);
    for (const int column : { 1, 2 })
        m_serverTable->makeRoomFor(column, u"888.8 MB"_s);
    m_serverTable->makeRoomFor(3, u"−888.8 MB, −88.8 %"_s);
    m_tabs->setTabVisible(m_tabs->indexOf(m_serverTable), !changes.server.empty());
}

} // namespace throng::ui
