// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/csv.h"

#include "engine/base/words.h"

#include <algorithm>

namespace throng::project {

CsvReader::CsvReader(QByteArray text, QString where)
    : m_text(std::move(text))
    , m_where(std::move(where))
{
}

QString CsvReader::whereIs(qsizetype line) const
{
    return m_where + u':' + QString::number(line);
}

Result<std::optional<CsvRecord>> CsvReader::next()
{
    const qsizetype size = m_text.size();
    while (m_position < size && (m_text[m_position] == '\n' || m_text[m_position] == '\r'))
        m_line += m_text[m_position++] == '\n' ? 1 : 0;
    if (m_position >= size)
        return std::nullopt;

    CsvRecord record;
    record.line = m_line;
    record.offset = m_position;
    for (;;) {
        QByteArray field;
        if (m_text[m_position] == '"') {
            for (++m_position;; ++m_position) {
                if (m_position >= size)
                    return failure(
                        Words::tr("a quoted field is never closed"), whereIs(record.line), Words::tr("a closing \""));
                const char c = m_text[m_position];
                if (c == '"' && (m_position + 1 >= size || m_text[m_position + 1] != '"'))
                    break;
                if (c == '"')
                    ++m_position; // doubled: one quote
                m_line += c == '\n' ? 1 : 0;
                field += c;
            }
            ++m_position;
        }
        const qsizetype begin = m_position;
        while (m_position < size && m_text[m_position] != ',' && m_text[m_position] != '\n')
            ++m_position;
        qsizetype end = m_position;
        if (end > begin && m_text[end - 1] == '\r' && (end == size || m_text[end] == '\n'))
            --end;
        field += m_text.sliced(begin, end - begin);
        record.fields.append(std::move(field));

        if (m_position >= size) {
            record.isTerminated = false;
            return record;
        }
        if (m_text[m_position++] == '\n') {
            ++m_line;
            return record;
        }
        if (m_position >= size) { // "a," at the end of the file
            record.fields.append(QByteArray());
            record.isTerminated = false;
            return record;
        }
    }
}

CsvTable::CsvTable(CsvReader reader, TornEnd tornEnd)
    : m_reader(std::move(reader))
    , m_tornEnd(tornEnd)
{
}

Result<CsvTable> CsvTable::open(QByteArray text, const QString &where, TornEnd tornEnd)
{
    CsvTable table(CsvReader(std::move(text), where), tornEnd);
    const Result<std::optional<CsvRecord>> header = table.m_reader.next();
    if (!header)
        return tl::unexpected(header.error());
    if (!header->has_value())
        return failure(Words::tr("is empty"), where, Words::tr("a header line with the columns' names"));
    for (const QByteArray &name : (*header)->fields)
        table.m_columns.append(name.trimmed());
    return table;
}

std::optional<int> CsvTable::findColumn(const QByteArray &name) const
{
    const qsizetype index = m_columns.indexOf(name);
    return index < 0 ? std::nullopt : std::optional(static_cast<int>(index));
}

Result<int> CsvTable::column(const QByteArrayList &names) const
{
    for (const QByteArray &name : names) {
        if (const std::optional<int> index = findColumn(name))
            return *index;
    }
    return failure(Words::tr("the header has no column \"%1\", only: %2")
                       .arg(QString::fromUtf8(names.first()), QString::fromUtf8(m_columns.join(", "))),
        m_reader.whereIs(1),
        Words::tr("a header line with \"%1\", separated by commas").arg(QString::fromUtf8(names.first())));
}

Result<std::optional<CsvRecord>> CsvTable::next()
{
    Result<std::optional<CsvRecord>> record = m_reader.next();
    if (!record) {
        // Only a record that reaches the end of the file can be unclosed.
        if (m_tornEnd == TornEnd::IsIgnored)
            return std::nullopt;
        return record;
    }
    if (!record->has_value() || (*record)->fields.size() >= m_columns.size())
        return record;
    if (!(*record)->isTerminated && m_tornEnd == TornEnd::IsIgnored)
        return std::nullopt;
    return failure(Words::tr("the row has %1 of %2 columns").arg((*record)->fields.size()).arg(m_columns.size()),
        whereIs(**record), QString::fromUtf8(m_columns.join(',')));
}

QByteArray csvField(const QByteArray &text)
{
    const bool plain =
        std::none_of(text.cbegin(), text.cend(), [](char c) { return c == ',' || c == '"' || c == '\n' || c == '\r'; });
    if (plain)
        return text;
    QByteArray quoted = text;
    quoted.replace('"', "\"\"");
    return '"' + quoted + '"';
}

QByteArray csvField(const QString &text)
{
    return csvField(text.toUtf8());
}

QByteArray csvLine(const QByteArrayList &fields)
{
    QByteArray line;
    for (const QByteArray &field : fields) {
        if (&field != &fields.first())
            line += ',';
        line += csvField(field);
    }
    return line;
}

} // namespace throng::project
