// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/roomsfile.h"

#include "engine/base/words.h"
#include "engine/project/textfile.h"

#include <simdjson.h>

#include <algorithm>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

namespace json = simdjson::ondemand;

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// Reads rooms.json value by value; every value is looked at, so no damage goes unnoticed.
class RoomsReader {
public:
    RoomsReader(const QString &path, const AccountIndex &accounts, const std::function<Result<>(PlannedRoom)> &room)
        : m_path(path)
        , m_accounts(accounts)
        , m_room(room)
        , m_lastRoomOf(static_cast<std::size_t>(accounts.size()), -1)
    {
    }

    Result<> read(QByteArray text)
    {
        m_size = text.size();
        text.append(QByteArray(simdjson::SIMDJSON_PADDING, '\0'));
        m_text = text;
        json::parser parser;
        json::document document;
        const auto size = static_cast<std::size_t>(m_size);
        if (const auto error =
                parser.iterate(m_text.constData(), size, size + simdjson::SIMDJSON_PADDING).get(document))
            return damaged(error, m_path); // nothing was parsed: there is no place to name
        json::object rooms;
        if (const auto error = document.get_object().get(rooms)) {
            if (error != simdjson::INCORRECT_TYPE)
                return damaged(error, document);
            return failure(Words::tr("does not hold an object"), m_path, u"{\"Room 0\": [\"user.000000\", …], …}"_s);
        }
        for (auto field : rooms) {
            std::string_view name;
            if (const auto error = field.unescaped_key().get(name))
                return damaged(error, document);
            PlannedRoom room { toQString(name), {} };
            json::value members;
            if (const auto error = field.value().get(members))
                return damaged(error, document);
            if (Result<> read = readMembers(room, members, document); !read)
                return read;
            if (Result<> taken = m_room(std::move(room)); !taken)
                return taken;
            ++m_roomNumber;
        }
        if (const char *rest = nullptr; document.current_location().get(rest) == simdjson::SUCCESS)
            return failure(
                Words::tr("goes on after the object's end"), whereIs(document), Words::tr("nothing but one object"));
        return {};
    }

private:
    Result<> readMembers(PlannedRoom &room, json::value &value, json::document &document)
    {
        json::array members;
        if (const auto error = value.get_array().get(members)) {
            if (error != simdjson::INCORRECT_TYPE)
                return damaged(error, document);
            return wrong(room, Words::tr("is no list"), Words::tr("a list of user names"));
        }
        for (auto member : members) {
            std::string_view text;
            if (const auto error = member.get_string().get(text)) {
                if (error != simdjson::INCORRECT_TYPE)
                    return damaged(error, document);
                return wrong(room, Words::tr("has a member that is no text"), Words::tr("a list of user names"));
            }
            const QString name = toQString(text);
            const auto index = m_accounts.constFind(name);
            if (index == m_accounts.cend())
                return wrong(
                    room, Words::tr("has the unknown member \"%1\"").arg(name), Words::tr("a name that users.csv has"));
            int &lastRoom = m_lastRoomOf[static_cast<std::size_t>(*index)];
            if (lastRoom == m_roomNumber)
                return wrong(room, Words::tr("has the member \"%1\" twice").arg(name), Words::tr("every member once"));
            lastRoom = m_roomNumber;
            room.members.append(*index);
        }
        if (room.members.isEmpty())
            return wrong(room, Words::tr("has no members"), Words::tr("at least the user who creates it"));
        return {};
    }

    [[nodiscard]] Result<> wrong(const PlannedRoom &room, const QString &what, const QString &expected) const
    {
        return failure(Words::tr("room \"%1\" %2").arg(room.name, what), m_path, expected);
    }

    [[nodiscard]] Result<> damaged(simdjson::error_code error, json::document &document) const
    {
        return damaged(error, whereIs(document));
    }

    [[nodiscard]] static Result<> damaged(simdjson::error_code error, const QString &where)
    {
        return failure(Words::tr("is no valid JSON: %1").arg(QString::fromUtf8(simdjson::error_message(error))), where);
    }

    [[nodiscard]] QString whereIs(json::document &document) const
    {
        const char *location = nullptr;
        if (document.current_location().get(location) != simdjson::SUCCESS)
            return m_path;
        const auto offset = std::min<qsizetype>(location - m_text.constData(), m_size);
        return m_path + u':' + QString::number(lineOf(m_text, offset));
    }

    const QString &m_path;
    const AccountIndex &m_accounts;
    const std::function<Result<>(PlannedRoom)> &m_room;
    std::vector<int> m_lastRoomOf; ///< by account: the last room it was seen in
    int m_roomNumber = 0;
    QByteArray m_text; ///< with simdjson's padding
    qsizetype m_size = 0;
};

void appendJsonString(QByteArray &out, const QString &text)
{
    static constexpr char digits[] = "0123456789abcdef";
    out += '"';
    const QByteArray utf8 = text.toUtf8();
    for (const char c : utf8) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += "\\u00";
            out += digits[c >> 4];
            out += digits[c & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

} // namespace

Result<> RoomsFile::stream(
    const QString &path, const AccountIndex &accounts, const std::function<Result<>(PlannedRoom)> &room)
{
    Result<QByteArray> text = readTextFile(path);
    if (!text)
        return tl::unexpected(text.error());
    return RoomsReader(path, accounts, room).read(std::move(*text));
}

Result<QList<PlannedRoom>> RoomsFile::read(const QString &path, const AccountIndex &accounts)
{
    QList<PlannedRoom> rooms;
    QHash<QString, qsizetype> names;
    const Result<> read = stream(path, accounts, [&](PlannedRoom room) -> Result<> {
        if (names.contains(room.name))
            return failure(Words::tr("room \"%1\" is there twice").arg(room.name), path, Words::tr("every name once"));
        names.insert(room.name, rooms.size());
        rooms.append(std::move(room));
        return {};
    });
    if (!read)
        return tl::unexpected(read.error());
    return rooms;
}

Result<> RoomsFile::write(const QString &path, const QList<users::Account> &accounts, const Source &rooms)
{
    return writeAtomically(path, Access::Ordinary, [&](FileWriter &file) -> Result<> {
        QByteArray text = "{"_ba;
        bool isFirst = true;
        const Result<> taken = rooms([&](const PlannedRoom &room) -> Result<> {
            text += std::exchange(isFirst, false) ? "\n" : ",\n";
            appendJsonString(text, room.name);
            text += ": [";
            for (const int &member : room.members) {
                if (&member != &room.members.first())
                    text += ", ";
                appendJsonString(text, accountName(accounts[member]));
            }
            text += ']';
            if (text.size() > 1 << 16) {
                file.write(text);
                text.clear();
            }
            return {};
        });
        if (!taken)
            return taken;
        file.write(text + "\n}\n");
        return {};
    });
}

Result<> RoomsFile::write(const QString &path, const QList<PlannedRoom> &rooms, const QList<users::Account> &accounts)
{
    return write(path, accounts, [&rooms](const std::function<Result<>(PlannedRoom)> &take) -> Result<> {
        for (const PlannedRoom &room : rooms) {
            if (Result<> taken = take(room); !taken)
                return taken;
        }
        return {};
    });
}

} // namespace throng::project
