// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/historyfile.h"

#include "engine/project/csv.h"

#include <QByteArrayList>
#include <QFile>

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
    if (!QFile::exists(path))
        return progress;
    const Result<QByteArray> text = readTextFile(path);
    if (!text)
        return tl::unexpected(text.error());
    if (!text->contains('\n'))
        return progress;
    Result<CsvTable> table = CsvTable::open(*text, path, CsvTable::TornEnd::IsIgnored);
    if (!table)
        return tl::unexpected(table.error());
    const Result<int> account = table->column({ "account"_ba });
    const Result<int> roomId = table->column({ "room_id"_ba });
    const Result<int> messages = table->column({ "messages"_ba });
    for (const Result<int> *column : { &account, &roomId, &messages }) {
        if (!*column)
            return tl::unexpected(column->error());
    }
    for (;;) {
        const Result<std::optional<CsvRecord>> row = table->next();
        if (!row)
            return tl::unexpected(row.error());
        if (!row->has_value())
            return progress;
        const CsvRecord &record = **row;
        const QString name = QString::fromUtf8(record.fields[*account]);
        const QString room = QString::fromUtf8(record.fields[*roomId]);
        if (room.isEmpty()) {
            progress.profiles.insert(name);
            continue;
        }
        bool isNumber = false;
        const int count = record.fields[*messages].toInt(&isNumber);
        if (!isNumber || count < 0)
            return failure(u"\"%1\" is no number of messages"_s.arg(QString::fromUtf8(record.fields[*messages])),
                table->whereIs(record), u"a whole number of at least 0"_s);
        progress.note(name, room, count);
    }
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
