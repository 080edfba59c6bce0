// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboard/figuretiles.h"

#include "engine/run/verdict.h"
#include "ui/support/format.h"
#include "ui/support/widgets.h"

#include <QHBoxLayout>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::ui {

FigureTiles::FigureTiles(QWidget *parent)
    : QWidget(parent)
    , m_users(new Tile(tr("Users"), this))
    , m_requests(new Tile(tr("Requests/s"), this))
    , m_failures(new Tile(tr("Failures"), this))
    , m_responseTime(new Tile(tr("Response p95"), this))
    , m_delivery(new Tile(tr("Delivery p95"), this))
    , m_deliveries(new Tile(tr("Deliveries/s"), this))
    , m_actions(new Tile(tr("Actions/s"), this))
    , m_generator(new Tile(tr("Generator"), this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(spacing);
    for (Tile *tile :
        { m_users, m_requests, m_failures, m_responseTime, m_delivery, m_deliveries, m_actions, m_generator })
        layout->addWidget(tile, tile == m_responseTime || tile == m_delivery ? 6 : 5); // the longest remarks
    m_users->setObjectName(u"usersTile"_s);
    m_requests->setObjectName(u"requestsTile"_s);
    m_failures->setObjectName(u"failuresTile"_s);
    m_responseTime->setObjectName(u"responseTile"_s);
    m_delivery->setObjectName(u"deliveryTile"_s);
    m_deliveries->setObjectName(u"deliveriesTile"_s);
    m_generator->setObjectName(u"generatorTile"_s);
    m_delivery->setToolTip(tr("From a message that is ready to be sent to its arrival at another member of the room; "
                              "what is overdue counts at its age so far"));
    m_deliveries->setToolTip(tr("Messages that arrived at members of their rooms, one for each member"));
    m_actions->setToolTip(tr("What users got to do, against what their habits planned"));
    m_failures->setToolTip(
        tr("Below: how many in all, and how many refusals because of too many requests (429). These are no failures; "
           "their waiting time is not in the response times"));
    m_generator->setToolTip(
        tr("Whether this machine keeps up: if it does not, its figures say more about itself than about the server"));
}

void FigureTiles::clear()
{
    for (Tile *tile :
        { m_users, m_requests, m_failures, m_responseTime, m_delivery, m_deliveries, m_actions, m_generator }) {
        tile->setValue(noValue());
        tile->setRemark({});
    }
}

void FigureTiles::show(const LiveFigures::Now &now, const metrics::Totals &totals)
{
    m_users->setValue(formatCount(now.users));
    m_users->setRemark(tr("planned: %1").arg(formatCount(now.usersTarget)));
    m_requests->setValue(formatRate(now.requestsPerSecond));
    m_requests->setRemark(tr("+ %1 polls/s").arg(formatRate(now.pollsPerSecond)));
    const quint64 refused = totals.count(metrics::Outcome::RateLimited);
    m_failures->setValue(formatShare(now.failedShare),
        now.failedShare > 0.01    ? Tile::Mood::Bad
            : now.rateLimited > 0 ? Tile::Mood::Warning
                                  : Tile::Mood::Plain);
    m_failures->setRemark(refused == 0
            ? tr("%1 in all").arg(formatCount(qint64(totals.failures())))
            : tr("%1 · 429: %2").arg(formatCount(qint64(totals.failures())), formatCount(qint64(refused))));
    const bool any = now.responses > 0;
    m_responseTime->setValue(any ? formatDuration(now.p95) : noValue());
    m_responseTime->setRemark(any ? tr("p99 %1").arg(formatDuration(now.p99)) : QString());
    const bool planned = totals.actionsPlanned() > 0;
    // A handful of actions may fall to the next second: more must be missing than chance explains.
    const double missing = now.actionsPlanned - now.actionsDone;
    const bool behind = now.actionsPlanned > 0.5
        && missing > std::max(0.05 * now.actionsPlanned, 3 * std::sqrt(now.actionsPlanned / now.seconds));
    m_actions->setValue(
        planned ? formatRate(now.actionsDone) : noValue(), behind ? Tile::Mood::Warning : Tile::Mood::Plain);
    m_actions->setRemark(planned ? tr("planned: %1/s").arg(formatRate(now.actionsPlanned)) : tr("only in chat"));
    showDeliveries(now, totals.deliveries());

    const run::HealthRules rules;
    const double late = std::chrono::duration<double, std::milli>(rules.late).count();
    const double veryLate = std::chrono::duration<double, std::milli>(rules.veryLate).count();
    if (now.busiestWorker > rules.saturated || now.worstLag > veryLate)
        m_generator->setValue(tr("too busy"), Tile::Mood::Bad);
    else if (now.busiestWorker > rules.busy || now.worstLag > late)
        m_generator->setValue(tr("busy"), Tile::Mood::Warning);
    else
        m_generator->setValue(tr("fine"), Tile::Mood::Good);
    // What is worse of both: the tile is narrow.
    m_generator->setRemark(now.worstLag > late ? tr("lag %1").arg(formatDuration(now.worstLag))
                                               : tr("CPU %1").arg(formatShare(now.busiestWorker)));
}

void FigureTiles::showDeliveries(const LiveFigures::Now &now, const metrics::DeliveryAccount &account)
{
    const bool any = now.deliverySamples > 0;
    const bool bound = now.deliveryIsLowerBound;
    m_delivery->setValue(any ? formatAtLeast(now.deliveryP95, bound) : noValue(),
        bound && any ? Tile::Mood::Warning : Tile::Mood::Plain);
    m_delivery->setRemark(any ? tr("p99 %1").arg(formatAtLeast(now.deliveryP99, bound)) : QString());
    m_deliveries->setValue(account.expected > 0 ? formatRate(now.deliveriesPerSecond) : noValue(),
        account.lost > 0 ? Tile::Mood::Bad : Tile::Mood::Plain);
    m_deliveries->setRemark(account.expected == 0 ? tr("only in chat")
            : account.lost > 0                    ? tr("lost: %1").arg(formatCount(account.lost))
                                                  : tr("%1 under way").arg(formatCount(account.pending())));
}

} // namespace throng::ui
