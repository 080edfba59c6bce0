// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboard/dashboard.h"

#include "ui/dashboard/chartbar.h"
#include "ui/dashboard/dashboardcharts.h"
#include "ui/dashboard/figuretiles.h"
#include "ui/dashboard/runtables.h"
#include "ui/dashboard/servercharts.h"
#include "ui/support/widgets.h"

#include <QSplitter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

Dashboard::Dashboard(Questions &questions, QWidget *parent)
    : QWidget(parent)
    , m_tiles(new FigureTiles(this))
    , m_charts(new DashboardCharts(questions, this))
    , m_chartBar(new ChartBar(*m_charts, this))
    , m_server(new ServerCharts(*m_charts, m_chartBar))
    , m_tables(new RunTables(this))
{
    setObjectName(u"dashboard"_s);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    auto *upper = new QWidget(splitter);
    auto *upperLayout = new QVBoxLayout(upper);
    upperLayout->setContentsMargins({});
    upperLayout->setSpacing(spacing);
    upperLayout->addWidget(m_chartBar);
    upperLayout->addWidget(m_charts, 1);
    m_chartBar->addChoice(m_server);
    splitter->addWidget(upper);
    splitter->addWidget(m_tables);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(spacing);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(spacing);
    layout->addWidget(m_tiles);
    layout->addWidget(splitter, 1);

    connect(m_tables, &RunTables::endpointsChosen, m_charts, &DashboardCharts::showEndpoints);
    connect(m_charts, &DashboardCharts::allEndpointsRequested, this, [this] {
        m_tables->chooseEndpoints({});
        m_charts->showEndpoints({});
    });
}

void Dashboard::showKept()
{
    m_chartBar->showKept();
    connect(m_tables, &RunTables::shownTestChanged, this, &Dashboard::showTilesOfPart);
}

void Dashboard::showPart(std::vector<metrics::Totals> tests)
{
    m_tables->showPart(std::move(tests));
    showTilesOfPart();
}

void Dashboard::showTilesOfPart()
{
    if (const metrics::Totals *totals = m_tables->shownTotals())
        m_tiles->show(LiveFigures::of(*totals), *totals);
    else
        m_tiles->clear();
}

void Dashboard::clear()
{
    m_figures.clear();
    m_tiles->clear();
    m_charts->clear();
    m_server->clear();
    m_tables->clear();
}

void Dashboard::beginTest(const QString &name, qint64 unixMilliseconds)
{
    m_charts->beginTest(unixMilliseconds, name);
    m_tables->beginTest(name);
}

void Dashboard::add(const metrics::Snapshot &second, const metrics::HistoryPoint &point)
{
    m_figures.add(second);
    m_charts->add(second, point);
}

void Dashboard::add(const metrics::ServerScrape &scrape)
{
    m_server->add(scrape);
}

void Dashboard::showTotals(const metrics::Totals &totals)
{
    m_tiles->show(m_figures.now(), totals);
    m_tables->showTotals(totals);
}

void Dashboard::finishTest(const metrics::Totals &totals)
{
    m_tables->finishTest(totals);
}

} // namespace throng::ui
