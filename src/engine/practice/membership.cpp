// SPDX-License-Identifier: GPL-3.0-or-later
// Who comes into rooms and who goes.
#include "engine/practice/homeserver.h"
#include "engine/practice/json.h"

namespace throng::practice {

Stay &Rooms::stay(Room &room, User &user)
{
    auto &slot = room.stays[&user];
    if (!slot) {
        slot = std::make_unique<Stay>(room, user);
        user.stays.push_back(slot.get());
    }
    return *slot;
}

EventPtr Rooms::addMembership(Room &room, const User &sender, User &target, Membership membership, bool direct)
{
    Stay &about = stay(room, target);
    EventDraft draft;
    draft.type = "m.room.member";
    draft.stateKey = target.id;
    draft.membership = membership;
    JsonWriter writer(draft.content);
    writer.beginObject().member("membership", membershipName(membership));
    if (membership == Membership::Join || membership == Membership::Invite) {
        writer.member("displayname", target.displayName);
        if (!target.avatarUrl.empty())
            writer.member("avatar_url", target.avatarUrl);
    }
    if (direct)
        writer.flag("is_direct", true);
    writer.endObject();
    const EventPtr event = add(room, sender, std::move(draft));
    if (about.event) {
        JsonWriter(event->unsignedMembers)
            .member("replaces_state", about.event->id)
            .rawMember("prev_content", about.event->content())
            .member("prev_sender", about.event->sender);
    }

    Truth &books = m_server.books;
    const Membership before = about.membership;
    if (before == Membership::Join && membership != Membership::Join)
        --books.joined;
    if (before != Membership::Join && membership == Membership::Join)
        ++books.joined, ++books.joins;
    if (before == Membership::Invite && membership != Membership::Invite)
        --books.invited;
    if (before != Membership::Invite && membership == Membership::Invite)
        ++books.invited, ++books.invitations;
    if (membership == Membership::Leave)
        ++books.leaves;
    room.setMembership(about, membership, event);

    announce(room);
    if (membership != Membership::Join) {
        target.lastPosition = event->position;
        m_server.syncs.wake(target);
    }
    return event;
}

Allowed<User *> Rooms::targetFor(Room &room, User &by, std::string_view target, std::int64_t needed) const
{
    if (room.membershipOf(by) != Membership::Join)
        return refused(403, "M_FORBIDDEN", "User " + by.id + " not in room " + room.id);
    if (levelOf(room, by) < needed)
        return refused(403, "M_FORBIDDEN", "You don't have permission to do that in this room");
    User *user = m_server.accounts.find(target);
    if (!user || !target.starts_with('@'))
        return refused(404, "M_NOT_FOUND", "There is no user " + std::string(target) + " on this server");
    return user;
}

Allowed<> Rooms::invite(Room &room, User &inviter, std::string_view target, bool direct)
{
    const Allowed<User *> user = targetFor(room, inviter, target, room.power.invite);
    if (!user)
        return tl::unexpected(user.error());
    switch (room.membershipOf(**user)) {
    case Membership::Join:
        return refused(403, "M_FORBIDDEN", (*user)->id + " is already in the room.");
    case Membership::Ban:
        return refused(403, "M_FORBIDDEN", (*user)->id + " is banned from the room");
    default:
        break;
    }
    if (m_server.books.events >= m_server.options.maximumEvents)
        return tl::unexpected(m_server.full("events"));
    addMembership(room, inviter, **user, Membership::Invite, direct);
    return {};
}

Allowed<> Rooms::join(Room &room, User &user)
{
    switch (room.membershipOf(user)) {
    case Membership::Join:
        return {};
    case Membership::Ban:
        return refused(403, "M_FORBIDDEN", "You are banned from this room");
    case Membership::Invite:
        break;
    default:
        if (!room.joinable && room.creator != user.id)
            return refused(403, "M_FORBIDDEN", "You are not invited to this room.");
        if (room.joined.empty())
            return refused(404, "M_NOT_FOUND",
                "Can't join remote room because no servers that are in the room have been provided.");
    }
    if (m_server.books.events >= m_server.options.maximumEvents)
        return tl::unexpected(m_server.full("events"));
    addMembership(room, user, user, Membership::Join);
    return {};
}

Allowed<> Rooms::leave(Room &room, User &user)
{
    const Membership now = room.membershipOf(user);
    if (now == Membership::Leave)
        return {};
    if (now != Membership::Join && now != Membership::Invite)
        return refused(403, "M_FORBIDDEN", "User " + user.id + " not in room " + room.id);
    addMembership(room, user, user, Membership::Leave);
    return {};
}

Allowed<> Rooms::kick(Room &room, User &by, std::string_view target)
{
    const Allowed<User *> user = targetFor(room, by, target, room.power.kick);
    if (!user)
        return tl::unexpected(user.error());
    const Membership now = room.membershipOf(**user);
    if (now != Membership::Join && now != Membership::Invite)
        return refused(403, "M_FORBIDDEN", "The target user is not in the room");
    if (*user != &by && levelOf(room, by) <= levelOf(room, **user))
        return refused(403, "M_FORBIDDEN", "You cannot kick user " + (*user)->id + ".");
    addMembership(room, by, **user, Membership::Leave);
    return {};
}

Allowed<> Rooms::ban(Room &room, User &by, std::string_view target)
{
    const Allowed<User *> user = targetFor(room, by, target, room.power.ban);
    if (!user)
        return tl::unexpected(user.error());
    if (levelOf(room, by) <= levelOf(room, **user))
        return refused(403, "M_FORBIDDEN", "You don't have permission to ban");
    addMembership(room, by, **user, Membership::Ban);
    return {};
}

Allowed<> Rooms::unban(Room &room, User &by, std::string_view target)
{
    const Allowed<User *> user = targetFor(room, by, target, room.power.ban);
    if (!user)
        return tl::unexpected(user.error());
    if (room.membershipOf(**user) != Membership::Ban)
        return refused(403, "M_FORBIDDEN", "The target user is not banned");
    addMembership(room, by, **user, Membership::Leave);
    return {};
}

Allowed<> Rooms::forget(Room &room, User &user)
{
    Stay *about = room.stayOf(user);
    if (about && (about->membership == Membership::Join || about->membership == Membership::Invite))
        return refused(400, "M_UNKNOWN", "User " + user.id + " is in room " + room.id);
    if (!about)
        return refused(404, "M_NOT_FOUND", "Not a known room");
    about->forgotten = true;
    return {};
}

void Rooms::profileChanged(User &user)
{
    const std::vector<Stay *> stays = user.stays;
    for (Stay *about : stays) {
        if (about->membership == Membership::Join)
            addMembership(about->room, user, user, Membership::Join);
    }
}

} // namespace throng::practice
