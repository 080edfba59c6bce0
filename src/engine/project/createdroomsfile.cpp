// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/createdroomsfile.h"

#include "engine/project/csv.h"

#include <QCryptographicHash>
#include <QFile>

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
    if (!QFile::exists(path))
        return rooms;
    const Result<QByteArray> text = readTextFile(path);
    if (!text)
        return tl::unexpected(text.error());
    if (!text->contains('\n'))
        return rooms;
    Result<CsvTable> table = CsvTable::open(*text, path, CsvTable::TornEnd::IsIgnored);
    if (!table)
        return tl::unexpected(table.error());
    const Result<int> name = table->column({ "name"_ba });
    const Result<int> roomId = table->column({ "room_id"_ba });
    const Result<int> creator = table->column({ "creator"_ba });
    const std::optional<int> members = table->findColumn("members"_ba);
    for (const Result<int> *column : { &name, &roomId, &creator }) {
        if (!*column)
            return tl::unexpected(column->error());
    }
    for (;;) {
        const Result<std::optional<CsvRecord>> row = table->next();
        if (!row)
            return tl::unexpected(row.error());
        if (!row->has_value())
            return rooms;
        const CsvRecord &record = **row;
        const CreatedRoom room { QString::fromUtf8(record.fields[*roomId]), QString::fromUtf8(record.fields[*creator]),
            members ? record.fields[*members] : QByteArray() };
        if (!room.id.startsWith(u'!'))
            return failure(
                u"\"%1\" is no room ID"_s.arg(room.id), table->whereIs(record), u"an ID that begins with !"_s);
        rooms.insert(QString::fromUtf8(record.fields[*name]), room);
    }
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
