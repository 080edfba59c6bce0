// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/hookconsent.h"

#include "engine/base/words.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

#include <utility>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

constexpr qsizetype mostRemembered = 100; ///< of one project: its suites, and how they were before

QString digest(const QByteArray &text)
{
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

QString keyOf(const QString &folder)
{
    const QString canonical = QFileInfo(folder).canonicalFilePath();
    return digest((canonical.isEmpty() ? folder : canonical).toUtf8()) + u"/commands"_s;
}

QString digestOf(const QStringList &commands)
{
    // Each with its length: two commands are not the same as one that has the other's text in it.
    QByteArray text;
    for (const QString &command : commands) {
        const QByteArray bytes = command.toUtf8();
        text += QByteArray::number(bytes.size()) + ':' + bytes;
    }
    return digest(text);
}

} // namespace

HookConsent::HookConsent(QString file)
    : m_file(std::move(file))
{
}

QString HookConsent::defaultFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/Throng/hooks.ini"_s;
}

bool HookConsent::isGiven(const QString &folder, const QStringList &commands) const
{
    const QSettings settings(m_file, QSettings::IniFormat);
    return settings.value(keyOf(folder)).toStringList().contains(digestOf(commands));
}

Result<> HookConsent::give(const QString &folder, const QStringList &commands) const
{
    QSettings settings(m_file, QSettings::IniFormat);
    QStringList given = settings.value(keyOf(folder)).toStringList();
    const QString digest = digestOf(commands);
    given.removeAll(digest);
    given.prepend(digest);
    settings.setValue(keyOf(folder), given.first(std::min(given.size(), mostRemembered)));
    settings.sync();
    if (settings.status() != QSettings::NoError)
        return failure(Words::tr("cannot be written"), m_file, Words::tr("a place where you may write"));
    return {};
}

} // namespace throng::project
