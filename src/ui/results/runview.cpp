// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/runview.h"

#include "ui/dashboard/chartbar.h"
#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/dashboardcharts.h"
#include "ui/dashboard/runtables.h"
#include "ui/dashboard/runwords.h"
#include "ui/models/endpointname.h"
#include "ui/results/distributionview.h"
#include "ui/results/rangebar.h"
#include "ui/results/remarkpanel.h"
#include "ui/results/runexport.h"
#include "ui/results/runfacts.h"
#include "ui/support/datatable.h"
#include "ui/support/foldingrow.h"
#include "ui/support/widgets.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

/// All of a test where it did not outlive its warm-up.
results::TimeRange measuredPart(const results::KeptTest &test, results::TimeRange extent)
{
    if (extent.from + test.warmUp < extent.to)
        extent.from += test.warmUp;
    return extent;
}

QString lineOf(const results::RunHead &head)
{
    const QString began = QLocale().toString(QDateTime::fromMSecsSinceEpoch(head.startedAt), QLocale::ShortFormat);
    QStringList parts;
    if (!head.title.isEmpty())
        parts += head.title;
    parts += { head.suite, began, runVerdictWords(head) };
    return parts.join(u" · "_s);
}

LogModel::Level levelOf(results::KeptMessage::Kind kind)
{
    switch (kind) {
    case results::KeptMessage::Kind::Error:
        return LogModel::Level::Error;
    case results::KeptMessage::Kind::Warning:
        return LogModel::Level::Warning;
    case results::KeptMessage::Kind::Information:
    case results::KeptMessage::Kind::Annotation:
        break;
    }
    return LogModel::Level::Info;
}

/// A second as the live charts would have been given it, but for its endpoints: those are read when they are asked for.
metrics::Snapshot secondOf(const metrics::HistoryPoint &point)
{
    metrics::Snapshot second;
    second.unixMilliseconds = point.unixMilliseconds;
    second.seconds = point.seconds;
    second.usersRunning = point.usersRunning;
    second.usersTarget = point.usersTarget;
    second.health = point.health;
    return second;
}

} // namespace

