// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace throng::metrics {

/// What became of the deliveries that were expected: one for each message and each other member of its room who was
/// there when it was ready to be sent. docs/measurements.md says what stands behind each explanation.
///
/// In a Snapshot these are changes, and may be negative: a message left out by a gap may still be found.
struct DeliveryAccount {
    qint64 messages = 0; ///< begun to be sent
    qint64 expected = 0;
    qint64 delivered = 0;
    qint64 receiverStopped = 0; ///< the user was stopped, by the load's shape or because the server let it in no more
    qint64 receiverLeft = 0; ///< the room
    qint64 gap = 0; ///< the server said ("limited") that it left out events
    qint64 notSent = 0; ///< refused by the server, or never acknowledged and seen by nobody
    qint64 inFlight = 0; ///< at the test's end: acknowledged, and no sync begun since was answered
    qint64 lost = 0; ///< a sync begun after the server had acknowledged the message was answered without it
    qint64 unexpected = 0; ///< none of the above: arrived at somebody who came later, or once more

    /// Of those expected: under way.
    [[nodiscard]] qint64 pending() const
    {
        return expected - delivered - receiverStopped - receiverLeft - gap - notSent - inFlight - lost;
    }

    DeliveryAccount &operator+=(const DeliveryAccount &other)
    {
        messages += other.messages;
        expected += other.expected;
        delivered += other.delivered;
        receiverStopped += other.receiverStopped;
        receiverLeft += other.receiverLeft;
        gap += other.gap;
        notSent += other.notSent;
        inFlight += other.inFlight;
        lost += other.lost;
        unexpected += other.unexpected;
        return *this;
    }
    friend bool operator==(const DeliveryAccount &, const DeliveryAccount &) = default;
};

} // namespace throng::metrics
