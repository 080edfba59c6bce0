// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/historyfile.h"

#include "engine/base/words.h"
#include "engine/project/csv.h"

#include <QByteArrayList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

const QByteArray header = "account,room_id,messages"_ba;

QByteArrayList linesOf(const HistoryFile::Progress &progress)
{
    QByteArrayList lines;
    for (const QString &account : progress.profiles)
        lines += csvLine({ account.toUtf8(), {}, {} });
    for (auto part = progress.messages.cbegin(); part != progress.messages.cend(); ++part)
        lines += csvLine({ part.key().first.toUtf8(), part.key().second.toUtf8(), QByteArray::number(part.value()) });
    return lines;
}

} // namespace

void HistoryFile::Progress::note(const QString &account, const QString &roomId, int count)
{
    int &known = messages[{ account, roomId }];
    known = std::max(known, count);
}

void HistoryFile::Progress::add(const Progress &other)
{
    for (auto part = other.messages.cbegin(); part != other.messages.cend(); ++part)
        note(part.key().first, part.key().second, part.value());
    profiles += other.profiles;
}

HistoryFile::HistoryFile(AppendFile file)
    : m_file(std::move(file))
{
}

Result<HistoryFile::Progress> HistoryFile::read(const QString &path)
{
    Progress progress;
    const QByteArrayList columns { "account"_ba, "room_id"_ba, "messages"_ba };
    const Result<> rows = AppendFile::readRows(path, columns, {}, [&](const AppendFile::Row &row) -> Result<> {
        const QString account = QString::fromUtf8(row.fields[0]);
        const QString room = QString::fromUtf8(row.fields[1]);
        if (room.isEmpty()) {
            progress.profiles.insert(account);
            return {};
        }
        bool isNumber = false;
        const int count = row.fields[2].toInt(&isNumber);
        if (!isNumber || count < 0)
            return failure(Words::tr("\"%1\" is no number of messages").arg(QString::fromUtf8(row.fields[2])),
                row.where, Words::tr("a whole number of at least 0"));
        progress.note(account, room, count);
        return {};
    });
    if (!rows)
        return tl::unexpected(rows.error());
    return progress;
}

Result<> HistoryFile::write(const QString &path, const Progress &progress)
{
    QByteArrayList lines = linesOf(progress);
    std::sort(lines.begin(), lines.end()); // so that the same progress makes the same file
    lines.prepend(header);
    return writeAtomically(path, Access::Ordinary, lines.join('\n') + '\n');
}

Result<HistoryFile> HistoryFile::openForAppend(const QString &path)
{
    // A file that is something else is not appended to.
    if (const auto readable = read(path); !readable)
        return tl::unexpected(readable.error());
    Result<AppendFile> file = AppendFile::open(path, header, Access::Ordinary);
    if (!file)
        return tl::unexpected(file.error());
    return HistoryFile(std::move(*file));
}

void HistoryFile::append(const Progress &progress)
{
    for (const QByteArray &line : linesOf(progress))
        m_file.append(line);
}

} // namespace throng::project
