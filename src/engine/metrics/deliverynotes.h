// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <chrono>
#include <vector>

namespace throng::metrics {

/// What the users of one worker did and saw of messages, as plain values: handed over once a second, put together with
/// the other workers' by DeliveryLedger. Times are of the monotonic clock, which all threads share; each list is
/// in the order in which things were noticed. Users go by their number in the test, messages by theirs.
struct DeliveryNotes {
    using Time = std::chrono::steady_clock::time_point;

    enum class Seen : quint8 {
        Live, ///< in a sync with a `since`
        Initial, ///< in the first of an opened client, or the first that shows the room
        Gap, ///< in a timeline that says that events before it were left out
        Fetched, ///< by scrolling back
    };
    enum class SendResult : quint8 {
        Accepted,
        Refused, ///< no such event exists
        Unanswered, ///< it may exist
    };

    struct Came {
        int user;
        QByteArray userId;
        Time time;
    };
    /// The user's client knows of the room and has a `since`: from now on it is to hear of everything.
    struct Joined {
        int user;
        QByteArray roomId;
        Time time;
    };
    struct Left {
        int user;
        QByteArray roomId;
        Time time;
    };
    struct Gap {
        int user;
        QByteArray roomId;
        Time time;
    };
    struct Stopped {
        int user;
        Time time;
        bool atEnd; ///< with all others, as the test ended
    };
    struct Began {
        quint32 number;
        int user;
        QByteArray roomId;
        Time ready; ///< or planned, where the arrivals are: where the delivery begins
        Time pressed; ///< of an image, before its upload; else as `ready`
        bool isImage;
    };
    struct Answered {
        quint32 number;
        SendResult result;
        Time time;
        QByteArray eventId; ///< if accepted
    };
    /// 16 bytes: of these there are most.
    class Arrived {
    public:
        Arrived(quint32 message, int user, Seen seen, Time last)
            : number(message)
            , m_who(quint32(user) << 2 | quint32(seen))
            , time(last)
        {
        }
        [[nodiscard]] int user() const { return int(m_who >> 2); }
        [[nodiscard]] Seen seen() const { return Seen(m_who & 3); }

        quint32 number;

    private:
        quint32 m_who;

    public:
        Time time; ///< of the last byte of the answer that brought it
    };
    struct Synced {
        int user;
        Time asked; ///< when the request was written
        Time answered;
    };
    struct ImageSeen {
        quint32 number;
        Time arrived; ///< its event
        std::chrono::nanoseconds loading; ///< until its thumbnail was there; where it was given up, until then
        bool isComplete;
    };

    std::vector<Came> came;
    std::vector<Joined> joined;
    std::vector<Left> left;
    std::vector<Gap> gaps;
    std::vector<Stopped> stopped;
    std::vector<Began> began;
    std::vector<Answered> answered;
    std::vector<Arrived> arrived;
    std::vector<Synced> synced;
    std::vector<ImageSeen> images;
    Time until; ///< nothing before this is still to come from this worker
};

} // namespace throng::metrics
