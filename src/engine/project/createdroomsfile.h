// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/project/appendfile.h"

#include <QHash>
#include <QString>

#include <vector>

namespace throng::project {

struct CreatedRoom {
    QString id; ///< the server's
    QString creator; ///< account name
    QByteArray members {}; ///< membersMark() of the plan it was made for; empty in files of older versions

    /// Whether it was made for a plan with these members: room names repeat themselves from plan to plan.
    [[nodiscard]] bool isOf(const std::vector<QString> &members) const;

    friend bool operator==(const CreatedRoom &, const CreatedRoom &) = default;
};

/// A short digest of a room's members, in their order.
[[nodiscard]] QByteArray membersMark(const std::vector<QString> &members);

/// rooms-created.csv: header `name,room_id,creator,members`; which planned room is which on the server, so that a
/// second run finds them. Appended to while rooms are made; a row that a killed run left unfinished is ignored.
class CreatedRoomsFile {
public:
    using Rooms = QHash<QString, CreatedRoom>; ///< by name in rooms.json

    [[nodiscard]] static Result<Rooms> read(const QString &path); ///< a missing file is an empty one

    [[nodiscard]] static Result<CreatedRoomsFile> openForAppend(const QString &path);
    void append(const QString &name, const CreatedRoom &room);
    [[nodiscard]] Result<> flush() { return m_file.flush(); }

private:
    explicit CreatedRoomsFile(AppendFile file);

    AppendFile m_file;
};

} // namespace throng::project
