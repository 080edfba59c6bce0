// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/surroundings.h"

#include <QFile>
#include <QSysInfo>
#include <QThread>

#include <curl/curl.h>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

/// The first value of such a line in /proc/cpuinfo; ARM has none.
QString processor()
{
    QFile file(u"/proc/cpuinfo"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("model name"))
            return QString::fromUtf8(line.mid(line.indexOf(':') + 1)).simplified();
    }
    return QSysInfo::currentCpuArchitecture();
}

QString memory()
{
    const qint64 pages = sysconf(_SC_PHYS_PAGES);
    const qint64 pageSize = sysconf(_SC_PAGE_SIZE);
    return pages > 0 && pageSize > 0 ? QString::number(pages * pageSize) : QString();
}

} // namespace

QList<std::pair<QString, QString>> surroundings()
{
    QList<std::pair<QString, QString>> facts {
        { u"throng.version"_s, QStringLiteral(THRONG_VERSION) },
        { u"qt.version"_s, QString::fromLatin1(qVersion()) },
        { u"curl.version"_s, QString::fromLatin1(curl_version()) },
        { u"machine.name"_s, QSysInfo::machineHostName() },
        { u"machine.system"_s, QSysInfo::prettyProductName() },
        { u"machine.kernel"_s, QSysInfo::kernelType() + u' ' + QSysInfo::kernelVersion() },
        { u"machine.cpu"_s, processor() },
        { u"machine.cores"_s, QString::number(QThread::idealThreadCount()) },
        { u"machine.memory"_s, memory() },
    };
    facts.removeIf([](const std::pair<QString, QString> &fact) { return fact.second.isEmpty(); });
    return facts;
}

} // namespace throng::results
