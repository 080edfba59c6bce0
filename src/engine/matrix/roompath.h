// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace throng::matrix {

/// A room's ID and the beginning of every path about it, percent-encoded once. Keep one per room that a user
/// is in: copies share their storage. The ID is opaque: those of room version 12 have no domain.
class RoomPath {
public:
    RoomPath() = default;
    explicit RoomPath(QByteArray roomId);

    [[nodiscard]] bool isEmpty() const { return m_id.isEmpty(); }
    [[nodiscard]] const QByteArray &id() const { return m_id; }
    /// "/_matrix/client/v3/rooms/%21abc%3Aexample.org/"
    [[nodiscard]] const QByteArray &path() const { return m_path; }

    friend bool operator==(const RoomPath &a, const RoomPath &b) { return a.m_id == b.m_id; }

private:
    QByteArray m_id;
    QByteArray m_path;
};

} // namespace throng::matrix
