// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboard/dashboard.h"

#include "ui/dashboard/chartbar.h"
#include "ui/dashboard/dashboardcharts.h"
#include "ui/dashboard/figuretiles.h"
#include "ui/dashboard/remarkdialog.h"
#include "ui/dashboard/runtables.h"
#include "ui/dashboard/servercharts.h"
#include "ui/support/widgets.h"

#include <QDateTime>
#include <QPushButton>
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
    , m_remark(new QPushButton(tr("Add remar&k…"), this))
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
    m_remark->setObjectName(u"addRemark"_s);
    m_remark->setProperty("compact", true);
    m_remark->setToolTip(tr("Write down what happened at a moment of the run; in a chart, right-click the moment"));
    m_chartBar->addChoice(m_remark);
    setRemarkSpan(0, 0);
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

    connect(m_remark, &QPushButton::clicked, this, &Dashboard::remarkRequested);
    connect(m_charts, &DashboardCharts::remarkRequested, this, &Dashboard::openRemark);
    connect(m_tables, &RunTables::endpointsChosen, m_charts, &DashboardCharts::showEndpoints);
    connect(m_charts, &DashboardCharts::allEndpointsRequested, this, [this] {
        m_tables->chooseEndpoints({});
        m_charts->showEndpoints({});
    });
}

void Dashboard::showKept()
{
    m_chartBar->showKept();
    m_remark->hide(); // the table of remarks has one
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

void Dashboard::setRemarkSpan(qint64 from, qint64 to)
{
    m_remarksFrom = from;
    m_remarksTo = to;
    m_remark->setEnabled(from > 0);
    m_charts->setRemarkable(from > 0);
}

void Dashboard::askForRemark(qint64 otherwise)
{
    openRemark(m_charts->readout() > 0 ? m_charts->readout() : otherwise);
}

void Dashboard::openRemark(qint64 moment)
{
    if (m_remarksFrom == 0)
        return;
    const qint64 latest = m_remarksTo > 0 ? m_remarksTo : QDateTime::currentMSecsSinceEpoch();
    auto *dialog = new RemarkDialog(moment, m_remarksFrom, latest, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { Q_EMIT remarkAdded(dialog->moment(), dialog->text()); });
    dialog->open();
}

void Dashboard::clear()
{
    m_figures.clear();
    m_tiles->clear();
    m_charts->clear();
    m_server->clear();
    m_tables->clear();
}

void Dashboard::beginTest(const QString &name, qint64 unixMilliseconds, std::chrono::milliseconds warmUp)
{
    if (warmUp.count() > 0)
        m_charts->beginPhase(unixMilliseconds, tr("%1: warm-up").arg(name));
    m_charts->beginPhase(unixMilliseconds + warmUp.count(), name);
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
