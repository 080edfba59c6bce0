// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/users/distributions.h"

#include <QLatin1String>
#include <QList>
#include <QString>

#include <array>
#include <chrono>

namespace throng::users {

using Milliseconds = std::chrono::milliseconds;

/// What the users of a test do: matrix-locust's four scripts, and FillRooms, which gives the server a past.
enum class Behaviour : quint8 { Register, CreateRooms, JoinRooms, FillRooms, Chat };

/// In the order in which tests need each other.
inline constexpr std::array allBehaviours { Behaviour::Register, Behaviour::CreateRooms, Behaviour::JoinRooms,
    Behaviour::FillRooms, Behaviour::Chat };

/// When chat users act by a timetable instead of their own pauses: an open model. Arrivals come whether or not the
/// server keeps up; each is taken by a user who is free, or waits for one.
struct ArrivalParameters {
    enum class Unit : quint8 {
        Actions, ///< of all users together
        MessagesPerRoom, ///< texts in each room, by one of its members
    };
    enum class Process : quint8 {
        Poisson, ///< independent of each other, as people are
        Constant, ///< evenly
    };
    double rate = 10; ///< a second
    Unit unit = Unit::Actions;
    Process process = Process::Poisson;

    friend bool operator==(const ArrivalParameters &, const ArrivalParameters &) = default;
};

/// How often a request that the server refused with 429 is sent again.
struct RateLimitParameters {
    int retries = 3; ///< more 429s than this and the request counts as failed
    Milliseconds longestTotal { 60000 }; ///< nor is waited for longer than this in all, for one request
    Milliseconds waitIfUnsaid { 1000 }; ///< for a 429 that does not say retry_after_ms; doubled each time

    friend bool operator==(const RateLimitParameters &, const RateLimitParameters &) = default;
};

/// The set-up behaviours: register, create rooms, join rooms.
struct SetupParameters {
    int tries = 3; ///< for each account (register, join) or room (create)
    Milliseconds pauseBetweenTries { 5000 };
    int invitationsWithRoom = 50; ///< in createRoom itself; the others follow through /invite
    int fewerInvitationsWithRoom = 10; ///< from the first 400 "Cannot invite so many users at once" on
    QString roomPreset = QStringLiteral("private_chat"); ///< private_chat, public_chat or trusted_private_chat
    bool federateRooms = true; ///< false puts "m.federate": false into the creation content
    RateLimitParameters rateLimit;

    friend bool operator==(const SetupParameters &, const SetupParameters &) = default;
};

/// The past that FillRooms gives a server. How much there is to be follows from the plan of the rooms alone, so that a
/// second run finds what is still missing.
struct HistoryParameters {
    double messagesPerRoom = 100; ///< on average over all rooms
    double sizeWeight = 1; ///< a room has messages in proportion to members ^ this; 0: all rooms have as many
    double pictureShare = 0.02; ///< of the messages
    bool setProfiles = true; ///< each account gets a display name and an avatar
    LogNormal wordsInMessage { 1, 1 }; ///< as ChatParameters has them, like those below
    LogNormal imageBytes { 11.9, 0.7 };
    int largestImageBytes = 2000000;
    int imagesPerWorker = 8;

