// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/statusstrip.h"

#include "ui/dashboard/runcontroller.h"
#include "ui/support/appearance.h"
#include "ui/support/format.h"
#include "ui/support/widgets.h"

#include <QHBoxLayout>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

QString bold(const QString &text)
{
    return u"<b>%1</b>"_s.arg(text.toHtmlEscaped());
}

} // namespace

StatusStrip::StatusStrip(QWidget *parent)
    : QWidget(parent)
    , m_state(new QLabel(this))
    , m_users(new QLabel(this))
    , m_requests(new QLabel(this))
    , m_failures(new QLabel(this))
    , m_delivery(new QLabel(this))
    , m_elapsed(new QLabel(this))
{
    m_state->setObjectName(u"stateLabel"_s);
    m_users->setObjectName(u"statusUsers"_s);
    m_requests->setObjectName(u"statusRequests"_s);
    m_failures->setObjectName(u"statusFailures"_s);
    m_delivery->setObjectName(u"statusDelivery"_s);
    m_elapsed->setObjectName(u"statusElapsed"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 2, 8, 2);
    layout->setSpacing(22);
    for (QLabel *label : { m_state, m_users, m_requests, m_failures, m_delivery }) {
        label->setFont(withTabularFigures(label->font()));
        label->setTextFormat(Qt::RichText);
        layout->addWidget(label);
    }
    m_elapsed->setTextFormat(Qt::RichText);
    m_elapsed->setFont(withTabularFigures(m_elapsed->font()));
    layout->addStretch();
    layout->addWidget(m_elapsed);
    watch(nullptr);
}

void StatusStrip::watch(RunController *controller)
{
    if (m_controller)
        disconnect(m_controller, nullptr, this, nullptr);
    m_controller = controller;
    m_figures.clear();
    m_test.clear();
    if (m_controller) {
        connect(m_controller, &RunController::stateChanged, this, &StatusStrip::showState);
        connect(m_controller, &RunController::runBegan, this, [this] {
            m_figures.clear();
            m_test.clear();
        });
        connect(m_controller, &RunController::testStarted, this, [this](int, const run::TestPlan &test) {
            m_test = test.name;
            showState();
        });
        connect(m_controller, &RunController::second, this, [this](const metrics::Snapshot &snapshot) {
            m_figures.add(snapshot);
            showFigures();
        });
    }
    showState();
}

void StatusStrip::showState()
{
    using State = RunController::State;
    const State state = m_controller ? m_controller->state() : State::Ready;
    QString text = tr("Ready");
    switch (state) {
    case State::Ready:
        break;
    case State::Preparing:
        text = tr("Finding the server");
        break;
    case State::Running:
        text = m_test.isEmpty() ? tr("Running") : tr("Running %1").arg(bold(m_test));
        break;
    case State::BetweenTests:
        text = tr("Between two tests");
        break;
    case State::Stopping:
        text = tr("Stopping: users finish");
        break;
    case State::Finished:
        text = tr("Finished");
        break;
    }
    m_state->setText(text);
    const bool figures =
        state == State::Running || state == State::Stopping || state == State::BetweenTests || state == State::Finished;
    for (QLabel *label : { m_users, m_requests, m_failures, m_delivery, m_elapsed })
        label->setVisible(figures);
    showFigures();
}

void StatusStrip::showFigures()
{
    if (!m_controller)
        return;
    const LiveFigures::Now now = m_figures.now();
    m_users->setText(tr("Users %1").arg(bold(formatCount(m_controller->isActive() ? now.users : 0))));
    m_requests->setText(
        tr("%1 requests/s").arg(bold(formatRate(m_controller->isActive() ? now.requestsPerSecond : 0))));
    m_failures->setText(tr("Failures %1").arg(bold(formatShare(now.failedShare))));
    m_delivery->setText(
        tr("Delivery p95 %1")
            .arg(bold(now.deliverySamples > 0 ? formatAtLeast(now.deliveryP95, now.deliveryIsLowerBound) : noValue())));
    m_elapsed->setText(tr("Elapsed %1").arg(bold(formatClock(m_controller->elapsed()))));
}

} // namespace throng::ui
