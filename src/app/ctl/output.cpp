// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/output.h"

#include <QLocale>

#include <sys/ioctl.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

/// Scripts read what we print: the same digits and points whatever the user's locale.
const QLocale &plainLocale()
{
    static const QLocale locale = QLocale::c();
    return locale;
}

void write(std::FILE *stream, const QString &line)
{
    const QByteArray bytes = line.toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, std::size_t(bytes.size()), stream);
    std::fflush(stream);
}

} // namespace

void say(const QString &line)
{
    write(stdout, line);
}

void complain(const QString &line)
{
    write(stderr, line);
}

ExitCode fail(const Error &error, ExitCode code)
{
    complain(u"throngctl: "_s + error.toString());
    return code;
}

bool isTerminal(int descriptor)
{
    return isatty(descriptor) == 1;
}

int terminalWidth()
{
    winsize size {};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
}

QString formatCount(quint64 count)
{
    QString text = plainLocale().toString(count);
    for (qsizetype i = text.size() - 3; i > 0; i -= 3)
        text.insert(i, u',');
    return text;
}

QString formatTime(std::chrono::nanoseconds time)
{
    const double milliseconds = double(time.count()) / 1e6;
    if (milliseconds >= 10'000)
        return plainLocale().toString(milliseconds / 1000, 'f', 1) + u" s"_s;
    if (milliseconds >= 1000)
        return plainLocale().toString(milliseconds / 1000, 'f', 2) + u" s"_s;
    const int digits = milliseconds >= 10 ? 0 : milliseconds >= 1 ? 1 : 2;
    return plainLocale().toString(milliseconds, 'f', digits) + u" ms"_s;
}

QString formatTime(const metrics::FigurePercentile &time)
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
    return plainLocale().toString(share * 100, 'f', 1) + u" %"_s;
}

QString alignColumns(const QList<QStringList> &rows, const QList<Column> &columns)
{
    QList<qsizetype> widths(columns.size(), 0);
    for (const QStringList &row : rows) {
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], row[i].size());
    }
    QString text;
    for (const QStringList &row : rows) {
        QStringList cells;
        for (qsizetype i = 0; i < row.size(); ++i)
            cells += columns[i] == Column::Left ? row[i].leftJustified(widths[i]) : row[i].rightJustified(widths[i]);
        const QString line = cells.join(u"  ");
        qsizetype end = line.size();
        while (end > 0 && line[end - 1] == u' ')
            --end;
        text += line.left(end) + u'\n';
    }
    return text;
}

} // namespace throng::ctl
