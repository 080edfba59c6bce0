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

double secondsOf(const metrics::Snapshot &second)
{
    return second.seconds > 0 ? second.seconds : 1;
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
        &formatDuration, [](const metrics::Snapshot &, const metrics::HistoryPoint &point, std::span<double> values) {
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
        &formatDuration, [](const metrics::Snapshot &, const metrics::HistoryPoint &point, std::span<double> values) {
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
        &formatRate, [](const metrics::Snapshot &second, const metrics::HistoryPoint &point, std::span<double> values) {
            const double seconds = secondsOf(second);
            values[0] = double(point.requests - std::min(point.requests, point.polls)) / seconds;
            values[1] = double(point.polls) / seconds;
            values[2] = point.failuresPerSecond();
        } };
}

ChartDescription users()
{
    return { u"usersChart"_s, Charts::tr("Users"),
        Charts::tr("How many virtual users run, and how many the test wants at this moment."),
        { { Charts::tr("running"), ChartColor::Blue, Qt::SolidLine, true },
            { Charts::tr("wanted"), ChartColor::Grey, Qt::DashLine } },
        &formatRate, [](const metrics::Snapshot &second, const metrics::HistoryPoint &, std::span<double> values) {
            values[0] = second.usersRunning;
            values[1] = second.usersTarget;
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
        [](const metrics::Snapshot &second, const metrics::HistoryPoint &, std::span<double> values) {
            values[0] = second.health.busiestWorkerShare * 100;
            values[1] = second.health.cpuSeconds / secondsOf(second) * 100;
        },
        false };
}

} // namespace

QList<ChartDescription> chartDescriptions()
{
    return { responseTimes(), deliveries(), requests(), users(), generator() };
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
