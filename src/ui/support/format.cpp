// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/format.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

struct Format {
    Q_DECLARE_TR_FUNCTIONS(throng::ui::Format)
};

// As many decimals as a person can use: three significant digits below 100, none above.
QString significant(double value)
{
    const double magnitude = std::abs(value);
    const int decimals = magnitude >= 9.995 || magnitude == 0 ? 0 : magnitude >= 0.0995 ? 1 : 2;
    return QLocale().toString(value, 'f', decimals);
}

} // namespace

QString formatCount(qint64 count)
{
    return QLocale().toString(count);
}

QString formatRate(double perSecond)
{
    return std::isfinite(perSecond) ? significant(perSecond) : noValue();
}

QString formatShare(double share)
{
    if (!std::isfinite(share))
        return noValue();
    const double percent = share * 100;
    if (percent > 0 && percent < 0.05)
        return Format::tr("< 0.1 %");
    // 99.96 % is not all of it.
    if (percent < 100 && percent >= 99.95)
        return Format::tr("> 99.9 %");
    return Format::tr("%1 %", "share in percent").arg(significant(percent));
}

QString formatDuration(double milliseconds)
{
    if (!std::isfinite(milliseconds))
        return noValue();
    if (milliseconds < 999.5)
        return Format::tr("%1 ms").arg(significant(milliseconds));
    return Format::tr("%1 s").arg(significant(milliseconds / 1000));
}

QString formatAtLeast(double milliseconds, bool isLowerBound)
{
    const QString text = formatDuration(milliseconds);
    return isLowerBound ? Format::tr("> %1").arg(text) : text;
}

QString formatClock(std::chrono::milliseconds elapsed)
{
    const qint64 seconds = elapsed.count() / 1000;
    return u"%1:%2:%3"_s.arg(seconds / 3600)
        .arg(seconds / 60 % 60, 2, 10, QChar(u'0'))
        .arg(seconds % 60, 2, 10, QChar(u'0'));
}

QString formatSpan(std::chrono::milliseconds span)
{
    const qint64 seconds = (span.count() + 500) / 1000;
    const QString inSeconds = Format::tr("%1 s").arg(formatCount(seconds % 60));
    const QString inMinutes = Format::tr("%1 min").arg(formatCount(seconds / 60 % 60));
    if (seconds < 60)
        return inSeconds;
    if (seconds < 3600)
        return seconds % 60 == 0 ? inMinutes : inMinutes + u' ' + inSeconds;
    const QString inHours = Format::tr("%1 h").arg(formatCount(seconds / 3600));
    return seconds / 60 % 60 == 0 ? inHours : inHours + u' ' + inMinutes;
}

QString formatBytes(double bytes)
{
    return QLocale().formattedDataSize(qRound64(bytes), 0, QLocale::DataSizeSIFormat);
}

QString noValue()
{
    return u"–"_s;
}

double roundUp(double value)
{
    if (!(value > 0))
        return 1;
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double step : std::array { 1.0, 2.0, 2.5, 5.0 }) {
        // The product of two doubles may fall a hair short of the value it should equal.
        if (step * power >= value * (1 - 1e-12))
            return step * power;
    }
    return 10 * power;
}

} // namespace throng::ui
