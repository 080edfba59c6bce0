// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/request.h"

#include <array>
#include <memory>

namespace throng::http {

class AccessManager;
class LaneQueue;
struct Origin;
class Transfer;

/// An origin that a manager talks to, with its lanes there: one for each Lane in HTTP/1.1. In HTTP/2 one connection
/// carries everything, so there is one queue. As long as nobody knows what the server speaks there is one too, and
/// what belongs on the other lane moves there when it turns out to be HTTP/1.1.
class Destination {
public:
    Destination(AccessManager &manager, std::shared_ptr<const Origin> origin);
    ~Destination();

    [[nodiscard]] const std::shared_ptr<const Origin> &origin() const { return m_origin; }
    /// See LaneQueue::start().
    void start(Transfer &transfer, Lane lane, Nanoseconds timeout);
    void closeIdleConnections();

    // For its lanes.
    [[nodiscard]] bool mayBeHttp2() const { return m_mayBeHttp2; }
    /// From now on nothing else is spoken here.
    void agreedOnHttp1();

private:
    [[nodiscard]] LaneQueue &queue(Lane lane);

    AccessManager &m_manager;
    std::shared_ptr<const Origin> m_origin;
    std::array<std::unique_ptr<LaneQueue>, 2> m_lanes; // made when first used
    bool m_mayBeHttp2;
};

} // namespace throng::http
