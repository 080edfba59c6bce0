// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/event.h"
#include "engine/practice/syncfilter.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace throng::practice {

struct Homeserver;
struct Stay;

/// What a client asked of /sync.
struct SyncQuery {
    std::optional<Position> since;
    std::shared_ptr<const SyncFilter> filter;
    bool fullState = false;
    std::chrono::milliseconds timeout { 0 };
};

/// Mischief with the timelines of one answer.
struct TimelineDistortion {
    bool duplicate = false;
    bool reverse = false;
    bool gap = false; ///< the oldest events are left out, and nothing says so
    bool lose = false; ///< all events are, and nothing says so
    std::int64_t hugeEventBytes = 0;
};

struct SyncAnswer {
    std::string body;
    bool news = false; ///< something in it beside next_batch
    std::vector<EventPtr> deliveries; ///< what the timelines hold of events newer than `since`
    std::vector<const Stay *> membersShown; ///< by lazy loading; the device knows them once the answer is given
    bool distorted = false;
};

SyncAnswer buildSync(Homeserver &server, Device &device, const SyncQuery &query, const TimelineDistortion &distortion);

/// "s12": a sync token, or a place in a timeline for /messages.
std::string tokenOf(Position position);
std::optional<Position> positionOf(std::string_view token);

} // namespace throng::practice
