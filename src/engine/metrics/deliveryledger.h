// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/deliveryaccount.h"
#include "engine/metrics/deliveryfindings.h"
#include "engine/metrics/deliverymessage.h"
#include "engine/metrics/deliverynotes.h"
#include "engine/metrics/deliveryrooms.h"
#include "engine/metrics/figure.h"
#include "engine/metrics/senttimes.h"

#include <array>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace throng::metrics {

struct Snapshot;

/// Joins what the workers noticed: who was to get each message, who got it when, and what became of the rest.
///
/// Lives on the conductor's thread. A message weighs some 200 bytes and one bit for each place in its room until all
/// its deliveries are accounted for; from then on, and while it is among the latest 131,072, 8 bytes.
class DeliveryLedger {
public:
    using Time = DeliveryNotes::Time;

    explicit DeliveryLedger(int workers, const DeliveryRules &rules = {});

    /// From now on every delivery goes into DeliveryFindings::records.
    void listDeliveries(bool on) { m_lists = on; }

    void add(int worker, DeliveryNotes notes, bool isLast);
    /// Joins what is known up to `until`, or to where all workers have reported if that is earlier, and writes what has
    /// changed since the last call into the snapshot of that second.
    void advance(Time until, Snapshot &second);
    /// The last call, after all workers' last notes and the last advance(): accounts for what is left.
    [[nodiscard]] DeliveryFindings finish(Snapshot &second);

private:
    using Seen = DeliveryNotes::Seen;
    using Message = DeliveryMessage;
    enum class Reason : quint8 { ReceiverStopped, ReceiverLeft, NotSent, InFlight, Lost };
    static constexpr std::size_t sizeClasses = 5;
    struct Live {
        HistogramRecorder times;
        HistogramRecorder unfinished;
        Histogram waiting;
    };

    // In the order of time
    void join(Time horizon);
    void apply(const DeliveryNotes::Began &note);
    void apply(const DeliveryNotes::Answered &note);
    void apply(const DeliveryNotes::Gap &note);
    void apply(const DeliveryNotes::Left &note);
    void apply(const DeliveryNotes::Stopped &note);
    void apply(const DeliveryNotes::Arrived &note);
    void apply(const DeliveryNotes::ImageSeen &note);

    void deliver(const Message &message, int user, Time time, Seen seen);
    void leave(int user, const DeliveryRooms::Membership &membership, Time time, bool hasStopped, bool atEnd);
    void settle(Message &message, int place, Reason reason, Time time);
    void endGap(Message &message, int place, Time time);
    [[nodiscard]] bool isLost(const Message &message, int user) const;
    void lookThrough(Time now);
    void closeIfDone(quint32 number);
    void fill(Snapshot &second);

    const DeliveryRules m_rules;
    bool m_lists = false;
    std::vector<Time> m_until; ///< by worker
    DeliveryNotes m_notes; ///< of all workers, not joined yet
    Time m_horizon; ///< all before is joined
    Time m_before; ///< the horizon of the second before
    unsigned m_passes = 0;

    DeliveryRooms m_rooms;
    std::unordered_map<quint32, Message> m_messages; ///< with deliveries that are not accounted for, or in a gap
    SentTimes m_ready;
    std::map<quint32, Time> m_pressed; ///< of the latest images
    std::unordered_map<quint32, QByteArray> m_eventIds; ///< if deliveries are listed
    std::unordered_set<quint64> m_lost; ///< number and user of those given up: they may come all the same

    std::array<Live, sizeClasses> m_live;
    HistogramRecorder m_initial;
    HistogramRecorder m_gapTimes;
    HistogramRecorder m_gapUnfinished;
    HistogramRecorder m_images;
    HistogramRecorder m_imagesUnfinished;
    DeliveryAccount m_account; ///< changes
    DeliveryFindings m_findings;
    struct Listed {
        quint32 number;
        int user;
        Time ready;
        Time time;
        Seen seen;
    };
    std::vector<Listed> m_listed;
};

} // namespace throng::metrics
