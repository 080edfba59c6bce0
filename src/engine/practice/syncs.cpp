// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/syncs.h"

#include "engine/practice/homeserver.h"

namespace throng::practice {

Syncs::Syncs(Homeserver &server)
    : m_server(server)
    , m_alive(std::make_shared<bool>(true))
{
}

Syncs::~Syncs() = default;

void Syncs::begin(const ExchangePtr &exchange, Device &device, SyncQuery query)
{
    exchange->record.initialSync = !query.since;
    SyncAnswer reply = buildSync(m_server, device, query, m_server.backstage.distortionOf(*exchange));
    if (reply.news || !query.since || query.timeout.count() <= 0) {
        deliver(*exchange, device, std::move(reply));
        return;
    }
    exchange->record.waited = true;
    exchange->request = {}; // nobody needs it any more, and ten thousand of these may wait

    auto wait = std::make_shared<SyncWait>(exchange, device, std::move(query), m_server.context);
    device.user->waits.push_back(wait);
    ++m_server.books.waitingSyncs;
    exchange->abandoned = [this, weak = std::weak_ptr(wait), alive = std::weak_ptr(m_alive)] {
        const auto left = weak.lock();
        if (left && !alive.expired())
            end(*left);
    };
    wait->deadline.start(Clock::now() + wait->query.timeout, [this, weak = std::weak_ptr(wait)] {
        const auto late = weak.lock();
        if (late && late->device)
            answer(*late, build(*late));
    });
}

SyncAnswer Syncs::build(SyncWait &wait)
{
    return buildSync(m_server, *wait.device, wait.query, m_server.backstage.distortionOf(*wait.exchange));
}

void Syncs::wake(User &user)
{
    for (const auto &wait : user.waits) {
        wait->made.reset();
        if (std::exchange(wait->due, true))
            continue;
        if (m_due.empty()) {
            callSoon(m_server.context, [this, alive = std::weak_ptr(m_alive)] {
                if (!alive.expired())
                    flush();
            });
        }
        m_due.push_back(wait);
    }
}

void Syncs::flush()
{
    const auto due = std::exchange(m_due, {});
    for (const auto &wait : due) {
        wait->due = false;
        if (!wait->device)
            continue;
        SyncAnswer reply = build(*wait);
        if (!reply.news)
            continue;
        if (m_server.backstage.isInstant()) {
            answer(*wait, std::move(reply));
            continue;
        }
        // A worker's time is needed; what happens meanwhile goes along.
        wait->due = true;
        const std::size_t events = reply.deliveries.size();
        wait->made = std::move(reply);
        m_server.backstage.workOnDelivery(events, [this, weak = std::weak_ptr(wait), alive = std::weak_ptr(m_alive)] {
            const auto ready = weak.lock();
            if (ready && ready->device && !alive.expired())
                answer(*ready, ready->made ? std::move(*ready->made) : build(*ready));
        });
    }
}

void Syncs::endWaits(Device &device)
{
    const auto waits = device.user->waits;
    for (const auto &wait : waits) {
        if (wait->device != &device)
            continue;
        const ExchangePtr exchange = wait->exchange;
        end(*wait);
        Answer gone;
        gone.status = 401;
        gone.body = R"({"errcode":"M_UNKNOWN_TOKEN","error":"The session has ended","soft_logout":false})";
        exchange->answer(std::move(gone));
    }
}

void Syncs::answer(SyncWait &wait, SyncAnswer reply)
{
    const ExchangePtr exchange = wait.exchange;
    Device &device = *wait.device;
    end(wait);
    deliver(*exchange, device, std::move(reply));
}

void Syncs::end(SyncWait &wait)
{
    if (!wait.device)
        return;
    const ExchangePtr exchange = std::move(wait.exchange);
    User &user = *std::exchange(wait.device, nullptr)->user;
    wait.deadline.cancel();
    exchange->abandoned = nullptr;
    --m_server.books.waitingSyncs;
    std::erase_if(user.waits, [&wait](const auto &other) { return other.get() == &wait; }); // may be its last owner
}

void Syncs::deliver(Exchange &exchange, Device &device, SyncAnswer reply)
{
    device.membersShown.insert(reply.membersShown.begin(), reply.membersShown.end());
    exchange.receiver = device.user->id;
    exchange.deliveries = std::move(reply.deliveries);
    exchange.distorted = reply.distorted;
    Answer answer;
    answer.body = std::move(reply.body);
    exchange.answer(std::move(answer));
}

} // namespace throng::practice
