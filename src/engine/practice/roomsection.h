// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/syncresponse.h"

#include <string>
#include <vector>

namespace throng::practice {

struct Device;
struct Room;
struct Stay;

/// Writes the part of a /sync that is about one room.
class RoomSection {
public:
    RoomSection(Device &device, const SyncQuery &query, const TimelineDistortion &distortion, SyncAnswer &answer);

    /// Each appends `"!room":{…}`, or nothing when the filter leaves nothing to say.
    void appendJoined(std::string &out, const Stay &stay);
    void appendInvited(std::string &out, const Stay &stay);
    void appendLeft(std::string &out, const Stay &stay);

private:
    struct Timeline {
        std::vector<EventPtr> events;
        bool limited = false;
        Position start = 0; ///< of its first event
    };

    [[nodiscard]] bool isNews(Position position) const { return !m_query.since || position > *m_query.since; }
    Timeline timelineOf(const Room &room, Position after, Position until) const;
    void appendTimeline(std::string &out, const Timeline &timeline);
    bool appendState(std::string &out, const Stay &stay, const Timeline &timeline, bool whole);
    bool appendStateEvent(std::string &out, const EventPtr &latest, const Timeline &timeline, bool whole) const;
    bool appendLazyMembers(std::string &out, const Stay &stay, const Timeline &timeline, bool whole);
    bool appendEphemeral(std::string &out, const Room &room) const;
    bool appendAccountData(std::string &out, const Stay &stay) const;
    void appendSummary(std::string &out, const Stay &stay) const;
    [[nodiscard]] Timeline distorted(Timeline timeline);

    const Clock::time_point m_now = Clock::now();
    Device &m_device;
    const SyncQuery &m_query;
    const TimelineDistortion &m_distortion;
    SyncAnswer &m_answer;
};

} // namespace throng::practice
