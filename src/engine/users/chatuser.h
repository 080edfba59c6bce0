// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/task.h"
#include "engine/metrics/deliverylog.h"
#include "engine/metrics/figurerecorder.h"
#include "engine/users/actor.h"
#include "engine/users/clienthours.h"
#include "engine/users/habits.h"
#include "engine/users/knownrooms.h"
#include "engine/users/nameset.h"

#include <exception>
#include <memory>
#include <optional>

namespace throng::users {

/// A person with a chat client, which is open some of the time or always. While it is, there are two coroutines: one
/// keeps the client's sync going, the other does what the person's habits say. What fails is counted by the client and
/// not tried again, as a person would shrug and go on.
class ChatUser final : private PlanSource {
public:
    /// The actor has an account and outlives this.
    explicit ChatUser(Actor &actor);
    ~ChatUser();

    /// Until the user is stopped, or the server does not let it in (then the account is reported as failed).
    Task<> run();

private:
    int actionsDue() override;

    // chat.cpp: the frame
    Task<> comeAndGo();
    Task<> comeIn(); ///< not in if m_refusal says why
    Task<> beOnline();
    Task<> beOffline();
    Task<> waitUntil(double time);
    Task<> act();
    Task<> actOnArrivals();
    Task<bool> actOnce(Step step); ///< false when the server does not let the user in any longer
    Task<> perform(Step step);
    /// As long as that, or until the client is closed.
    [[nodiscard]] http::Sleep pause(double seconds);
    [[nodiscard]] bool isClosing() const { return sinceTestBegan() >= m_closing.at; }
    [[nodiscard]] double sinceTestBegan() const;
    [[nodiscard]] matrix::RoomPath roomToActIn();

    // chatsync.cpp: the client beside the person
    Task<> sync(); ///< never throws: what it meets is in m_syncError
    Task<> syncLoop();
    Task<bool> learnRooms();

    // chatnotes.cpp: what is measured of what the user sees
    void noteComing();
    void notePresence();
    void noteKnownRooms();
    /// Before m_rooms knows of it. Whether the client was there to hear of what is in it.
    bool noteSync(const matrix::SyncResponse &news);
    void noteRoom(const matrix::JoinedRoom &joined, http::Clock::time_point received, bool isFirst);
    void noteHistory(const std::vector<matrix::Event> &events);
    void noteGoing();
    /// Where what is ready now begins: earlier if the timetable had planned it earlier.
    [[nodiscard]] http::Clock::time_point readyNow() const { return http::Clock::now() - m_client.lateness(); }

    // chatactions.cpp: what the person does. A room is empty when the user is in none; then there is nothing to do.
    Task<> rest(double seconds);
    Task<> sendText(matrix::RoomPath room, double typingSeconds);
    Task<> lookAtRoom(matrix::RoomPath room);
    Task<> paginate(matrix::RoomPath room);
    Task<> changeDisplayName();
    Task<> acceptInvite(double hesitation);
    Task<> enterRoom(matrix::RoomPath room);
    Task<> sendPicture(matrix::RoomPath room);
    Task<> react(matrix::RoomPath room);
    Task<> leaveRoom();

    Task<> loadRoom(matrix::RoomPath room);
    Task<> meetSender(QByteArray userId);
    Task<> viewPictures(matrix::RoomPath room);
    Task<bool> showThumbnail(QByteArray mxc, int size);
    [[nodiscard]] std::vector<KnownMessage> recentMessages(const matrix::RoomPath &room);

    Actor &m_actor;
    matrix::Client &m_client;
    const ChatParameters &m_parameters;
    Habits m_habits;
    Plan m_plan;
    http::Clock::time_point m_began;

    KnownRooms m_rooms;
    matrix::RoomPath m_visited; ///< the room that the user chats in; empty when at large
    NameSet m_met; ///< senders, and their pictures, that the client has asked the server for

    ClientHours m_hours;
    ClientHours::Closing m_closing; ///< of the client as it is open now
    bool m_open = false; ///< the client; not while it is being closed
    bool m_goesOn; ///< where the last sync ended, instead of an initial sync
    std::optional<http::Clock::time_point> m_closedAt; ///< while the user is offline
    http::Nanoseconds m_offline { 0 }; ///< in all: what was not done then was not planned either

    bool m_synced = false; ///< at least once since m_rooms is empty

    // What is being measured
    struct Joining {
        QByteArray roomId;
        std::unique_ptr<metrics::Stopwatch> watch;
    };
    metrics::DeliveryLog &m_log;
    metrics::FigureRecorder &m_figures;
    metrics::FigureId m_ownLag;
    metrics::FigureId m_pollOverhead;
    std::optional<metrics::Stopwatch> m_comingIn; ///< until the first sync
    std::vector<Joining> m_joining; ///< rooms that have not been seen yet

    QByteArray m_userId;
    Signal m_firstSync;
    std::exception_ptr m_syncError;
    QString m_refusal; ///< why the server lets this user in no longer
};

} // namespace throng::users
