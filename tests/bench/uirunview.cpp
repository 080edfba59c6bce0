// SPDX-License-Identifier: GPL-3.0-or-later
//
// How long the window takes to open a kept run and to follow a part of it: uirunview RUN, such as the file that
// `run_store --keep` leaves.
#include "engine/base/random.h"
#include "ui/results/runview.h"
#include "ui/support/appearance.h"
#include "ui/support/questions.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

using namespace Qt::StringLiterals;
using namespace throng;

namespace {

constexpr int patience = 600'000; // ms
constexpr int parts = 40;

void row(const char *name, double milliseconds)
{
    std::printf("%-52s %12.2f ms\n", name, milliseconds);
    std::printf("{\"name\": \"%s\", \"value\": %.3f, \"unit\": \"ms\"}\n", name, milliseconds);
    std::fflush(stdout);
}

/// Runs `work` and the event loop until `signal` came and what it brought has been drawn; returns how long that took.
template <typename Signal>
double measure(ui::RunView &view, Signal signal, const std::function<void()> &work)
{
    QEventLoop loop;
    const auto connection = QObject::connect(&view, signal, &loop, &QEventLoop::quit);
    QTimer tooLong;
    tooLong.callOnTimeout([] { qFatal("it never ended"); });
    tooLong.start(patience);
    QElapsedTimer clock;
    clock.start();
    work();
    loop.exec(); // it sleeps: the thread that reads needs the core
    QApplication::sendPostedEvents();
    QApplication::processEvents();
    QObject::disconnect(connection);
    return double(clock.nsecsElapsed()) / 1e6;
}

} // namespace

int main(int argc, char **argv)
{
    const QApplication application(argc, argv);
    if (argc != 2) {
        std::fputs("usage: uirunview RUN\n", stderr);
        return 2;
    }
    const ui::AppearanceSwitch appearance;
    ui::DialogQuestions questions;
    const QString path = QString::fromLocal8Bit(argv[1]);
    const auto reader = results::RunReader::open(path);
    if (!reader || (*reader)->tests().empty())
        qFatal("%s", reader ? "there is no test in it" : qPrintable(reader.error().toString()));
    const auto extent = (*reader)->extent((*reader)->tests().back().index);
    if (!extent)
        qFatal("%s", qPrintable(extent.error().toString()));
    const qint64 length = extent->to - extent->from;
    ui::RunView view(path, questions);
    view.resize(1280, 800);
    const auto figures = [&view](const std::function<void()> &work) {
        return measure(view, &ui::RunView::partShown, work);
    };
    row("opening a run in the window", figures([&view] { view.setVisible(true); }));
    // Nobody waits for the heat map of the part before.
    row("a third of it", figures([&] {
        view.setPart(results::TimeRange { extent->from + length / 3, extent->to - length / 3 });
    }));
    row("a minute of it", figures([&] {
        view.setPart(results::TimeRange { extent->from + length / 2, extent->from + length / 2 + 60'000 });
    }));
    row("all of it again", figures([&view] { view.setPart({}); }));
    Random random(3);
    std::vector<double> times;
    for (int i = 0; i < parts; ++i) {
        const qint64 a = extent->from + qint64(random.below(quint64(length)));
        const qint64 b = extent->from + qint64(random.below(quint64(length)));
        times.push_back(figures([&] { view.setPart(results::TimeRange { std::min(a, b), std::max(a, b) + 1'000 }); }));
    }
    std::sort(times.begin(), times.end());
    row("another part, median of 40", times[times.size() / 2]);
    row("another part, the longest", times.back());
    row("all of it with the heat map", measure(view, &ui::RunView::distributionShown, [&view] { view.setPart({}); }));
    return 0;
}
