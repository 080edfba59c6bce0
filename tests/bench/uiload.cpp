// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whether the window stays usable while it makes a load: `uiload THRONGCTL [--users 5000]` runs that many chat users in
// this process against `throngctl practice` in another, posts what a person does into the window and times it, then
// looks at what the window's thread needs while nobody touches it. Afterwards an hour of seconds is charted in a row:
// does memory grow?
#include "../support/measuredseconds.h"

#include "engine/metrics/processsampler.h"
#include "ui/charts/chartview.h"
#include "ui/charts/linechart.h"
#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/dashboardcharts.h"
#include "ui/dashboard/runcontroller.h"
#include "ui/document/document.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/projectview.h"
#include "ui/support/appearance.h"
#include "ui/support/datatable.h"
#include "ui/support/questions.h"

#include <QAction>
#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QMouseEvent>
#include <QProcess>
#include <QScrollBar>
#include <QSettings>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTimer>

#include <atomic>
#include <cstdio>
#include <thread>

using namespace Qt::StringLiterals;
using namespace throng;
using metrics::ProcessSampler;
using ui::ProjectView;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int patience = 600'000; // ms
constexpr auto betweenInputs = std::chrono::milliseconds(20);

void print(const char *name, double value, const char *unit)
{
    std::printf("%-64s %12.2f %s\n", name, value, unit);
    std::printf("{\"name\": \"%s\", \"value\": %.4f, \"unit\": \"%s\"}\n", name, value, unit);
    std::fflush(stdout);
}

/// Runs the event loop until then. It is looked after now and then: a loop that never sleeps would be measured itself.
void waitFor(const char *what, const std::function<bool()> &isThere)
{
    QElapsedTimer clock;
    clock.start();
    QEventLoop loop;
    QTimer look;
    look.callOnTimeout([&] {
        if (isThere())
            loop.quit();
        else if (clock.elapsed() > patience)
            qFatal("%s never came", what);
    });
    look.start(std::chrono::milliseconds(100));
    loop.exec();
}

