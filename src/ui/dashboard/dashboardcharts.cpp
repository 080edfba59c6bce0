// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboard/dashboardcharts.h"

#include "engine/project/textfile.h"
#include "ui/charts/heatmapchart.h"
#include "ui/charts/linechart.h"
#include "ui/dashboard/chartdescriptions.h"
#include "ui/models/endpointname.h"
#include "ui/support/questions.h"
#include "ui/support/widgets.h"

#include <QGridLayout>
#include <QVBoxLayout>

#include <limits>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int wide = 1'500; // pixels, from which on three charts stand beside each other
constexpr int lowest = 132; // a chart's height, below which scrolling is better

DistributionSeries::Counts distribution(const metrics::Snapshot &second)
{
    DistributionSeries::Counts counts {};
    for (const metrics::EndpointDelta &endpoint : second.endpoints) {
        if (endpoint.key.kind != metrics::Kind::PollSync)
            DistributionSeries::count(endpoint.responseTimes, counts);
    }
    return counts;
}

/// The chart's title as a file's name: an endpoint has slashes in it.
QString fileName(const TimeChart *chart, const QString &suffix)
{
    QString name = chart->title();
    return name.replace(u'/', u'_') + suffix;
}

} // namespace

DashboardCharts::DashboardCharts(Questions &questions, QWidget *parent)
    : QScrollArea(parent)
    , m_questions(questions)
{
    auto *content = new QWidget(this);
    m_grid = new QGridLayout(content);
    m_grid->setContentsMargins({});
    m_grid->setSpacing(spacing);
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setObjectName(u"dashboardCharts"_s);
    setFocusPolicy(Qt::NoFocus); // the charts in it take the focus, and it follows them
    // The cards lie on the page's ground.
    content->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);

    for (const ChartDescription &description : chartDescriptions())
        addChart(description);
    m_responseTimes = qobject_cast<LineChart *>(chart(u"responseTimeChart"_s));
    connect(m_responseTimes, &LineChart::backRequested, this, &DashboardCharts::allEndpointsRequested);
    m_distribution = new HeatMapChart(tr("How response times are spread"));
    enter({ u"distributionChart"_s, m_distribution->title(), m_distribution, nullptr, true, {}, 0 },
        tr("Each column is a moment, each row a range of response times; the stronger the colour, the more of that "
           "moment's answers took so long. Two kinds of answers, or a slow tail that no percentile shows, can be seen "
           "here. Long polls and refusals with 429 are not in it."));
}

LineChart *DashboardCharts::addChart(const ChartDescription &description)
{
    auto *chart = new LineChart(description.title, description.series, description.valueText);
    enter({ description.name, description.title, chart, nullptr, description.isShownAtFirst, description.values,
              int(description.series.size()) },
        description.explanation);
    return chart;
}

void DashboardCharts::enter(Entry entry, const QString &explanation)
{
    TimeChart *chart = entry.chart;
    chart->setObjectName(entry.name);
    chart->setWhatsThis(explanation);
    auto *card = new Card(widget());
    card->setMinimumHeight(lowest);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->addWidget(chart);
    entry.card = card;
    m_entries.append(std::move(entry));
    m_clock.add(chart);
    connect(chart, &TimeChart::rangeChosen, this, [this](qint64 from, qint64 to) {
        if (to > 0)
            zoomTo(from, to);
        else
            setFollowing(true);
        Q_EMIT rangeChosen(from, to);
    });
    chart->setRemarkable(m_isRemarkable);
    chart->setRemarks(m_remarks);
    connect(chart, &TimeChart::remarkRequested, this, &DashboardCharts::remarkRequested);
    connect(chart, &TimeChart::readoutMoved, this, [this](qint64 time) {
        m_readout = time;
        for (const Entry &each : std::as_const(m_entries))
            each.chart->showReadout(time);
    });
    connect(chart, &TimeChart::savePictureRequested, this, [this, chart] { savePicture(chart); });
    connect(chart, &TimeChart::saveDataRequested, this, [this, chart] { saveData(chart); });
    arrange();
    Q_EMIT shownChanged();
}

// ---------------------------------------------------------------- which are shown, and where

void DashboardCharts::arrange()
{
    QList<QWidget *> cards;
    for (const Entry &entry : std::as_const(m_entries)) {
        m_grid->removeWidget(entry.card);
        entry.card->setVisible(entry.isShown);
        if (entry.isShown)
            cards.append(entry.card);
    }
    m_columns = cards.size() > 4 && width() >= wide ? 3 : 2;
    const int columns = int(std::min<qsizetype>(m_columns, std::max<qsizetype>(cards.size(), 1)));
    for (int column = 0; column < 3; ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
    for (int i = 0; i < int(cards.size()); ++i) {
        // The last one alone in its row takes all of it.
        const bool alone = i == int(cards.size()) - 1 && i % columns == 0;
        m_grid->addWidget(cards[i], i / columns, i % columns, 1, alone ? columns : 1);
    }
    for (int row = 0; row < int(m_entries.size()); ++row)
        m_grid->setRowStretch(row, row * columns < int(cards.size()) ? 1 : 0);
}

void DashboardCharts::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    const int columns = shown().size() > 4 && width() >= wide ? 3 : 2;
    if (columns != m_columns)
        arrange();
}

QList<DashboardCharts::Choice> DashboardCharts::choices() const
{
    QList<Choice> result;
    for (const Entry &entry : m_entries)
        result.append({ entry.name, entry.title, entry.isShown });
    return result;
}

