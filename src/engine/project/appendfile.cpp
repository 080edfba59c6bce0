// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/appendfile.h"

#include "engine/base/words.h"
#include "engine/project/csv.h"

#include <QList>

#include <optional>
#include <utility>

namespace throng::project {

namespace {

struct Content {
    qsizetype wholeSize = 0; ///< up to the end of the last whole line
    bool needsLineEnd = false; ///< that line is whole but for its line end
};

Result<Content> examine(const QByteArray &text, const QString &path)
{
    if (!text.contains('\n'))
        return Content {}; // nothing yet, or a header that was never finished
    CsvReader reader(text, path);
    Content content { .wholeSize = text.size() };
    qsizetype columns = -1;
    for (;;) {
        const qsizetype begin = reader.position();
        const Result<std::optional<CsvRecord>> record = reader.next();
        if (!record) { // an unclosed quote: reaches to the end
            content.wholeSize = begin;
            return content;
        }
        if (!record->has_value())
            return content;
        const qsizetype fields = (*record)->fields.size();
        if (columns < 0)
            columns = fields;
        if ((*record)->isTerminated)
            continue;
        // Somebody's editor leaves the last line end off; a killed program leaves off columns as well.
        if (fields >= columns)
            content.needsLineEnd = true;
        else
            content.wholeSize = (*record)->offset;
        return content;
    }
}

} // namespace

AppendFile::AppendFile(std::unique_ptr<QFile> file)
    : m_file(std::move(file))
{
}

Result<AppendFile> AppendFile::open(const QString &path, const QByteArray &header, Access access)
{
    QByteArray text;
    if (QFile::exists(path)) {
        Result<QByteArray> read = readTextFile(path);
        if (!read)
            return tl::unexpected(read.error());
        text = std::move(*read);
    }
    const Result<Content> content = examine(text, path);
    if (!content)
        return tl::unexpected(content.error());

    auto file = std::make_unique<QFile>(path);
    const QFileDevice::Permissions owner = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    const QFileDevice::Permissions permissions =
        access == Access::OwnerOnly ? owner : owner | QFileDevice::ReadGroup | QFileDevice::ReadOther;
    const auto failed = [&] {
        return failure(Words::tr("cannot be opened for writing: %1").arg(file->errorString()), path);
    };
    // Unbuffered, so that a full disk shows in write() and not some time later.
    if (!file->open(QIODevice::ReadWrite | QIODevice::Unbuffered, permissions))
        return failed();
    if (access == Access::OwnerOnly && !file->setPermissions(permissions))
        return failed();
    if (content->wholeSize < text.size()) {
        const qint64 bom = file->size() - text.size();
        if (!file->resize(bom + content->wholeSize))
            return failed();
    }
    if (!file->seek(file->size()))
        return failed();

    AppendFile result(std::move(file));
    if (content->wholeSize == 0)
        result.append(header);
    else if (content->needsLineEnd)
        result.m_pending += '\n';
    if (const Result<> flushed = result.flush(); !flushed)
        return tl::unexpected(flushed.error());
    return result;
}

Result<> AppendFile::readRows(const QString &path, const QByteArrayList &columns, const QByteArrayList &optional,
    const std::function<Result<>(const Row &)> &row)
{
    if (!QFile::exists(path))
        return {};
    const Result<QByteArray> text = readTextFile(path);
    if (!text)
        return tl::unexpected(text.error());
    if (!text->contains('\n'))
        return {};
    Result<CsvTable> table = CsvTable::open(*text, path, CsvTable::TornEnd::IsIgnored);
    if (!table)
        return tl::unexpected(table.error());
    QList<std::optional<int>> places;
    for (const QByteArray &column : columns) {
        const Result<int> place = table->column({ column });
        if (!place)
            return tl::unexpected(place.error());
        places.append(*place);
    }
    for (const QByteArray &column : optional)
        places.append(table->findColumn(column));
    for (;;) {
        const Result<std::optional<CsvRecord>> record = table->next();
        if (!record)
            return tl::unexpected(record.error());
        if (!record->has_value())
            return {};
        Row taken { {}, table->whereIs(**record) };
        for (const std::optional<int> &place : std::as_const(places))
            taken.fields.append(place ? (*record)->fields[*place] : QByteArray());
        if (Result<> result = row(taken); !result)
            return result;
    }
}

Result<> AppendFile::flush()
{
    if (m_pending.isEmpty())
        return {};
    const qint64 before = m_file->pos();
    if (writeWhole(*m_file, m_pending)) {
        m_pending.clear();
        return {};
    }
    const QString reason = m_file->errorString();
    m_file->resize(before);
    m_file->seek(before);
    return failure(Words::tr("cannot be written: %1").arg(reason), path());
}

} // namespace throng::project
