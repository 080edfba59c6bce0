// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QString>

#include <optional>

namespace throng::project {

/// One record of a CSV file and where it begins.
struct CsvRecord {
    qsizetype line = 1;
    qsizetype offset = 0; ///< of its first byte
    bool isTerminated = true; ///< false for a last line without a line end
    QByteArrayList fields;
};

/// Reads CSV as RFC 4180 has it: quoted fields with commas, line breaks and doubled quotes; LF or CRLF. Empty
/// lines are passed over.
class CsvReader {
public:
    CsvReader(QByteArray text, QString where);

    /// The next record; nothing at the end. A quoted field that is never closed is an error.
    [[nodiscard]] Result<std::optional<CsvRecord>> next();

    [[nodiscard]] qsizetype position() const { return m_position; } ///< of the next byte to be read
    [[nodiscard]] QString whereIs(qsizetype line) const;

private:
    QByteArray m_text;
    QString m_where;
    qsizetype m_position = 0;
    qsizetype m_line = 1;
};

/// Reads CSV with a header and hands out fields by the column's name.
class CsvTable {
public:
    /// Rows that a killed program may have left half-written at the very end: an error, or passed over.
    enum class TornEnd : quint8 { IsAnError, IsIgnored };

    [[nodiscard]] static Result<CsvTable> open(QByteArray text, const QString &where, TornEnd tornEnd);

    [[nodiscard]] const QByteArrayList &columns() const { return m_columns; }
    /// The first of `names` that the header has; none: an error that says which columns there are.
    [[nodiscard]] Result<int> column(const QByteArrayList &names) const;
    [[nodiscard]] std::optional<int> findColumn(const QByteArray &name) const;

    /// The next row; nothing at the end. A row with fewer fields than the header has is an error.
    [[nodiscard]] Result<std::optional<CsvRecord>> next();

    [[nodiscard]] QString whereIs(const CsvRecord &record) const { return m_reader.whereIs(record.line); }

private:
    CsvTable(CsvReader reader, TornEnd tornEnd);

    CsvReader m_reader;
    TornEnd m_tornEnd;
    QByteArrayList m_columns;
};

/// The field in quotes where it needs them.
[[nodiscard]] QByteArray csvField(const QByteArray &text);
[[nodiscard]] QByteArray csvField(const QString &text);
/// Without the line end.
[[nodiscard]] QByteArray csvLine(const QByteArrayList &fields);

} // namespace throng::project