QStringList DashboardCharts::shown() const
{
    QStringList names;
    for (const Entry &entry : m_entries) {
        if (entry.isShown)
            names.append(entry.name);
    }
    return names;
}

void DashboardCharts::setShown(const QString &name, bool shown)
{
    for (Entry &entry : m_entries) {
        if (entry.name == name)
            entry.isShown = shown;
    }
    arrange();
    Q_EMIT shownChanged();
}

void DashboardCharts::setShown(const QStringList &names)
{
    for (Entry &entry : m_entries)
        entry.isShown = names.contains(entry.name);
    arrange();
    Q_EMIT shownChanged();
}

TimeChart *DashboardCharts::chart(const QString &name) const
{
    for (const Entry &entry : m_entries) {
        if (entry.name == name)
            return entry.chart;
    }
    return nullptr;
}

// ---------------------------------------------------------------- what they show

void DashboardCharts::clear()
{
    for (const Entry &entry : std::as_const(m_entries))
        entry.chart->clear();
    m_endpointTimes.clear(); // after the chart that may show them
    m_remarks.clear();
}

void DashboardCharts::beginPhase(qint64 unixMilliseconds, const QString &name)
{
    for (const Entry &entry : std::as_const(m_entries))
        entry.chart->addMarker(unixMilliseconds, name);
}

void DashboardCharts::setRemarks(const QList<std::pair<qint64, QString>> &remarks)
{
    m_remarks = remarks;
    for (const Entry &entry : std::as_const(m_entries))
        entry.chart->setRemarks(remarks);
}

void DashboardCharts::setRemarkable(bool remarkable)
{
    m_isRemarkable = remarkable;
    for (const Entry &entry : std::as_const(m_entries))
        entry.chart->setRemarkable(remarkable);
}

void DashboardCharts::setThresholds(const QList<thresholds::Threshold> &thresholds)
{
    QList<ChartLimit> limits;
    for (const thresholds::Threshold &threshold : thresholds) {
        const thresholds::Rule &rule = threshold.rule;
        if (rule.unit() == thresholds::Unit::Time && !rule.felt)
            limits.append({ rule.limit / 1e6, rule.text });
    }
    m_responseTimes->setLimits(limits);
}

void DashboardCharts::add(const metrics::Snapshot &second, const metrics::HistoryPoint &point)
{
    m_endpointTimes.add(second);
    m_distribution->append(second.unixMilliseconds, distribution(second));
    std::vector<double> values;
    for (const Entry &entry : std::as_const(m_entries)) {
        if (!entry.values)
            continue;
        values.assign(std::size_t(entry.series), std::numeric_limits<double>::quiet_NaN());
        entry.values(point, values);
        static_cast<LineChart *>(entry.chart)->append(point.unixMilliseconds, values);
    }
}

void DashboardCharts::setDistribution(DistributionSeries distribution)
{
    m_distribution->setData(std::move(distribution));
}

void DashboardCharts::showEndpoints(const QList<metrics::EndpointKey> &endpoints)
{
    QList<std::pair<QString, const TimeSeries *>> found;
    for (const metrics::EndpointKey &key : endpoints) {
        if (const TimeSeries *series = m_endpointTimes.find(key))
            found.append({ endpointName(key), series });
    }
    const QString back = tr("All endpoints");
    QList<LineChart::Line> lines;
    if (found.isEmpty()) {
        m_responseTimes->showOwn();
    } else if (found.size() == 1) {
        const QList<ChartSeries> styles = chartDescriptions().first().series;
        for (int i = 0; i < EndpointSeries::Count; ++i)
            lines.append({ styles[i], found.first().second, i });
        m_responseTimes->showInstead(found.first().first, lines, back);
    } else {
        QStringList names;
        for (const auto &[name, series] : std::as_const(found))
            names.append(name);
        const QList<ChartSeries> styles = seriesNamed(names);
        for (qsizetype i = 0; i < found.size(); ++i)
            lines.append({ styles[i], found[i].second, EndpointSeries::P95 });
        m_responseTimes->showInstead(tr("Response time, p95"), lines, back);
    }
}

void DashboardCharts::setSpan(std::chrono::milliseconds span)
{
    for (const Entry &entry : std::as_const(m_entries))
        entry.chart->setSpan(span);
    Q_EMIT followingChanged(true);
}

void DashboardCharts::setFollowing(bool following)
{
    for (const Entry &entry : std::as_const(m_entries))
        entry.chart->setFollowing(following);
    m_clock.drawNow();
    Q_EMIT followingChanged(following);
}

void DashboardCharts::zoomTo(qint64 from, qint64 to)
{
    for (const Entry &entry : std::as_const(m_entries))
        entry.chart->zoomTo(from, to);
    m_clock.drawNow();
    Q_EMIT followingChanged(false);
}

bool DashboardCharts::isFollowing() const
{
    return m_responseTimes->isFollowing();
}

void DashboardCharts::savePicture(TimeChart *chart)
{
    const QString path = m_questions.saveFile(this, fileName(chart, u".png"_s), tr("Pictures (*.png)"));
    if (!path.isEmpty() && !chart->picture().save(path, "PNG"))
        m_questions.tell(this, tr("The picture could not be saved."), path);
}

void DashboardCharts::saveData(TimeChart *chart)
{
    const QString path = m_questions.saveFile(this, fileName(chart, u".csv"_s), tr("Comma-separated values (*.csv)"));
    if (path.isEmpty())
        return;
    if (const auto written = project::writeAtomically(path, project::Access::Ordinary, chart->csv()); !written)
        m_questions.tell(this, tr("The data could not be saved."), written.error().toString());
}

} // namespace throng::ui
