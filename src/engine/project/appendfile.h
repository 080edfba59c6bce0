// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/project/textfile.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QFile>
#include <QString>

#include <functional>
#include <memory>

namespace throng::project {

/// A CSV file that only grows. Lines are gathered and written by flush() in one go; a last line that a killed
/// program left unfinished is taken off when the file is opened again.
class AppendFile {
public:
    /// Makes the file with `header` as its first line where it is missing or empty.
    [[nodiscard]] static Result<AppendFile> open(const QString &path, const QByteArray &header, Access access);

    void append(const QByteArray &line) { m_pending += line + '\n'; }
    /// On an error (a full disk) nothing of the batch stays in the file, and the batch is kept to be tried again.
    [[nodiscard]] Result<> flush();

    [[nodiscard]] QString path() const { return m_file->fileName(); }

    /// One row: a field for each of the columns that were asked for.
    struct Row {
        QByteArrayList fields;
        QString where; ///< file and line, for errors
    };
    /// Calls `row` with each row until it returns an error. A file that is missing or whose header is not yet whole has
    /// none; a row that a killed program left unfinished at the end is passed over. Each of `columns` has to be there,
    /// but for `optional`, which are empty then; their fields come behind the others.
    [[nodiscard]] static Result<> readRows(const QString &path, const QByteArrayList &columns,
        const QByteArrayList &optional, const std::function<Result<>(const Row &)> &row);

private:
    explicit AppendFile(std::unique_ptr<QFile> file);

    std::unique_ptr<QFile> m_file;
    QByteArray m_pending;
};

} // namespace throng::project
