// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/deliverynotes.h"
#include "engine/metrics/histogram.h"

namespace throng::metrics {

/// When a delivery is given up.
struct DeliveryRules {
    /// A sync shows that a delivery is lost only if it was asked for so much later than the message was acknowledged:
    /// a server that writes several events at once may tell of none before all are written.
    Nanoseconds grace = std::chrono::seconds(2);
    /// While the receiver runs, nothing is lost before this.
    Nanoseconds patience = std::chrono::seconds(30);
    /// A message that was never acknowledged and that nobody has seen was not sent, after this.
    Nanoseconds unansweredFor = std::chrono::seconds(60);
    /// What a gap left out may be found by scrolling back for so long.
    Nanoseconds gapFor = std::chrono::minutes(10);
};

/// A room whose messages took long.
struct SlowRoom {
    QByteArray roomId;
    int members = 0; ///< who ran, at most
    quint64 deliveries = 0; ///< live ones
    Nanoseconds mean { 0 };
    Nanoseconds worst { 0 };
};

/// A delivery that the server owes: what shows that it was not merely late.
struct LostDelivery {
    QByteArray eventId; ///< empty: only others' syncs told of it
    QByteArray roomId;
    QByteArray receiver; ///< user ID
    // In nanoseconds since the message was ready
    Nanoseconds accepted { 0 }; ///< the server had acknowledged it, or shown it to somebody
    Nanoseconds asked { 0 }; ///< the receiver's latest sync that was answered without it was asked for
    Nanoseconds givenUp { 0 };
};

/// One delivery by itself, for whoever holds them against another record of the same deliveries.
struct DeliveryRecord {
    QByteArray eventId;
    QByteArray receiver; ///< user ID
    DeliveryNotes::Time ready;
    DeliveryNotes::Time received;
    DeliveryNotes::Seen seen = DeliveryNotes::Seen::Live;
};

/// What a test's deliveries show beside its figures and its account.
struct DeliveryFindings {
    std::vector<SlowRoom> slowestRooms; ///< slowest first, ten at most
    std::vector<LostDelivery> lost; ///< the first twenty
    Nanoseconds oldestInFlight { 0 }; ///< of those in flight at the end: since it was ready
    std::vector<DeliveryRecord> records; ///< all, if they were asked for
};

} // namespace throng::metrics
