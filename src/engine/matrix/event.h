// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace throng::matrix {

/// Marks an event as one that Throng has sent, so that its deliveries can be timed: content["org.throng"] is
/// "RUN.NUMBER", both in base 36.
struct EventTag {
    quint64 run = 0; ///< of one test; 0: there is no tag
    quint64 number = 0; ///< of the message in that test

    [[nodiscard]] bool isSet() const { return run != 0; }
    friend bool operator==(const EventTag &, const EventTag &) = default;
};

/// The key of the tag in an event's content.
inline constexpr char eventTagKey[] = "org.throng";

/// An event of a room's timeline, cut down to what a virtual user acts on. All strings are UTF-8; what an event
/// does not have, or has with another type, is empty (servers pass on whatever clients put into `content`).
struct Event {
    QByteArray id;
    QByteArray sender;
    QByteArray type; ///< shared storage for the common types, so comparing and copying is cheap
    qint64 originServerTs = 0; ///< milliseconds since 1970 on the clock of the sender's server
    qint64 age = -1; ///< unsigned.age: milliseconds since then on the answering server's clock; -1: not told

    QByteArray messageType; ///< content.msgtype of m.room.message: "m.text", "m.image"
    QByteArray url; ///< content.url (mxc://…) of a message with a file
    QByteArray relationType; ///< content.m.relates_to.rel_type: "m.annotation", "m.replace", "m.thread"
    QByteArray relatesTo; ///< content.m.relates_to.event_id
    QByteArray relationKey; ///< content.m.relates_to.key: the reaction
    EventTag tag; ///< of our own messages

    /// Something to look at, answer or react to: a message that is no edit of another.
    [[nodiscard]] bool isMessage() const { return type == "m.room.message" && relationType != "m.replace"; }
    [[nodiscard]] bool isImage() const { return messageType == "m.image" && !url.isEmpty(); }

    friend bool operator==(const Event &, const Event &) = default;
};

} // namespace throng::matrix
