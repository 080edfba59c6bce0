// SPDX-License-Identifier: GPL-3.0-or-later
//
// What keeping a run costs and how quickly it opens again: 8 hours of 25 endpoints at 200 requests a second, which is
// written first (some minutes; --hours makes it shorter, --keep leaves the file).

#include "../support/measuredseconds.h"

#include "engine/metrics/processsampler.h"
#include "engine/results/htmlreport.h"
#include "engine/results/runfolder.h"
#include "engine/results/runreader.h"
#include "engine/results/runwriter.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::results;

namespace {

constexpr int endpoints = 25;
constexpr double requestsPerSecond = 200;

void row(const char *name, double value, const char *unit)
{
    std::printf("%-52s %12.2f %s\n", name, value, unit);
    std::printf("{\"name\": \"%s\", \"value\": %.3f, \"unit\": \"%s\"}\n", name, value, unit);
    std::fflush(stdout);
}

/// Ends the program: a bench has nobody to hand an error to.
template <typename T>
T &&need(Result<T> &&result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().toString()));
    return *std::move(result);
}

QString write(const QString &folder, int seconds)
{
    RunDescription run;
    run.id = u"bench"_s;
    run.suite = u"bench"_s;
    run.startedAt = test::MeasuredSeconds::begin;
    const std::unique_ptr<RunWriter> writer = need(RunWriter::create(folder, run));
    KeptTest chat;
    chat.name = u"chat"_s;
    chat.startedAt = run.startedAt;
    writer->beginTest(chat);
    test::MeasuredSeconds source(endpoints, requestsPerSecond);
    double cpu = 0;
    double worst = 0;
    for (int i = 0; i < seconds; ++i) {
        const metrics::Snapshot second = source.next();
        const double before = metrics::ProcessSampler::threadCpuSeconds();
        QElapsedTimer clock;
        clock.start();
        writer->addSecond(second);
        if (const auto committed = writer->commit(); !committed)
            qFatal("%s", qPrintable(committed.error().toString()));
        cpu += metrics::ProcessSampler::threadCpuSeconds() - before;
        worst = std::max(worst, double(clock.nsecsElapsed()) / 1e6);
    }
    row("keeping a second, processor", cpu * 1e3 / seconds, "ms");
    row("keeping a second, the longest", worst, "ms");
    chat.end = u"run time over"_s;
    writer->endTest(chat);
    if (const auto finished = writer->finish(RunState::Done, {}, {}); !finished)
        qFatal("%s", qPrintable(finished.error().toString()));
    return writer->path();
}

double millisecondsOf(QElapsedTimer &clock)
{
    return double(clock.nsecsElapsed()) / 1e6;
}

void read(const QString &path, const QString &folder)
{
    QElapsedTimer clock;
    clock.start();
    (void)listRuns(folder);
    row("list of runs, one run", millisecondsOf(clock), "ms");

    clock.start();
    const std::unique_ptr<RunReader> reader = need(RunReader::open(path));
    row("open", millisecondsOf(clock), "ms");
    const auto history = need(reader->history(0));
    row("open, and every second of the charts", millisecondsOf(clock), "ms");
    clock.start();
    (void)need(reader->totals(0));
    row("figures of the whole run", millisecondsOf(clock), "ms");

    Random random(3);
    const TimeRange whole = need(reader->extent(0));
    std::vector<double> times;
    for (int i = 0; i < 40; ++i) {
        const qint64 a = whole.from + qint64(random.below(quint64(whole.to - whole.from)));
        const qint64 b = whole.from + qint64(random.below(quint64(whole.to - whole.from)));
        clock.start();
        (void)need(reader->totals(0, TimeRange { std::min(a, b), std::max(a, b) }));
        times.push_back(millisecondsOf(clock));
    }
    std::sort(times.begin(), times.end());
    row("figures of a range, median of 40", times[times.size() / 2], "ms");
    row("figures of a range, the longest", times.back(), "ms");
    clock.start();
    (void)need(reader->heat(0, {}, 800));
    row("heat map of the whole run, 800 columns at most", millisecondsOf(clock), "ms");
    clock.start();
    const QByteArray html = htmlReport(need(Report::ofFile(path)));
    row("HTML report", millisecondsOf(clock), "ms");
    row("HTML report, size", double(html.size()) / 1e6, "MB");
    clock.start();
    (void)need(reader->totals(0, {}, RunReader::Detail::Locust));
    row("the whole run with all that Locust's files need", millisecondsOf(clock), "ms");
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({ { u"hours"_s, u"Length of the run"_s, u"hours"_s, u"8"_s },
        { u"keep"_s, u"Leave the file there"_s, u"folder"_s } });
    parser.addHelpOption();
    parser.process(application);
    const int seconds = int(parser.value(u"hours"_s).toDouble() * 3'600);
    const QTemporaryDir temporary;
    const QString folder = parser.isSet(u"keep"_s) ? parser.value(u"keep"_s) : temporary.path();
    const QString path = write(folder, seconds);
    row("an hour's file", double(QFileInfo(path).size()) / 1e6 * 3'600 / seconds, "MB");
    read(path, folder);
    return 0;
}
