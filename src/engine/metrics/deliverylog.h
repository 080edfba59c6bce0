// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/deliverynotes.h"

#include <utility>

namespace throng::metrics {

/// Where the users of one worker write down what they send and see. Belongs to its worker's thread: no locks; a
/// delivery costs an append of 16 bytes.
class DeliveryLog {
public:
    using Time = DeliveryNotes::Time;

    /// `run` marks the test's messages; numbers are unique over all of its workers.
    DeliveryLog(quint64 run, int worker, int workers)
        : m_run(run)
        , m_next(quint32(worker))
        , m_step(quint32(workers))
    {
    }

    [[nodiscard]] quint64 run() const { return m_run; }

    void came(int user, const QByteArray &userId, Time time) { m_notes.came.push_back({ user, userId, time }); }
    void joined(int user, const QByteArray &roomId, Time time) { m_notes.joined.push_back({ user, roomId, time }); }
    void left(int user, const QByteArray &roomId, Time time) { m_notes.left.push_back({ user, roomId, time }); }
    void gap(int user, const QByteArray &roomId, Time time) { m_notes.gaps.push_back({ user, roomId, time }); }
    void stopped(int user, Time time) { m_notes.stopped.push_back({ user, time, m_isEnding }); }

    /// A message that is ready to be sent, or was to be, `ready`. Gives its number.
    [[nodiscard]] quint32 began(int user, const QByteArray &roomId, Time ready)
    {
        return begin({ 0, user, roomId, ready, ready, false });
    }
    [[nodiscard]] quint32 beganImage(int user, const QByteArray &roomId, Time ready, Time pressed)
    {
        return begin({ 0, user, roomId, ready, pressed, true });
    }
    void answered(quint32 number, DeliveryNotes::SendResult result, Time time, const QByteArray &eventId = {})
    {
        m_notes.answered.push_back({ number, result, time, eventId });
    }
    void arrived(quint32 number, int user, DeliveryNotes::Seen seen, Time time)
    {
        m_notes.arrived.emplace_back(number, user, seen, time);
    }
    void synced(int user, Time asked, Time answered) { m_notes.synced.push_back({ user, asked, answered }); }
    void imageSeen(const DeliveryNotes::ImageSeen &image) { m_notes.images.push_back(image); }

    /// Users that stop from now on do so because the test ends.
    void setEnding() { m_isEnding = true; }

    /// What was noticed since the last call. `now` is not before any of it.
    [[nodiscard]] DeliveryNotes take(Time now)
    {
        DeliveryNotes notes = std::exchange(m_notes, {});
        notes.until = now;
        // The next second will be much like this one: it need not grow again.
        m_notes.arrived.reserve(notes.arrived.size());
        m_notes.synced.reserve(notes.synced.size());
        return notes;
    }

private:
    quint32 begin(DeliveryNotes::Began message)
    {
        message.number = std::exchange(m_next, m_next + m_step);
        m_notes.began.push_back(std::move(message));
        return m_notes.began.back().number;
    }

    const quint64 m_run;
    quint32 m_next;
    const quint32 m_step;
    bool m_isEnding = false;
    DeliveryNotes m_notes;
};

} // namespace throng::metrics
