// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/accessmanager.h"
#include "engine/http/lanequeue.h"

namespace throng::http {

/// An origin that a manager talks to, with its lanes there.
struct AccessManager::Destination {
    std::shared_ptr<const Origin> origin;
    std::array<std::unique_ptr<LaneQueue>, 2> lanes; // made when first used

    [[nodiscard]] LaneQueue &lane(AccessManager &manager, Lane which)
    {
        auto &queue = lanes[std::size_t(which)];
        if (!queue)
            queue = std::make_unique<LaneQueue>(manager, origin);
        return *queue;
    }
};

} // namespace throng::http
