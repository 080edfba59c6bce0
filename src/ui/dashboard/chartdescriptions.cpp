// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboard/chartdescriptions.h"

#include "ui/support/format.h"

#include <QCoreApplication>

#include <array>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

struct Charts {
    Q_DECLARE_TR_FUNCTIONS(throng::ui::Charts)
};

double milliseconds(metrics::Nanoseconds time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

double perSecond(quint64 count, const metrics::HistoryPoint &point)
{
    return point.seconds > 0 ? double(count) / point.seconds : 0;
}

ChartDescription responseTimes()
{
    return { u"responseTimeChart"_s, Charts::tr("Response time"),
        Charts::tr(
            "How long answers took: half of them at most p50, 95 of 100 at most p95, 99 of 100 at most p99. Long "
            "polls and refusals with 429 are not in it. Choose rows of the table below to see single "
            "endpoints."),
        { { Charts::tr("p50"), ChartColor::Blue, Qt::SolidLine },
            { Charts::tr("p95"), ChartColor::Orange, Qt::DashLine },
            { Charts::tr("p99"), ChartColor::Vermilion, Qt::DotLine } },
        &formatDuration, [](const metrics::HistoryPoint &point, std::span<double> values) {
            if (point.responses == 0)
                return;
            values[0] = milliseconds(point.p50);
            values[1] = milliseconds(point.p95);
            values[2] = milliseconds(point.p99);
        } };
}

ChartDescription deliveries()
{
    return { u"deliveryChart"_s, Charts::tr("Delivery to the other members"),
        Charts::tr("From a message that is ready to be sent to its arrival at another member of its room. What is "
                   "overdue counts with its age so far: it rises until the message arrives."),
        { { Charts::tr("p50"), ChartColor::Blue, Qt::SolidLine },
            { Charts::tr("p95"), ChartColor::Orange, Qt::DashLine },
            { Charts::tr("p99"), ChartColor::Vermilion, Qt::DotLine } },
        &formatDuration, [](const metrics::HistoryPoint &point, std::span<double> values) {
            if (point.deliverySamples == 0)
                return;
            values[0] = milliseconds(point.deliveryP50);
            values[1] = milliseconds(point.deliveryP95);
            values[2] = milliseconds(point.deliveryP99);
        } };
}

ChartDescription requests()
{
    return { u"requestsChart"_s, Charts::tr("Requests and failures/s"),
        Charts::tr(
            "What was asked of the server each second. Long polls are counted apart: they wait because they were "
            "asked to."),
        { { Charts::tr("requests"), ChartColor::Green, Qt::SolidLine, true },
            { Charts::tr("long polls"), ChartColor::Grey, Qt::DashLine },
            { Charts::tr("failures"), ChartColor::Vermilion, Qt::DotLine } },
        &formatRate, [](const metrics::HistoryPoint &point, std::span<double> values) {
            values[0] = perSecond(point.requests - std::min(point.requests, point.polls), point);
            values[1] = perSecond(point.polls, point);
            values[2] = point.failuresPerSecond();
        } };
}

ChartDescription users()
{
    return { u"usersChart"_s, Charts::tr("Users"),
        Charts::tr("How many virtual users run, and how many are to run at that moment: as they come one after the "
                   "other, or along the load shape."),
        { { Charts::tr("running"), ChartColor::Blue, Qt::SolidLine, true },
            { Charts::tr("planned"), ChartColor::Grey, Qt::DashLine } },
        &formatRate, [](const metrics::HistoryPoint &point, std::span<double> values) {
            values[0] = point.usersRunning;
            values[1] = point.usersTarget;
        } };
}

ChartDescription actions()
{
    return { u"actionsChart"_s, Charts::tr("Actions/s"),
        Charts::tr("What users got to do each second, and what was planned: at a target rate what was due, else what "
                   "their habits and pauses ask for. Where the first stays below, they wait for the server. There are "
                   "none but in a chat."),
        { { Charts::tr("done"), ChartColor::Green, Qt::SolidLine, true },
            { Charts::tr("planned"), ChartColor::Grey, Qt::DashLine } },
        &formatRate, [](const metrics::HistoryPoint &point, std::span<double> values) {
            values[0] = perSecond(point.actionsDone, point);
            values[1] = perSecond(point.actionsPlanned, point);
        } };
}

ChartDescription generator()
{
    return { u"generatorChart"_s, Charts::tr("This machine: the busiest thread"),
        Charts::tr("How busy this machine is with making the load. A thread near 100 % is late to look at answers, and "
                   "response times hold its delay."),
        { { Charts::tr("CPU of its core"), ChartColor::Purple, Qt::SolidLine, true },
            { Charts::tr("all of Throng"), ChartColor::Grey, Qt::DashLine } },
        [](double percent) { return Charts::tr("%1 %").arg(formatRate(percent)); },
        [](const metrics::HistoryPoint &point, std::span<double> values) {
            values[0] = point.health.busiestWorkerShare * 100;
            values[1] = point.seconds > 0 ? point.health.cpuSeconds / point.seconds * 100 : 0;
        },
        false };
}

} // namespace

QList<ChartDescription> chartDescriptions()
{
    return { responseTimes(), deliveries(), requests(), users(), actions(), generator() };
}

QList<ChartSeries> seriesNamed(const QStringList &names)
{
    constexpr std::array colors { ChartColor::Blue, ChartColor::Orange, ChartColor::Green, ChartColor::Vermilion,
        ChartColor::Purple, ChartColor::Grey };
    constexpr std::array dashes { Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine, Qt::DashDotDotLine };
    QList<ChartSeries> series;
    for (std::size_t i = 0; i < std::size_t(names.size()); ++i)
        series.append({ names[qsizetype(i)], colors[i % colors.size()], dashes[i % dashes.size()] });
    return series;
}

} // namespace throng::ui