    int tries = 5; ///< for each message; then the account writes no more in that room
    Milliseconds pauseBetweenTries { 5000 };
    RateLimitParameters rateLimit { 10, Milliseconds(600'000), Milliseconds(1000) };

    friend bool operator==(const HistoryParameters &, const HistoryParameters &) = default;
};

/// A chat user's habits. The defaults are what matrix-locust's chat script really does; pauses are in seconds.
struct ChatParameters {
    // What the user does next, in proportion to the others.
    double doNothingWeight = 23;
    double sendTextWeight = 1;
    double lookAtRoomWeight = 4;
    double paginateWeight = 1;
    double goAwayWeight = 1;
    double changeDisplayNameWeight = 1;
    double chatInRoomWeight = 3;
    double acceptInvitesWeight = 0; ///< 8 in the original's first version, switched off in its last

    // Pauses, each in seconds.
    Exponential afterAction { 10 }; ///< after each of the above, except after leaving a room
    Exponential doingNothing { 10 }; ///< what "do nothing" waits besides
    Exponential typing { 5 }; ///< between the typing notice and the message
    Exponential beingAway { 600 }; ///< the sync goes on meanwhile
    Exponential acceptingInvite { 5 }; ///< before an invitation is accepted
    Exponential inRoom { 25 }; ///< after each thing done while chatting in a room

    // Chatting in a room: the weights are drawn anew at each visit.
    Normal roomTextWeight { 15, 4 }; ///< rounded, at least 1
    OneOf roomImageWeight { { 0, 0, 0, 1, 1, 2 } };
    OneOf roomReactionWeight { { 0, 0, 1, 1, 1, 2, 3 } };
    double roomLeaveWeight = 1;
    double roomAddedWeight = 1; ///< added to each of the four: Locust adds its decorator's 1 to the table

    // What is written, looked at and sent.
    LogNormal wordsInMessage { 1, 1 }; ///< at least 1, at most as many as the word list has
    int recentMessages = 10; ///< of a room, kept for looking at it and for reacting to it
    int paginateLimit = 20; ///< events asked for at a time
    LogNormal imageBytes { 11.9, 0.7 }; ///< size of a picture: median 147 kB
    int largestImageBytes = 2000000;
    int imagesPerWorker = 8; ///< different pictures, made once and sent again and again
    int thumbnailSize = 320; ///< pixels, wide and high, of a picture in a room's timeline
    int avatarSize = 64; ///< pixels, wide and high, of a sender's picture
    double downloadShare = 0.3; ///< of the pictures a user sees in its room, opened in full

    // Syncing.
    Milliseconds syncTimeout { 30000 }; ///< of the long poll
    QString filter; ///< a filter's ID or its JSON; empty: none
    QString setPresence; ///< offline, online or unavailable; empty: not sent, which means online
    bool useSavedSince = false; ///< go on where the last run's sync ended instead of an initial sync
    Milliseconds pauseAfterFailedSync { 5000 };

    // The client comes and goes: an app that is closed, a phone without reception. matrix-locust's stays.
    Exponential online { 0 }; ///< seconds until it is closed; 0: it stays open
    Exponential offline { 600 }; ///< seconds until it is opened again
    double logOutShare = 0; ///< of the closings, those with a logout: the next time begins with a login
    double freshStartShare = 0; ///< of the openings, those with an initial sync although the last one's end is known
    double outageAfter = 0; ///< seconds after the test began at which every client loses the server; 0: never
    double outage = 30; ///< seconds that it lasts: then all of them come back at once

    RateLimitParameters rateLimit;

    /// The original's table read as it is written: without what Locust adds to it, and "do nothing" waiting once.
    /// 1,000 users send about 19 texts a second so, and 12 by default.
    [[nodiscard]] static ChatParameters asWritten();

    friend bool operator==(const ChatParameters &, const ChatParameters &) = default;
};

/// The rooms of a population, beside those that are drawn for everybody: a department's, a bridge's.
struct GroupRooms {
    double perMember = 0; ///< so many rooms for each of the population: 0.1 is one for ten
    int smallest = 2; ///< members; every size up to the largest is as likely as any other
    int largest = 20;
    bool withOthers = false; ///< one of the population makes the room, all others in it are of other populations
    bool inCommonRooms = true; ///< the population is also among those whom the rooms of all are drawn for

    friend bool operator==(const GroupRooms &, const GroupRooms &) = default;
};

/// Users of one chat test who are alike, beside others who are not: lurkers, bots, people on a phone.
struct Population {
    QString name;
    double share = 1; ///< of the test's users, in proportion to the others
    ChatParameters chat; ///< complete in itself: what it does not say is ChatParameters' default, not the test's
    GroupRooms rooms {};

    friend bool operator==(const Population &, const Population &) = default;
};

/// All names of the parameters, in one place: calls `visit(name, field)` for each. What reads, writes or edits
/// parameters is written once for each type of field: double, int, bool, Milliseconds, QString and distributions.
template <typename Parameters, typename Visitor>
void visitRateLimit(Parameters &p, Visitor &&visit)
{
    visit(QLatin1String("rate_limit_retries"), p.rateLimit.retries);
    visit(QLatin1String("rate_limit_longest_total_ms"), p.rateLimit.longestTotal);
    visit(QLatin1String("rate_limit_wait_if_unsaid_ms"), p.rateLimit.waitIfUnsaid);
}

/// `Parameters` is SetupParameters, const or not.
template <typename Parameters, typename Visitor>
void visitSetup(Parameters &p, Visitor &&visit)
{
    visit(QLatin1String("tries"), p.tries);
    visit(QLatin1String("pause_between_tries_ms"), p.pauseBetweenTries);
    visit(QLatin1String("invitations_with_room"), p.invitationsWithRoom);
    visit(QLatin1String("fewer_invitations_with_room"), p.fewerInvitationsWithRoom);
    visit(QLatin1String("room_preset"), p.roomPreset);
    visit(QLatin1String("federate_rooms"), p.federateRooms);
    visitRateLimit(p, visit);
}

/// `Parameters` is HistoryParameters, const or not.
template <typename Parameters, typename Visitor>
void visitHistory(Parameters &p, Visitor &&visit)
{
    visit(QLatin1String("messages_per_room"), p.messagesPerRoom);
    visit(QLatin1String("size_weight"), p.sizeWeight);
    visit(QLatin1String("picture_share"), p.pictureShare);
    visit(QLatin1String("set_profiles"), p.setProfiles);
    visit(QLatin1String("words_in_message"), p.wordsInMessage);
    visit(QLatin1String("image_bytes"), p.imageBytes);
    visit(QLatin1String("largest_image_bytes"), p.largestImageBytes);
    visit(QLatin1String("images_per_worker"), p.imagesPerWorker);
    visit(QLatin1String("tries"), p.tries);
    visit(QLatin1String("pause_between_tries_ms"), p.pauseBetweenTries);
    visitRateLimit(p, visit);
}

/// `Rooms` is GroupRooms, const or not.
template <typename Rooms, typename Visitor>
void visitGroupRooms(Rooms &rooms, Visitor &&visit)
{
    visit(QLatin1String("per_member"), rooms.perMember);
    visit(QLatin1String("smallest"), rooms.smallest);
    visit(QLatin1String("largest"), rooms.largest);
    visit(QLatin1String("with_others"), rooms.withOthers);
    visit(QLatin1String("in_common_rooms"), rooms.inCommonRooms);
}

/// `Parameters` is ChatParameters, const or not.
template <typename Parameters, typename Visitor>
void visitChat(Parameters &p, Visitor &&visit)
{
    visit(QLatin1String("do_nothing_weight"), p.doNothingWeight);
    visit(QLatin1String("send_text_weight"), p.sendTextWeight);
    visit(QLatin1String("look_at_room_weight"), p.lookAtRoomWeight);
    visit(QLatin1String("paginate_weight"), p.paginateWeight);
    visit(QLatin1String("go_away_weight"), p.goAwayWeight);
    visit(QLatin1String("change_display_name_weight"), p.changeDisplayNameWeight);
    visit(QLatin1String("chat_in_room_weight"), p.chatInRoomWeight);
    visit(QLatin1String("accept_invites_weight"), p.acceptInvitesWeight);
    visit(QLatin1String("after_action_s"), p.afterAction);
    visit(QLatin1String("doing_nothing_s"), p.doingNothing);
    visit(QLatin1String("typing_s"), p.typing);
    visit(QLatin1String("being_away_s"), p.beingAway);
    visit(QLatin1String("accepting_invite_s"), p.acceptingInvite);
    visit(QLatin1String("in_room_s"), p.inRoom);
    visit(QLatin1String("room_text_weight"), p.roomTextWeight);
    visit(QLatin1String("room_image_weight"), p.roomImageWeight);
    visit(QLatin1String("room_reaction_weight"), p.roomReactionWeight);
    visit(QLatin1String("room_leave_weight"), p.roomLeaveWeight);
    visit(QLatin1String("room_added_weight"), p.roomAddedWeight);
    visit(QLatin1String("words_in_message"), p.wordsInMessage);
    visit(QLatin1String("recent_messages"), p.recentMessages);
    visit(QLatin1String("paginate_limit"), p.paginateLimit);
    visit(QLatin1String("image_bytes"), p.imageBytes);
    visit(QLatin1String("largest_image_bytes"), p.largestImageBytes);
    visit(QLatin1String("images_per_worker"), p.imagesPerWorker);
    visit(QLatin1String("thumbnail_size"), p.thumbnailSize);
    visit(QLatin1String("avatar_size"), p.avatarSize);
    visit(QLatin1String("download_share"), p.downloadShare);
    visit(QLatin1String("sync_timeout_ms"), p.syncTimeout);
    visit(QLatin1String("filter"), p.filter);
    visit(QLatin1String("set_presence"), p.setPresence);
    visit(QLatin1String("use_saved_since"), p.useSavedSince);
    visit(QLatin1String("pause_after_failed_sync_ms"), p.pauseAfterFailedSync);
    visit(QLatin1String("online_s"), p.online);
    visit(QLatin1String("offline_s"), p.offline);
    visit(QLatin1String("log_out_share"), p.logOutShare);
    visit(QLatin1String("fresh_start_share"), p.freshStartShare);
    visit(QLatin1String("outage_after_s"), p.outageAfter);
    visit(QLatin1String("outage_s"), p.outage);
    visitRateLimit(p, visit);
}

} // namespace throng::users
