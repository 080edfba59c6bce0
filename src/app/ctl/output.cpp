// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

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
