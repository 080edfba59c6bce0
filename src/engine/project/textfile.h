// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <QByteArray>
#include <QString>

#include <functional>

class QIODevice;

namespace throng::project {

/// Who may read a file: secrets are for their owner alone.
enum class Access : quint8 { OwnerOnly, Ordinary };

/// The whole of a UTF-8 file without its BOM. Text in another encoding is an error with the line.
[[nodiscard]] Result<QByteArray> readTextFile(const QString &path);

/// Writes all of `bytes`; false says that the device, or its disk, did not take everything and knows why.
[[nodiscard]] bool writeWhole(QIODevice &device, const QByteArray &bytes);

/// Takes what goes into a file that is being written, and remembers whether all of it went in.
class FileWriter {
public:
    explicit FileWriter(QIODevice &device)
        : m_device(device)
    {
    }

    void write(const QByteArray &bytes);
    [[nodiscard]] bool isComplete() const { return m_isComplete; }

private:
    QIODevice &m_device;
    bool m_isComplete = true;
};

/// Writes a file whole or not at all: an older one stays as it was when `write` or the disk fails.
[[nodiscard]] Result<> writeAtomically(
    const QString &path, Access access, const std::function<Result<>(FileWriter &)> &write);
[[nodiscard]] Result<> writeAtomically(const QString &path, Access access, const QByteArray &content);

/// Copies a file whole or not at all. One that is not there is passed over.
[[nodiscard]] Result<> copyFile(const QString &from, const QString &to, Access access);

/// The line, from 1, on which the byte at `offset` stands.
[[nodiscard]] qsizetype lineOf(const QByteArray &text, qsizetype offset);

} // namespace throng::project
