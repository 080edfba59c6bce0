// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/textfile.h"

#include "engine/base/words.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QUtf8StringView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

/// The first line that is no UTF-8.
qsizetype lineOfBadText(const QByteArray &text)
{
    qsizetype line = 1;
    for (qsizetype begin = 0; begin < text.size(); ++line) {
        const qsizetype newline = text.indexOf('\n', begin);
        const qsizetype end = newline < 0 ? text.size() : newline;
        if (!QUtf8StringView(text.constData() + begin, end - begin).isValidUtf8())
            break;
        begin = end + 1;
    }
    return line;
}

} // namespace

Result<QByteArray> readTextFile(const QString &path)
{
    if (QFileInfo(path).isDir())
        return failure(Words::tr("is a folder"), path, Words::tr("a file"));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Words::tr("cannot be read: %1").arg(file.errorString()), path);
    QByteArray text = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return failure(Words::tr("cannot be read: %1").arg(file.errorString()), path);
    if (text.startsWith("\xef\xbb\xbf"))
        text.remove(0, 3);
    if (!QUtf8StringView(text).isValidUtf8())
        return failure(Words::tr("is not UTF-8 text"), path + u':' + QString::number(lineOfBadText(text)), u"UTF-8"_s);
    return text;
}

bool writeWhole(QIODevice &device, const QByteArray &bytes)
{
    // A disk that fills up takes a part, and Qt hands the shorter count to the caller without an error: QSaveFile
    // would commit half a file. Writing the rest brings the error.
    for (qsizetype done = 0; done < bytes.size();) {
        const qint64 written = device.write(bytes.constData() + done, bytes.size() - done);
        if (written <= 0)
            return false;
        done += written;
    }
    return true;
}

void FileWriter::write(const QByteArray &bytes)
{
    m_isComplete = m_isComplete && writeWhole(m_device, bytes);
}

Result<> writeAtomically(const QString &path, Access access, const std::function<Result<>(FileWriter &)> &write)
{
    QSaveFile file(path);
    const auto failed = [&] { return failure(Words::tr("cannot be written: %1").arg(file.errorString()), path); };
    if (!file.open(QIODevice::WriteOnly))
        return failed();
    // Before the first byte of a secret is in it.
    if (access == Access::OwnerOnly && !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return failed();
    FileWriter writer(file);
    if (Result<> written = write(writer); !written) {
        file.cancelWriting();
        return written;
    }
    // commit() flushes too, but does not look whether that went well.
    if (!writer.isComplete() || !file.flush()) {
        const auto error = failed();
        file.cancelWriting();
        return error;
    }
    if (!file.commit())
        return failed();
    return {};
}

Result<> writeAtomically(const QString &path, Access access, const QByteArray &content)
{
    return writeAtomically(path, access, [&](FileWriter &file) -> Result<> {
        file.write(content);
        return {};
    });
}

Result<> copyFile(const QString &from, const QString &to, Access access)
{
    QFile source(from);
    if (!source.exists())
        return {};
    if (!source.open(QIODevice::ReadOnly))
        return failure(Words::tr("cannot be read: %1").arg(source.errorString()), from);
    return writeAtomically(to, access, [&](FileWriter &target) -> Result<> {
        while (!source.atEnd()) {
            const QByteArray part = source.read(1 << 20);
            if (part.isEmpty())
                return failure(Words::tr("cannot be read: %1").arg(source.errorString()), from);
            target.write(part);
        }
        return {};
    });
}

qsizetype lineOf(const QByteArray &text, qsizetype offset)
{
    const qsizetype end = std::clamp<qsizetype>(offset, 0, text.size());
    return 1 + std::count(text.cbegin(), text.cbegin() + end, '\n');
}

} // namespace throng::project
