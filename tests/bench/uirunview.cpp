// SPDX-License-Identifier: GPL-3.0-or-later
//
// How long the window takes to open a kept run and to follow a part of it: uirunview RUN, such as the file that
// `run_store --keep` leaves.
#include "ui/results/runview.h"
#include "ui/support/appearance.h"
#include "ui/support/questions.h"

#include <QApplication>
#include <QElapsedTimer>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace throng;

namespace {

constexpr int patience = 600'000; // ms

/// Runs `work` and the event loop until the figures have followed and been drawn; prints how long that took.
void measure(ui::RunView &view, const char *name, const std::function<void()> &work)
{
    bool isShown = false;
    const auto connection = QObject::connect(&view, &ui::RunView::partShown, &view, [&isShown] { isShown = true; });
    QElapsedTimer clock;
    clock.start();
    work();
    while (!isShown) {
        if (clock.elapsed() > patience)
            qFatal("%s never ended", name);
        QApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
    }
    QApplication::sendPostedEvents();
    QApplication::processEvents();
    QObject::disconnect(connection);
    const double milliseconds = double(clock.nsecsElapsed()) / 1e6;
    std::printf("%-52s %12.2f ms\n", name, milliseconds);
    std::printf("{\"name\": \"%s\", \"value\": %.3f, \"unit\": \"ms\"}\n", name, milliseconds);
    std::fflush(stdout);
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
    measure(view, "opening a run in the window", [&view] { view.setVisible(true); });
    measure(view, "a third of it", [&] {
        view.setPart(results::TimeRange { extent->from + length / 3, extent->to - length / 3 });
    });
    measure(view, "a minute of it", [&] {
        view.setPart(results::TimeRange { extent->from + length / 2, extent->from + length / 2 + 60'000 });
    });
    measure(view, "all of it again", [&view] { view.setPart({}); });
    return 0;
}
