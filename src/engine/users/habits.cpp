// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/habits.h"

#include <algorithm>
#include <cmath>

namespace throng::users {

Habits::Habits(const ChatParameters &parameters, Random random)
    : m_parameters(&parameters)
    , m_random(random)
{
}

Step Habits::next(bool hasRooms)
{
    return m_inRoom ? nextInRoom() : nextAtLarge(hasRooms);
}

Step Habits::nextNoticed(bool hasRooms)
{
    constexpr int tries = 10'000; // enough for a weight of one in a thousand
    for (int i = 0; i < tries; ++i) {
        if (const Step step = next(hasRooms); isNoticed(step.action))
            return { step.action, 0, 0 };
    }
    return { Action::SendText, 0, 0 };
}

Step Habits::nextAtLarge(bool hasRooms)
{
    const ChatParameters &p = *m_parameters;
    const std::array weights { p.doNothingWeight, p.sendTextWeight, p.lookAtRoomWeight, p.paginateWeight,
        p.goAwayWeight, p.changeDisplayNameWeight, p.chatInRoomWeight, p.acceptInvitesWeight };
    const bool any = std::any_of(weights.begin(), weights.end(), [](double weight) { return weight > 0; });
    const auto action = any ? Action(m_random.weighted(weights)) : Action::DoNothing;

    Step step { action, 0, 0 };
    switch (action) {
    case Action::DoNothing:
        step.during = p.doingNothing.draw(m_random);
        break;
    case Action::SendText:
        step.during = p.typing.draw(m_random);
        break;
    case Action::GoAway:
        step.during = p.beingAway.draw(m_random);
        break;
    case Action::AcceptInvite:
        step.during = p.acceptingInvite.draw(m_random);
        break;
    case Action::EnterRoom:
        if (hasRooms) {
            enterRoom();
            return step; // the first thing in the room follows at once
        }
        break;
    default:
        break;
    }
    step.after = p.afterAction.draw(m_random);
    return step;
}

void Habits::enterRoom()
{
    const ChatParameters &p = *m_parameters;
    const double text = std::max(1.0, std::round(p.roomTextWeight.draw(m_random)));
    const double image = p.roomImageWeight.draw(m_random);
    const double reaction = p.roomReactionWeight.draw(m_random);
    m_roomWeights = { text, image, reaction, p.roomLeaveWeight };
    for (double &weight : m_roomWeights)
        weight += p.roomAddedWeight;
    m_inRoom = true;
}

Step Habits::nextInRoom()
{
    const ChatParameters &p = *m_parameters;
    const auto action = Action(int(Action::RoomText) + int(m_random.weighted(m_roomWeights)));
    if (action == Action::LeaveRoom) {
        m_inRoom = false;
        return { action, 0, 0 }; // what comes next follows at once
    }
    Step step { action, 0, 0 };
    if (action == Action::RoomText)
        step.during = p.typing.draw(m_random);
    step.after = p.inRoom.draw(m_random);
    return step;
}

int Plan::advanceTo(double seconds, bool hasRooms)
{
    int noticed = 0;
    for (int steps = 0; m_due <= seconds; ++steps) {
        if (steps >= s_most) {
            m_due = seconds;
            break;
        }
        if (!m_counted) {
            m_counted = true;
            noticed += isNoticed(m_step.action) ? 1 : 0;
            m_due += m_step.after;
            continue;
        }
        m_step = m_habits.next(hasRooms);
        m_counted = false;
        m_due += m_step.during;
    }
    return noticed;
}

} // namespace throng::users
