// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/format.h"

#include <QLocale>
#include <QStringList>

#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::metrics {

namespace {

QString decimal(double value, int digits)
{
    return QLocale::c().toString(value, 'f', digits);
}

QString formatNumber(double value)
{
    return std::abs(value) >= 100 ? formatCount(quint64(std::llround(std::abs(value)))) : decimal(value, 1);
}

} // namespace

QString formatCount(quint64 count)
{
    QString text = QString::number(count);
    for (qsizetype i = text.size() - 3; i > 0; i -= 3)
        text.insert(i, u',');
    return text;
}

QString formatTime(Nanoseconds time)
{
    const double milliseconds = double(time.count()) / 1e6;
    if (milliseconds >= 10'000)
        return decimal(milliseconds / 1000, 1) + u" s"_s;
    if (milliseconds >= 1000)
        return decimal(milliseconds / 1000, 2) + u" s"_s;
    return decimal(milliseconds, milliseconds >= 10 ? 0 : milliseconds >= 1 ? 1 : 2) + u" ms"_s;
}

QString formatTime(const FigurePercentile &time)
{
    return time.isLowerBound ? u"> "_s + formatTime(time.value) : formatTime(time.value);
}

QString formatSpan(std::chrono::milliseconds time)
{
    const qint64 seconds = std::chrono::duration_cast<std::chrono::seconds>(time).count();
    return QString::asprintf("%lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

QString formatShare(double share)
{
    // A share that is not nothing must not read as nothing.
    if (share > 0 && share < 0.001)
        return u"<0.1 %"_s;
    return decimal(share * 100, 1) + u" %"_s;
}

QString formatRate(double perSecond)
{
    return decimal(perSecond, 1);
}

QString formatConnections(const std::map<QByteArray, quint64> &connections)
{
    QStringList parts;
    for (const auto &[spoken, opened] : connections)
        parts += u"%1 of %2"_s.arg(formatCount(opened), QString::fromLatin1(spoken));
    return parts.join(u", "_s);
}

QString formatServerFigure(ServerUnit unit, double value)
{
    switch (unit) {
    case ServerUnit::Number:
        break;
    case ServerUnit::PerSecond:
        return formatNumber(value) + u"/s"_s;
    case ServerUnit::Seconds:
        return formatTime(Nanoseconds(qint64(value * 1e9)));
    case ServerUnit::SecondsPerSecond:
        return decimal(value * 100, 0) + u" %"_s;
    case ServerUnit::Bytes:
        return formatNumber(value / 1e6) + u" MB"_s;
    case ServerUnit::Share:
        return formatShare(value);
    }
    return formatNumber(value);
}

QString nameOf(const EndpointKey &key)
{
    QString name = QString::fromUtf8(key.method) + u' ' + QString::fromUtf8(key.name);
    if (const QString kind = toString(key.kind); !kind.isEmpty())
        name += u" ("_s + kind + u')';
    return name;
}

QString nameOf(const FigureKey &key)
{
    QString name = QString::fromUtf8(key.name).replace(u'_', u' ');
    if (!name.isEmpty())
        name[0] = name[0].toUpper();
    if (!key.className.isEmpty())
        name += u" ("_s + QString::fromUtf8(key.className) + u')';
    return name;
}

} // namespace throng::metrics