RunView::RunView(const QString &path, Questions &questions, QWidget *parent)
    : QWidget(parent)
    , m_path(path)
    , m_source(new RunSource(path, this))
    , m_range(new RangeBar(this))
    , m_dashboard(new Dashboard(questions, this))
    , m_distribution(new DistributionView(this))
    , m_remarks(new RemarkPanel(this))
{
    setObjectName(u"runView"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(spacing + 2);
    addBar(layout);
    layout->addWidget(m_dashboard, 1);
    m_dashboard->showKept();
    connectDashboard();
    connectRemarks();
    setEnabled(false); // until it is read

    connect(m_range, &RangeBar::rangeChosen, this, &RunView::setPart);
    connect(m_source, &RunSource::opened, this, &RunView::show);
    connect(m_source, &RunSource::partRead, this, &RunView::showPart);
    connect(m_source, &RunSource::distributionRead, this, [this](const DistributionSeries &distribution) {
        m_dashboard->charts()->setDistribution(distribution);
        Q_EMIT distributionShown();
    });
    connect(m_source, &RunSource::endpointsRead, this, &RunView::drawEndpoints);
    connect(m_source, &RunSource::failed, this, &RunView::failed);
    m_source->open();
}

void RunView::addBar(QVBoxLayout *layout)
{
    auto *bar = new FoldingRow(FoldingRow::Room::Least, this);
    const auto addPart = [bar](int stretch) {
        auto *part = new QWidget(bar);
        auto *partLayout = new QHBoxLayout(part);
        partLayout->setContentsMargins({});
        partLayout->setSpacing(spacing);
        bar->addPart(part, stretch);
        return partLayout;
    };
    auto *back = new QPushButton(tr("← &All runs"), this);
    back->setObjectName(u"backToRuns"_s);
    back->setShortcut(QKeySequence::Back);
    back->setToolTip(tr("Back to the list of runs"));
    auto *again = new QPushButton(tr("R&un again"), this);
    again->setObjectName(u"runAgain"_s);
    again->setToolTip(tr("The same suite with the same seed, against the same server"));
    QHBoxLayout *which = addPart(0);
    which->addWidget(back);
    which->addWidget(m_range);
    which->addStretch();
    QHBoxLayout *what = addPart(1);
    what->addWidget(m_dashboard->chartBar(), 1); // there is little in it that a row of its own would be for
    what->addWidget(again);
    auto *handOn = new QPushButton(tr("E&xport"), this);
    handOn->setObjectName(u"exportRun"_s);
    handOn->setMenu(new QMenu(handOn));
    handOn->setProperty("menu", true);
    handOn->setWhatsThis(tr("The run as a file for others: always of the whole run."));
    fillExportMenu(handOn->menu(), [this](const ExportForm &form) { Q_EMIT exportRequested(form); });
    what->addWidget(handOn);
    layout->addWidget(bar);
    connect(back, &QPushButton::clicked, this, &RunView::closeRequested);
    connect(again, &QPushButton::clicked, this, &RunView::runAgainRequested);
}

void RunView::connectDashboard()
{
    DashboardCharts *charts = m_dashboard->charts();
    RunTables *tables = m_dashboard->tables();
    connect(charts, &DashboardCharts::rangeChosen, this, [this](qint64 from, qint64 to) {
        setPart(to > 0 ? Range(wholeSeconds({ std::max(from, m_extent.from), std::min(to, m_extent.to) })) : Range());
    });
    connect(tables, &RunTables::endpointsChosen, this, &RunView::showEndpoints);
    connect(tables, &RunTables::shownTestChanged, this, &RunView::showDistribution);
    // Behind the dashboard's own answer, which takes the choice away.
    connect(charts, &DashboardCharts::allEndpointsRequested, this, &RunView::showDistribution, Qt::QueuedConnection);
}

void RunView::connectRemarks()
{
    connect(m_source, &RunSource::messagesRead, this, &RunView::showRemarks);
    connect(m_dashboard, &Dashboard::remarkAdded, this, &RunView::remarkAdded);
    connect(m_remarks, &RemarkPanel::addRequested, this, &RunView::askForRemark);
    connect(m_remarks, &RemarkPanel::edited, this, &RunView::remarkEdited);
    connect(m_remarks, &RemarkPanel::removeRequested, this, &RunView::remarkRemoved);
}

void RunView::askForRemark()
{
    m_dashboard->askForRemark(m_part.value_or(m_extent).from);
}

void RunView::readRemarks()
{
    m_source->readMessages();
}

void RunView::showRemarks(const std::vector<results::KeptMessage> &messages)
{
    std::vector<results::KeptMessage> remarks;
    QList<std::pair<qint64, QString>> marks;
    for (const results::KeptMessage &message : messages) {
        if (message.kind != results::KeptMessage::Kind::Annotation)
            continue;
        remarks.push_back(message);
        marks.append({ message.at, message.text });
    }
    m_remarks->setRemarks(remarks);
    m_dashboard->charts()->setRemarks(marks);
}

// ---------------------------------------------------------------- opening

void RunView::show(const RunOverview &overview)
{
    m_extent = overview.extent();
    std::vector<RangeBar::Phase> phases;
    for (std::size_t i = 0; i < overview.tests.size(); ++i) {
        if (overview.extents[i].to > 0)
            phases.push_back({ overview.tests[i].name, measuredPart(overview.tests[i], overview.extents[i]) });
    }
    m_range->setRun(m_extent, phases);
    showCharts(overview);
    showTables(overview);
    showRemarks(overview.messages);
    // A run that had no second has a moment, too.
    const qint64 from = m_extent.to > 0 ? m_extent.from : overview.head.startedAt;
    m_dashboard->setRemarkSpan(from, std::max(from, m_extent.to));
    setEnabled(true);
    if (isVisible()) // nobody has gone elsewhere meanwhile
        m_dashboard->tables()->focusTable();
    Q_EMIT described(lineOf(overview.head));
    readPart();
}

void RunView::showCharts(const RunOverview &overview)
{
    m_dashboard->clear();
    for (std::size_t i = 0; i < overview.tests.size(); ++i) {
        const results::TimeRange &extent = overview.extents[i];
        const results::KeptTest &test = overview.tests[i];
        m_dashboard->beginTest(
            test.name, extent.to > 0 ? extent.from : test.startedAt, std::chrono::milliseconds(test.warmUp));
        for (const metrics::HistoryPoint &point : overview.histories[i])
            m_dashboard->add(secondOf(point), point);
    }
    for (const metrics::ServerScrape &scrape : overview.scrapes)
        m_dashboard->add(scrape);
    for (const results::KeptMessage &message : overview.messages) {
        if (message.kind != results::KeptMessage::Kind::Annotation) // they have a table of their own
            m_dashboard->tables()->log(levelOf(message.kind), message.text, QDateTime::fromMSecsSinceEpoch(message.at));
    }
    // What the run was for: its first chat.
    const auto chat = std::find_if(
        overview.tests.begin(), overview.tests.end(), [](const results::KeptTest &test) { return !test.isSetup; });
    m_dashboard->tables()->showTest(chat == overview.tests.end() ? 0 : int(chat - overview.tests.begin()));
    m_dashboard->charts()->setSpan(std::chrono::seconds(0));
}

void RunView::showTables(const RunOverview &overview)
{
    RunTables *tables = m_dashboard->tables();
    tables->addTab(m_distribution, tr("Distribution"));
    tables->addTab(m_remarks, tr("Remarks"));
    const auto addTable = [this, tables](QAbstractItemModel *model, const QString &name, const QString &title,
                              const QString &explanation, int stretched) {
        auto *table = new DataTable(tables);
        table->setObjectName(name);
        table->setAccessibleName(title);
        table->setWhatsThis(explanation);
        table->showModel(model, stretched);
        for (int column = 0; column < model->columnCount(); ++column) {
            if (column != stretched)
                table->setColumnWidth(column, 190);
        }
        tables->addTab(table, title);
    };
    if (!overview.rules.empty())
        addTable(makeRules(overview, this), u"ruleTable"_s, tr("Thresholds"),
            tr("What had to hold for the run to be passed, and what was measured. Always of whole tests."), 0);
    if (!overview.rooms.empty())
        addTable(makeRooms(overview, this), u"roomTable"_s, tr("Slowest rooms"),
            tr("The rooms whose messages took longest to reach their members, by their mean. Always of whole tests. "
               "Which "
               "rooms they were is not kept; the command throngctl run names them while it runs."),
            0);
    addTable(makeConditions(overview, this), u"conditionTable"_s, tr("Conditions"),
        tr("What the run was made with: whoever compares two runs looks here for what else was different."), 1);
}

// ---------------------------------------------------------------- the part that is looked at

void RunView::setPart(const Range &range)
{
    m_part = range;
    m_range->setRange(range);
    DashboardCharts *charts = m_dashboard->charts();
    if (range)
        charts->zoomTo(range->from, range->to);
    else
        charts->setFollowing(true);
    readPart();
}

/// Figures first; then what takes longer, the most looked at before the rest.
void RunView::readPart()
{
    m_source->readPart(m_part);
    // Spans are shorter in a short part: those of the chosen endpoints are read again.
    if (const QList<metrics::EndpointKey> chosen = m_dashboard->tables()->chosenEndpoints(); !chosen.isEmpty())
        m_source->readEndpoints(chosen, m_part);
    m_source->readDistribution(m_part);
}

void RunView::showPart(const RunSource::Part &tests)
{
    const auto longest = std::max_element(tests->begin(), tests->end(),
        [](const metrics::Totals &a, const metrics::Totals &b) { return a.seconds() < b.seconds(); });
    const int fullest = longest != tests->end() && !longest->history().empty() ? int(longest - tests->begin()) : -1;
    RunTables *tables = m_dashboard->tables();
    m_dashboard->showPart(std::move(*tests));
    // The tables turn to a test that has something in this part.
    if (const metrics::Totals *shown = tables->shownTotals(); shown && shown->history().empty() && fullest >= 0)
        tables->showTest(fullest);
    showDistribution();
    Q_EMIT partShown();
}

void RunView::showDistribution()
{
    const metrics::Totals *totals = m_dashboard->tables()->shownTotals();
    QList<DistributionView::Line> lines;
    if (totals) {
        const QList<metrics::EndpointKey> &chosen = m_dashboard->tables()->chosenEndpoints();
        for (const metrics::EndpointKey &key : chosen) {
            if (const metrics::EndpointDelta *endpoint = totals->find(key))
                lines.append({ endpointName(key), endpoint->responseTimes });
        }
        if (chosen.isEmpty())
            lines.append({ tr("all responses"), totals->responseTimes() });
    }
    m_distribution->setLines(lines);
}

void RunView::showEndpoints(const QList<metrics::EndpointKey> &endpoints)
{
    showDistribution();
    if (!endpoints.isEmpty())
        m_source->readEndpoints(endpoints, m_part);
}

void RunView::drawEndpoints(const std::vector<EndpointTimes> &endpoints)
{
    DashboardCharts *charts = m_dashboard->charts();
    charts->showEndpoints({}); // it looks at what goes now
    charts->endpointTimes().clear();
    for (const EndpointTimes &endpoint : endpoints) {
        for (const results::RunReader::HeatColumn &column : endpoint.columns)
            charts->endpointTimes().add(endpoint.key, column.range.to, column.times);
    }
    charts->showEndpoints(m_dashboard->tables()->chosenEndpoints());
}

} // namespace throng::ui
