// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/exchange.h"
#include "engine/practice/faultplan.h"
#include "engine/practice/performancemodel.h"

#include <functional>

namespace throng::practice {

/// What goes on behind the homeserver: how fast its workers are, which faults befall it, who keeps the books.
/// The Matrix API knows of it only where it must; /_practice/… hands it to the tester.
class Backstage {
public:
    virtual ~Backstage() = default;

    /// Whether everything is answered at once.
    [[nodiscard]] virtual bool isInstant() const = 0;
    /// Calls `done` when a worker has had the time to hand `events` events to a long poll.
    virtual void workOnDelivery(std::size_t events, std::function<void()> done) = 0;
    /// What a fault does to the timelines of this sync, if it is answered now.
    [[nodiscard]] virtual TimelineDistortion distortionOf(const Exchange &exchange) const = 0;

    virtual QByteArray truthJson(bool lists) = 0;
    virtual void resetTruth() = 0;
    virtual void setRecording(bool requests, bool deliveries) = 0;
    virtual void setFaults(FaultPlan faults) = 0;
    virtual void setPerformance(PerformanceModel performance) = 0;
};

} // namespace throng::practice
