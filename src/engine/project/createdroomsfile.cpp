// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/createdroomsfile.h"

#include "engine/base/words.h"
#include "engine/project/csv.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace throng::project {

bool CreatedRoom::isOf(const std::vector<QString> &planned) const
{
    if (id.isEmpty() || planned.empty())
        return false;
    return members.isEmpty() ? creator == planned.front() : members == membersMark(planned);
}

QByteArray membersMark(const std::vector<QString> &members)
{
    QCryptographicHash hash(QCryptographicHash::Sha1);
    for (const QString &member : members)
        hash.addData(QByteArray(member.toUtf8() + '\n'));
    return hash.result().toHex().first(12);
}

CreatedRoomsFile::CreatedRoomsFile(AppendFile file)
    : m_file(std::move(file))
{
}

Result<CreatedRoomsFile::Rooms> CreatedRoomsFile::read(const QString &path)
{
    Rooms rooms;
    const QByteArrayList columns { "name"_ba, "room_id"_ba, "creator"_ba };
    const Result<> rows =
        AppendFile::readRows(path, columns, { "members"_ba }, [&](const AppendFile::Row &row) -> Result<> {
            const CreatedRoom room { QString::fromUtf8(row.fields[1]), QString::fromUtf8(row.fields[2]),
                row.fields[3] };
            if (!room.id.startsWith(u'!'))
                return failure(
                    Words::tr("\"%1\" is no room ID").arg(room.id), row.where, Words::tr("an ID that begins with !"));
            rooms.insert(QString::fromUtf8(row.fields[0]), room);
            return {};
        });
    if (!rows)
        return tl::unexpected(rows.error());
    return rooms;
}

Result<CreatedRoomsFile> CreatedRoomsFile::openForAppend(const QString &path)
{
    // A file that is something else is not appended to.
    if (const auto readable = read(path); !readable)
        return tl::unexpected(readable.error());
    Result<AppendFile> file = AppendFile::open(path, "name,room_id,creator,members"_ba, Access::Ordinary);
    if (!file)
        return tl::unexpected(file.error());
    return CreatedRoomsFile(std::move(*file));
}

void CreatedRoomsFile::append(const QString &name, const CreatedRoom &room)
{
    m_file.append(csvLine({ name.toUtf8(), room.id.toUtf8(), room.creator.toUtf8(), room.members }));
}

} // namespace throng::project
