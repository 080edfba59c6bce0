// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/users/parameters.h"

#include <array>

namespace throng::users {

/// What a chat user does. The last four are what it does while it chats in a room.
enum class Action : quint8 {
    DoNothing,
    SendText,
    LookAtRoom,
    Paginate,
    GoAway,
    ChangeDisplayName,
    EnterRoom,
    AcceptInvite,
    RoomText,
    RoomImage,
    RoomReaction,
    LeaveRoom,
};

/// Something that the server notices, so that planned and achieved actions can be held against each other.
[[nodiscard]] constexpr bool isNoticed(Action action)
{
    return action != Action::DoNothing && action != Action::GoAway;
}

struct Step {
    Action action;
    double during = 0; ///< seconds that the person spends on it: typing, being away
    double after = 0; ///< seconds of pause before the next
};

/// Decides what a chat user does next and how long it takes over it. Knows nothing of the server, so what a crowd
/// of users would do can be computed without one. Pure but for its own chance: the same seed gives the same steps.
class Habits {
public:
    /// `parameters` outlives this.
    Habits(const ChatParameters &parameters, Random random);

    /// `hasRooms`: whether the user is in any; without, nobody enters one.
    [[nodiscard]] Step next(bool hasRooms);
    /// The next that the server notices, without the pauses: of a user who acts by a timetable. A text if nothing else
    /// is ever done.
    [[nodiscard]] Step nextNoticed(bool hasRooms);
    /// In the middle of chatting in a room.
    [[nodiscard]] bool isInRoom() const { return m_inRoom; }

private:
    Step nextAtLarge(bool hasRooms);
    Step nextInRoom();
    void enterRoom();

    const ChatParameters *m_parameters;
    Random m_random;
    std::array<double, 4> m_roomWeights {}; ///< text, image, reaction, leave; of this visit
    bool m_inRoom = false;
};

/// What a user would have done by now if the server always answered at once: the same person as the real one, with
/// the same seed. What the real one lags behind is the server's doing, or the generator's.
class Plan {
public:
    explicit Plan(Habits habits)
        : m_habits(std::move(habits))
    {
    }

    /// How many noticed actions come due up to `seconds` after the beginning, since the last call. Users without any
    /// pause have no plan to lag behind: no more than s_most are counted at a time.
    [[nodiscard]] int advanceTo(double seconds, bool hasRooms);

private:
    static constexpr int s_most = 10000;

    Habits m_habits;
    Step m_step { Action::DoNothing, 0, 0 };
    double m_due = 0; ///< when m_step is done
    bool m_counted = true;
};

} // namespace throng::users
