// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/matrix/event.h"
#include "engine/matrix/roompath.h"
#include "engine/users/distributions.h"
#include "engine/users/picture.h"

#include <array>
#include <memory>
#include <vector>

namespace throng::users {

/// What users need of a message in a room.
struct SeenMessage {
    QByteArray eventId;
    QByteArray sender;
    QByteArray picture; ///< mxc:// of an image; empty for other messages
    matrix::EventTag tag {}; ///< what the sender's test marked it with
};
using SharedMessage = std::shared_ptr<const SeenMessage>;

/// What the virtual users of one worker share, to stay small and to be quick. Single-threaded.
class WorkerCache {
public:
    /// The same bytes, in storage shared with an equal string seen lately: members of one room all hear of the same
    /// events and senders.
    [[nodiscard]] QByteArray shared(const QByteArray &text);
    [[nodiscard]] matrix::RoomPath sharedPath(const QByteArray &roomId);
    /// Of an event that has an ID; never null. Whoever saw the event lately has the same.
    [[nodiscard]] SharedMessage sharedMessage(const matrix::Event &event);

    /// Makes the pictures that a test's users send, some milliseconds each, unless they are there already. Called by
    /// users before their first request, so that nobody's request has to wait for it.
    /// `sizes` are in bytes, at most `largest`.
    void preparePictures(int count, const LogNormal &sizes, int largest, quint64 seed);
    [[nodiscard]] const std::vector<Picture> &pictures() const { return m_pictures; }

private:
    std::array<QByteArray, 4096> m_strings; ///< one place for each hash; a newer string takes it over
    std::array<matrix::RoomPath, 1024> m_paths;
    std::array<SharedMessage, 1024> m_messages;
    std::vector<Picture> m_pictures;
    std::vector<int> m_pictureBytes; ///< what m_pictures was made for
    quint64 m_pictureSeed = 0;
};

} // namespace throng::users
