// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboard/runpage.h"

#include "ui/dashboard/capacitydialog.h"
#include "ui/dashboard/chartbar.h"
#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/dashboardcharts.h"
#include "ui/dashboard/limitbars.h"
#include "ui/dashboard/loadcontrols.h"
#include "ui/dashboard/runcontroller.h"
#include "ui/dashboard/runprogress.h"
#include "ui/dashboard/runtables.h"
#include "ui/dashboard/runwords.h"
#include "ui/document/document.h"
#include "ui/support/format.h"
#include "ui/support/messagebar.h"
#include "ui/support/widgets.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::ui {

RunPage::RunPage(Document &document, RunController &controller, Questions &questions, QWidget *parent)
    : Page(document.name(), tr("ready: press Start"), parent)
    , m_document(document)
    , m_controller(controller)
    , m_capacity(new QPushButton(tr("Find capacit&y…"), this))
    , m_load(new LoadControls(this))
    , m_progress(new QProgressBar(this))
    , m_limits(new LimitBars(this))
    , m_dashboard(new Dashboard(questions, this))
{
    setObjectName(u"runPage"_s);
    m_capacity->setObjectName(u"findCapacity"_s);
    m_capacity->setToolTip(tr("How many users the server carries before a threshold of the suite breaks"));
    header()->addWidget(m_capacity);
    header()->addWidget(m_load);
    connect(m_capacity, &QPushButton::clicked, this, [this] {
        auto *dialog = new CapacityDialog(m_document, m_controller, window());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    body()->setSpacing(spacing);
    body()->addWidget(m_progress);
    body()->addWidget(m_limits);
    body()->addWidget(m_dashboard, 1);

    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(4);
    QSizePolicy keepsPlace = m_progress->sizePolicy();
    keepsPlace.setRetainSizeWhenHidden(true);
    m_progress->setSizePolicy(keepsPlace);
    m_progress->setObjectName(u"testProgress"_s);
    m_progress->setAccessibleName(tr("Progress of the test"));
    m_clock.setInterval(500);
    connect(&m_clock, &QTimer::timeout, this, &RunPage::showProgress);
    connect(m_limits, &LimitBars::serverLimitsRequested, this, &RunPage::serverLimitsRequested);
    connect(m_load, &LoadControls::loadChosen, this, [this](int users, double spawnRate) {
        m_controller.setLoad(users, spawnRate);
        m_usersWanted = users;
        log(run::Message::Severity::Information,
            tr("Load changed to %Ln user(s), %1 a second", nullptr, users).arg(formatRate(spawnRate)));
    });
    connect(m_dashboard, &Dashboard::remarkRequested, this,
        [this] { m_dashboard->askForRemark(QDateTime::currentMSecsSinceEpoch()); });
    connect(m_dashboard, &Dashboard::remarkAdded, this, &RunPage::addRemark);
    connectController();
    connectDocument();
    showState();
}

void RunPage::connectController()
{
    connect(&m_controller, &RunController::stateChanged, this, &RunPage::showState);
    connect(&m_controller, &RunController::runBegan, this, &RunPage::runBegan);
    connect(&m_controller, &RunController::testStarted, this, &RunPage::testStarted);
    connect(&m_controller, &RunController::second, this, &RunPage::second);
    connect(&m_controller, &RunController::serverScraped, this,
        [this](const metrics::ServerScrape &scrape) { m_dashboard->add(scrape); });
    connect(&m_controller, &RunController::testFinished, this, &RunPage::testFinished);
    connect(&m_controller, &RunController::message, this, &RunPage::showMessage);
    connect(&m_controller, &RunController::finished, this, &RunPage::finished);
    connect(&m_controller, &RunController::couldNotStart, this, [this](const QString &why) {
        messages()->show(MessageBar::Kind::Error, tr("The run could not begin."), why);
        log(run::Message::Severity::Error, why);
    });
}

/// How much of a run the charts show is the project's.
void RunPage::connectDocument()
{
    const auto adopt = [this] {
        m_dashboard->chartBar()->setSpan(std::chrono::seconds(m_document.project().charts.windowSeconds));
    };
    adopt();
    connect(&m_document, &Document::changed, this, adopt);
    connect(m_dashboard->chartBar(), &ChartBar::spanChosen, this, [this](std::chrono::seconds span) {
        m_document.set<int>(
            u"charts.windowSeconds"_s, tr("Change how much the charts show"),
            [](project::Project &project) -> int & { return project.charts.windowSeconds; }, int(span.count()));
    });
}

void RunPage::log(run::Message::Severity severity, const QString &text)
{
    using Severity = run::Message::Severity;
    m_dashboard->tables()->log(severity == Severity::Error ? LogModel::Level::Error
            : severity == Severity::Warning                ? LogModel::Level::Warning
                                                           : LogModel::Level::Info,
        text);
}

void RunPage::runBegan(const run::RunPlan &plan)
{
    m_plan = plan;
    m_currentTest = -1;
    m_dashboard->clear();
    m_remarks.clear();
    m_dashboard->setRemarkSpan(QDateTime::currentMSecsSinceEpoch(), 0);
    messages()->clear();
    m_limits->clear();
    m_progress->setRange(0, 0);
    log(run::Message::Severity::Information, tr("Suite “%1” against %2").arg(plan.suite, plan.server.toString()));
    // What has begun the run lies elsewhere, and may not even be there any more.
    if (const QWidget *focus = window()->focusWidget(); isVisible() && !(focus && isAncestorOf(focus)))
        m_dashboard->tables()->focusTable();
}

void RunPage::testStarted(int index, const run::TestPlan &test)
{
    m_currentTest = index;
    m_usersRunning = 0;
    m_usersWanted = test.users.value_or(m_document.project().users.count);
    m_dashboard->beginTest(test.name, QDateTime::currentMSecsSinceEpoch(), test.warmUp);
    m_dashboard->charts()->setThresholds(test.thresholds);
    m_load->setLoad(m_usersWanted, test.spawnRate);
    log(run::Message::Severity::Information, tr("Test “%1” begins").arg(test.name));
    showProgress();
}

void RunPage::second(const metrics::Snapshot &snapshot)
{
    const metrics::Totals &totals = m_controller.run()->totals();
    m_usersRunning = snapshot.usersRunning;
    if (!totals.history().empty())
        m_dashboard->add(snapshot, totals.history().back());
    m_dashboard->showTotals(totals);
    m_limits->judge(m_dashboard->now(), totals);
    showProgress();
}

void RunPage::testFinished(const run::TestSummary &summary)
{
    using Severity = run::Message::Severity;
    m_dashboard->finishTest(summary.totals);
    log(summary.warnings.isEmpty() ? Severity::Information : Severity::Warning,
        tr("Test “%1” is over: %2").arg(summary.plan.name, testEndWords(summary.end)));
    for (const QString &line : summary.setup.explanations())
        log(Severity::Warning, line);
}

void RunPage::showMessage(const run::Message &message)
{
    using Severity = run::Message::Severity;
    const bool error = message.severity == Severity::Error;
    log(message.severity, message.text);
    if (error || message.severity == Severity::Warning)
        messages()->show(error ? MessageBar::Kind::Error : MessageBar::Kind::Warning, {}, message.text);
}

/// Edited or removed it can be among the results.
void RunPage::addRemark(qint64 unixMilliseconds, const QString &text)
{
    if (!m_controller.isActive()) { // the run ended while it was written
        messages()->show(MessageBar::Kind::Info, tr("The run is over."),
            tr("Open it on the page Results to add the remark: %1").arg(text));
        return;
    }
    m_controller.annotate(unixMilliseconds, text);
    m_remarks.append({ unixMilliseconds, text });
    std::stable_sort(
        m_remarks.begin(), m_remarks.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    m_dashboard->charts()->setRemarks(m_remarks);
    log(run::Message::Severity::Information, tr("Remark: %1").arg(text));
}

void RunPage::finished(const run::RunSummary &summary)
{
    using Severity = run::Message::Severity;
    const bool failed = summary.state == run::RunSummary::State::Failed;
    m_dashboard->setRemarkSpan(0, 0);
    log(failed ? Severity::Error : Severity::Information, runVerdictWords(summary));
    m_limits->clearGenerator();
    if (failed) {
        messages()->show(MessageBar::Kind::Error, tr("The run failed."), summary.error.toString());
    } else if (summary.verdict.trust >= run::Trust::Doubtful) {
        QStringList reasons = summary.tests.empty()
            ? summary.verdict.reasons
            : mostTellingFirst(summary.verdict.reasons, summary.tests.back().totals.history());
        messages()->show(MessageBar::Kind::Warning,
            summary.verdict.trust == run::Trust::Limited
                ? tr("This machine limited the test; do not trust its figures.")
                : tr("This machine was busy; take the response times with care."),
            reasons.isEmpty() ? QString() : reasons.takeFirst());
        messages()->setDetails(reasons.join(u'\n'));
    }
    showState();
}

void RunPage::showState()
{
    using State = RunController::State;
    const State state = m_controller.state();
    m_load->setVisible(state == State::Running && m_currentTest >= 0);
    m_progress->setVisible(m_controller.isActive());
    m_capacity->setVisible(!m_controller.isActive());
    if (m_controller.isActive())
        m_clock.start();
    else
        m_clock.stop();
    showProgress();
}

void RunPage::showProgress()
{
    using State = RunController::State;
    switch (m_controller.state()) {
    case State::Ready:
        show({ tr("ready: press Start"), tr("ready") });
        return;
    case State::Preparing:
        show({ tr("finding the server"), tr("preparing") });
        return;
    case State::BetweenTests:
        show({ tr("between two tests: see the log"), tr("between tests") });
        return;
    case State::Finished:
        if (!m_controller.history().empty())
            show({ runVerdictWords(m_controller.history().back()), runVerdictShort(m_controller.history().back()) });
        return;
    case State::Running:
    case State::Stopping:
        break;
    }
    if (m_currentTest < 0)
        return;
    const RunMoment moment { m_plan, m_currentTest, m_controller.testElapsed(), m_usersRunning, m_usersWanted,
        m_controller.run()->setupResults() };
    m_load->setVisible(m_controller.state() == State::Running);
    show(m_controller.state() == State::Stopping ? stoppingProgress(moment, m_controller.stoppingFor())
                                                 : progressOf(moment));
}

void RunPage::show(const RunProgress &progress)
{
    setPurpose(progress.sentence);
    setStatus(progress.status);
    m_progress->setRange(0, progress.of);
    m_progress->setValue(progress.done);
}

} // namespace throng::ui
