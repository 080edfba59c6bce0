// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/destination.h"

#include "engine/http/lanequeue.h"
#include "engine/http/origin.h"

namespace throng::http {

Destination::Destination(AccessManager &manager, std::shared_ptr<const Origin> origin)
    : m_manager(manager)
    , m_origin(std::move(origin))
    , m_mayBeHttp2(m_origin->isTls() && m_origin->tls.versions != HttpVersions::Http1)
{
}

Destination::~Destination() = default;

LaneQueue &Destination::queue(Lane lane)
{
    auto &queue = m_lanes[std::size_t(m_mayBeHttp2 ? Lane::Ordinary : lane)];
    if (!queue)
        queue = std::make_unique<LaneQueue>(m_manager, *this);
    return *queue;
}

void Destination::start(Transfer &transfer, Lane lane, Nanoseconds timeout)
{
    queue(lane).start(transfer, lane, timeout);
}

void Destination::closeIdleConnections()
{
    for (const auto &queue : m_lanes) {
        if (queue)
            queue->closeIfIdle();
    }
}

void Destination::agreedOnHttp1()
{
    if (!std::exchange(m_mayBeHttp2, false))
        return;
    LaneQueue &shared = queue(Lane::Ordinary);
    while (Transfer *misplaced = shared.takeWaiting(Lane::Sync))
        queue(Lane::Sync).adopt(*misplaced);
}

} // namespace throng::http
