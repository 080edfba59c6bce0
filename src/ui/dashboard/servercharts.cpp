// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboard/servercharts.h"

#include "engine/metrics/serverfigures.h"
#include "ui/charts/linechart.h"
#include "ui/dashboard/chartdescriptions.h"
#include "ui/dashboard/dashboardcharts.h"
#include "ui/models/serverfigure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

using Unit = metrics::ServerUnit;

constexpr std::size_t pointsKept = 1'500; // two hours of each figure, a few MB in all

} // namespace

ServerCharts::ServerCharts(DashboardCharts &charts, QWidget *parent)
    : QComboBox(parent)
    , m_charts(charts)
    , m_figures({ memoryOfAll() })
    , m_cpu(charts.addChart({ u"serverCpuChart"_s, tr("Server: CPU"),
          tr("Processor time of the server: what its processes on this machine need, or what it and its workers say in "
             "their metrics. 100 % is one core."),
          { { tr("of one core"), ChartColor::Blue, Qt::SolidLine, true } },
          [](double cores) { return serverFigureText(Unit::SecondsPerSecond, cores); }, {}, false }))
    , m_other(charts.addChart({ u"serverFigureChart"_s, tr("Server: a figure to choose"),
          tr("One more of the figures that were seen of the server or that it said of itself. Which one is chosen "
             "above "
             "the charts."),
          { { tr("value"), ChartColor::Green, Qt::SolidLine, true } }, [this](double value) { return text(value); }, {},
          false }))
{
    setObjectName(u"serverFigure"_s);
    setAccessibleName(tr("What the second chart of the server shows"));
    setToolTip(tr("What the second chart of the server shows"));
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(20);
    setMinimumWidth(96); // names may be long, and the bar it stands in is full
    connect(this, &QComboBox::currentIndexChanged, this, [this] {
        if (!currentData().isValid())
            return;
        m_chosen = std::size_t(currentData().toInt());
        showChosen();
    });
    clear();
}

void ServerCharts::clear()
{
    QComboBox::clear();
    m_load.clear();
    m_figures.assign(1, memoryOfAll());
    m_suggested = 0;
    m_chosen = 0;
    offer(0, true);
    m_cpu->clear();
    hide();
}

void ServerCharts::add(const metrics::ServerScrape &scrape)
{
    m_load.add(scrape);
    if (!std::exchange(m_wereShown, true)) {
        m_charts.setShown(m_cpu->objectName(), true);
        m_charts.setShown(m_other->objectName(), true);
    }
    show();
    if (const double cores = m_load.cores(); !std::isnan(cores))
        m_cpu->append(scrape.unixMilliseconds, std::array { cores });
    if (const double bytes = m_load.bytes(); !std::isnan(bytes))
        append(m_figures.front(), { scrape.unixMilliseconds, bytes });
    for (const metrics::ServerFigure &figure : scrape.figures)
        append(figureFor(scrape.source, figure), { scrape.unixMilliseconds, figure.value });
}

ServerCharts::Figure ServerCharts::memoryOfAll()
{
    return { {}, metrics::figureMemory.toByteArray(), Unit::Bytes, {} };
}

ServerCharts::Figure &ServerCharts::figureFor(const QString &source, const metrics::ServerFigure &figure)
{
    const auto known = std::ranges::find_if(
        m_figures, [&](const Figure &each) { return each.name == figure.name && each.source == source; });
    if (known != m_figures.end())
        return *known;
    m_figures.push_back({ source, figure.name, figure.unit, {} });
    offer(m_figures.size() - 1, figure.suggested);
    return m_figures.back();
}

void ServerCharts::append(Figure &figure, Point point)
{
    figure.points.push_back(point);
    if (figure.points.size() > pointsKept)
        figure.points.pop_front();
    if (&figure == &m_figures[m_chosen])
        m_other->append(point.unixMilliseconds, std::array { point.value });
}

/// The suggested figures stand above all others.
void ServerCharts::offer(std::size_t index, bool suggested)
{
    const Figure &figure = m_figures[index];
    const QString name = serverFigureName(figure.name);
    const QString text = figure.source.isEmpty() ? tr("Server: %1").arg(name) : figure.source + u": "_s + name;
    if (!suggested && count() == m_suggested)
        insertSeparator(m_suggested);
    if (suggested)
        insertItem(m_suggested++, text, int(index));
    else
        addItem(text, int(index));
}

void ServerCharts::showChosen()
{
    const Figure &figure = m_figures[m_chosen];
    m_other->setTitle(currentText());
    m_other->clear();
    for (const Point &point : figure.points)
        m_other->append(point.unixMilliseconds, std::array { point.value });
}

QString ServerCharts::text(double value) const
{
    return serverFigureText(m_figures[m_chosen].unit, value);
}

} // namespace throng::ui
