// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/faultplan.h"

#include <QByteArray>
#include <QList>
#include <QMap>

#include <chrono>

namespace throng::practice {

/// One request, as the server saw it. Times are of the monotonic clock, the same that the generator reads.
struct RequestRecord {
    using Clock = std::chrono::steady_clock;

    int endpoint = 0; ///< index into Truth::endpoints
    int status = 0; ///< 0: the client left before, or a fault swallowed the answer
    Clock::time_point arrived; ///< its first byte was read
    Clock::time_point complete; ///< its last byte was read
    Clock::time_point sending; ///< the last bytes of the answer were about to be handed to the kernel
    Clock::time_point departed; ///< the last byte of the answer was handed to the kernel, or the connection ended
    quint64 bodyBytes = 0; ///< of the answer
    quint16 clientPort = 0; ///< of the connection: what a client's own record can be matched by
    FaultKind fault = FaultKind::None;
    bool initialSync = false; ///< a sync without `since`
    bool waited = false; ///< a sync that had nothing to say at first: a long poll
    bool delivered = true; ///< the whole answer was handed to the kernel
};

/// An event in the timeline of a user's /sync that was handed to the kernel whole.
struct DeliveryRecord {
    QByteArray eventId;
    QByteArray userId; ///< the receiver, who may be the sender
    RequestRecord::Clock::time_point sent; ///< the event was accepted
    RequestRecord::Clock::time_point received; ///< the sync's last byte was handed to the kernel
    bool initialSync = false;
};

/// What really happened on the server. A plain value: a copy taken at one moment.
struct Truth {
    struct Endpoint {
        QByteArray method;
        QByteArray name; ///< as Throng's statistics name it: "/_matrix/client/v3/rooms/_/send/m.room.message"
        QMap<int, quint64> answers; ///< status → how many; 0 for those never answered
        quint64 total() const;
    };

    // The state now
    quint64 accounts = 0; ///< deactivated ones not counted
    quint64 rooms = 0;
    quint64 joined = 0; ///< memberships
    quint64 invited = 0; ///< memberships still waiting
    quint64 events = 0; ///< in all timelines, state included
    quint64 mediaBytes = 0;
    quint64 connections = 0; ///< open
    quint64 waitingSyncs = 0;

    // What was accepted since the start or resetTruth()
    quint64 registrations = 0;
    quint64 logins = 0;
    quint64 refreshes = 0;
    quint64 roomsCreated = 0;
    quint64 joins = 0;
    quint64 invitations = 0;
    quint64 leaves = 0;
    quint64 uploads = 0;
    quint64 downloads = 0;
    quint64 repeatedTransactions = 0; ///< sends answered from an earlier one with the same transaction ID
    QMap<QByteArray, quint64> eventsByType; ///< accepted by /send, /state and those that rooms make by themselves
    quint64 connectionsOpened = 0;
    quint64 malformedRequests = 0; ///< no HTTP, or over a limit
    QMap<QByteArray, quint64> faults; ///< name of the kind → how often it struck
    quint64 stateFull = 0; ///< refused because a cap of Options was reached

    /// (event, receiver) pairs in timelines of incremental syncs, the sender's own included. Counted when handed
    /// to the kernel.
    quint64 deliveries = 0;

    QList<Endpoint> endpoints;
    QList<RequestRecord> requestList; ///< when Options::recordRequests
    QList<DeliveryRecord> deliveryList; ///< when Options::recordDeliveries; initial syncs included

    /// All answers of one endpoint with one status; status -1: of any status.
    quint64 count(QByteArrayView method, QByteArrayView name, int status = -1) const;
    /// As served at /_practice/truth: counters, and the lists when asked for. Times in nanoseconds.
    QByteArray toJson(bool lists) const;
};

} // namespace throng::practice