void waitFor(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

/// Something that a person does, on its way to the window.
struct Input : QEvent {
    static QEvent::Type eventType()
    {
        static const auto type = QEvent::Type(QEvent::registerEventType());
        return type;
    }
    explicit Input(int kind)
        : QEvent(eventType())
        , number(kind)
    {
    }
    int number;
    Clock::time_point posted = Clock::now();
};

/// Does with the window what the inputs say, and remembers how long each was on its way and under way.
class Person : public QObject {
public:
    explicit Person(ui::MainWindow &window)
        : m_window(window)
    {
    }

    [[nodiscard]] const metrics::Histogram &times() const { return m_times; }

protected:
    bool event(QEvent *event) override
    {
        if (event->type() != Input::eventType())
            return QObject::event(event);
        const auto *input = static_cast<const Input *>(event);
        act(input->number);
        m_times.record(Clock::now() - input->posted);
        return true;
    }

private:
    template <typename Widget>
    [[nodiscard]] Widget *find(const char *name) const
    {
        return m_window.findChild<Widget *>(QLatin1String(name));
    }

    static void press(QWidget *widget, int key)
    {
        QKeyEvent down(QEvent::KeyPress, key, Qt::NoModifier);
        QApplication::sendEvent(widget, &down);
        QKeyEvent up(QEvent::KeyRelease, key, Qt::NoModifier);
        QApplication::sendEvent(widget, &up);
    }

    void act(int number)
    {
        switch (number % 10) {
        case 6: // another endpoint, whose times are drawn
            press(find<ui::DataTable>("endpointTable"), number % 40 < 20 ? Qt::Key_Down : Qt::Key_Up);
            break;
        case 7:
            find<QTabWidget>("runTables")->setCurrentIndex(number / 10 % 3);
            break;
        case 8: {
            auto *charts = m_window.findChild<ui::DashboardCharts *>();
            charts->verticalScrollBar()->setValue(number / 10 % 2 ? charts->verticalScrollBar()->maximum() : 0);
            break;
        }
        case 9: // to the form of a test and back
            m_window.projectView()->showPage(
                number / 10 % 5 == 4 ? ProjectView::PageId::Tests : ProjectView::PageId::Run);
            break;
        default: { // the pointer goes over a chart, whose figures follow it
            auto *view = find<ui::LineChart>("responseTimeChart")->findChild<ui::ChartView *>();
            const QPointF at(40 + number * 7 % std::max(view->width() - 50, 1), view->height() / 2.0);
            QMouseEvent move(QEvent::MouseMove, at, view->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
            QApplication::sendEvent(view, &move);
        }
        }
    }

    ui::MainWindow &m_window;
    metrics::Histogram m_times;
};

/// Posts inputs from a thread of its own, as the desktop does: they come whether or not the window keeps up.
void postInputs(Person &person, std::chrono::seconds length)
{
    std::atomic_bool isOver = false;
    std::thread desktop([&] {
        const Clock::time_point end = Clock::now() + length;
        Clock::time_point next = Clock::now();
        for (int number = 0; next < end; ++number, next += betweenInputs) {
            std::this_thread::sleep_until(next);
            QCoreApplication::postEvent(&person, new Input(number));
        }
        isOver = true;
    });
    waitFor("the last input", [&] { return isOver.load(); });
    desktop.join();
    QApplication::sendPostedEvents(&person);
}

/// Share of a core that this thread needs, with nobody at the window.
double processorOf(std::chrono::seconds length)
{
    const double before = ProcessSampler::threadCpuSeconds();
    QElapsedTimer clock;
    clock.start();
    waitFor(length);
    return (ProcessSampler::threadCpuSeconds() - before) / (double(clock.nsecsElapsed()) * 1e-9);
}

QString makeProject(const QString &folder, const QUrl &server, int users)
{
    project::Project project = project::Project::withDefaults(server.toString());
    project.users.count = users;
    for (project::Test &test : project.suites.first().tests) {
        if (test.isSetup())
            test.users = 100;
        else
            test.runTime.reset(); // until it is stopped
        test.spawnRate = 500;
    }
    const auto document = ui::Document::create(folder, project);
    if (!document)
        qFatal("%s", qPrintable(document.error().toString()));
    return (*document)->folder().projectFile();
}

/// Bytes that the program needs with the users there.
double measureWindow(const QString &program, int users, std::chrono::seconds length)
{
    QProcess server;
    server.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    server.start(program, { u"practice"_s });
    waitFor("the practice homeserver", [&] { return server.canReadLine() || server.state() == QProcess::NotRunning; });
    const QUrl url(QString::fromUtf8(server.readLine()).trimmed());
    if (!url.isValid() || url.host().isEmpty())
        qFatal("the practice homeserver did not start");

    const QTemporaryDir folder;
    QSettings settings(folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
    ui::DialogQuestions questions;
    ui::AppearanceSwitch appearance;
    ui::MainWindow window({ settings, questions, appearance, {}, nullptr });
    window.resize(1280, 800);
    window.show();
    if (!window.openPath(makeProject(folder.filePath(u"load"_s), url, users)))
        qFatal("not opened");
    ui::RunController *controller = window.runController();
    int running = 0;
    QObject::connect(controller, &ui::RunController::second, &window,
        [&running](const metrics::Snapshot &second) { running = second.usersRunning; });
    window.findChild<QAction *>(u"actionStart"_s)->trigger();
    waitFor("the chat", [&] {
        if (controller->state() == ui::RunController::State::Finished)
            qFatal("the run ended: %s", qPrintable(controller->history().back().error.toString()));
        return controller->run() && controller->run()->currentTest() == 3 && running == users;
    });
    waitFor(std::chrono::seconds(20)); // their first syncs are over

    Person person(window);
    postInputs(person, length);
    const auto milliseconds = [&person](double percent) {
        return std::chrono::duration<double, std::milli>(person.times().percentile(percent)).count();
    };
    print("window: an input answered, p50", milliseconds(50), "ms");
    print("window: an input answered, p99", milliseconds(99), "ms");
    print("window: an input answered, the slowest", milliseconds(100), "ms");

    window.projectView()->showPage(ProjectView::PageId::Run);
    const double charting = processorOf(length);
    print("window: its thread with the charts of a run", charting * 100, "% of a core");
    window.projectView()->showPage(ProjectView::PageId::Users);
    print("window: its thread with another page", processorOf(length / 2) * 100, "% of a core");
    const auto resident = double(ProcessSampler::residentBytes());
    print("window: resident memory with the users", resident / 1e6, "MB");

    controller->stopNow();
    waitFor("the end of the run", [&] { return !controller->isActive(); });
    window.close();
    server.terminate();
    server.waitForFinished();
    return resident;
}

/// Seconds as 25 endpoints make them, one after the other without a pause, each drawn.
void measureCharting(double residentWithUsers)
{
    constexpr int endpoints = 25;
    constexpr double requests = 200; // a second
    constexpr int settled = 300; // seconds
    constexpr int hour = 3'600;
    ui::DialogQuestions questions;
    ui::Dashboard dashboard(questions);
    dashboard.resize(1'000, 700);
    dashboard.show();
    test::MeasuredSeconds source(endpoints, requests);
    metrics::Totals totals;
    dashboard.beginTest(u"chat"_s, test::MeasuredSeconds::begin);
    const auto charts = dashboard.findChildren<ui::TimeChart *>();
    double early = 0;
    const double before = ProcessSampler::threadCpuSeconds();
    double making = 0; // of the seconds themselves
    for (int i = 0; i < settled + hour; ++i) {
        const double began = ProcessSampler::threadCpuSeconds();
        const metrics::Snapshot second = source.next();
        totals.add(second);
        making += ProcessSampler::threadCpuSeconds() - began;
        dashboard.add(second, totals.history().back());
        dashboard.showTotals(totals);
        for (ui::TimeChart *chart : charts)
            chart->refresh();
        QApplication::processEvents();
        if (i + 1 == settled)
            early = double(ProcessSampler::residentBytes());
    }
    const double grown = double(ProcessSampler::residentBytes()) - early;
    const double drawing = ProcessSampler::threadCpuSeconds() - before - making;
    print("window: a second charted", drawing / (settled + hour) * 1e3, "ms of CPU");
    print("window: memory grown in an hour of charting", grown / 1e6, "MB");
    print("window: of what it has with the users", grown / residentWithUsers * 100, "%");
}

} // namespace

int main(int argc, char **argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addPositionalArgument(u"throngctl"_s, u"The program that serves the practice homeserver."_s);
    const QCommandLineOption users(u"users"_s, u"Chat users."_s, u"N"_s, u"5000"_s);
    const QCommandLineOption seconds(u"seconds"_s, u"Of each measurement."_s, u"S"_s, u"60"_s);
    parser.addOptions({ users, seconds });
    parser.process(application);
    if (parser.positionalArguments().size() != 1)
        parser.showHelp(2);
    const double resident = measureWindow(parser.positionalArguments().first(), parser.value(users).toInt(),
        std::chrono::seconds(parser.value(seconds).toInt()));
    measureCharting(resident);
    return 0;
}
