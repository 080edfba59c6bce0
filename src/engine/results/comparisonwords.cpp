// SPDX-License-Identifier: GPL-3.0-or-later

// What a comparison comes to, in words.
#include "engine/base/words.h"
#include "engine/metrics/format.h"
#include "engine/metrics/serverfigures.h"
#include "engine/results/comparison.h"
#include "engine/results/significance.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

QString timeText(double milliseconds)
{
    if (milliseconds >= 1'000)
        return Words::tr("%1 s").arg(QString::number(milliseconds / 1'000, 'f', 2));
    return Words::tr("%1 ms").arg(QString::number(milliseconds, 'f', milliseconds >= 10 ? 0 : 2));
}

QString changeText(const ComparedValue &value, const QString &from, const QString &to)
{
    const double percent = value.relative().value_or(0) * 100;
    return u"%1 → %2 (%3%4 %)"_s.arg(from, to, percent < 0 ? u"−"_s : u"+"_s,
        QString::number(std::abs(percent), 'f', std::abs(percent) < 10 ? 1 : 0));
}

QString changeText(const ComparedValue &time)
{
    return changeText(time, timeText(time.from), timeText(time.to));
}

/// "CPU 52 % → 61 % (+17 %), memory …": what everybody asks for first; empty where neither is known.
QString serverText(const std::vector<ComparedServerFigure> &figures)
{
    QStringList words;
    for (const ComparedServerFigure &figure : figures) {
        if (figure.name != metrics::figureCpu && figure.name != metrics::figureMemory)
            continue;
        const auto value = [&figure](double mean) { return metrics::formatServerFigure(figure.unit, mean); };
        words += u"%1 %2"_s.arg(
            QString::fromUtf8(figure.name), changeText(figure.mean, value(figure.mean.from), value(figure.mean.to)));
    }
    return words.join(u", "_s);
}

QString shareText(double share)
{
    return QString::number(share * 100, 'f', 1) + u" %"_s;
}

QString runsText(const ComparedSide &side)
{
    return side.runs.size() == 1 ? Words::tr("\"%1\" (1 run)").arg(side.name)
                                 : Words::tr("\"%1\" (%2 runs)").arg(side.name, QString::number(side.runs.size()));
}

/// The names of the endpoints and figures whose change is `change`, three of them at most.
QString listOf(const std::vector<ComparedRow> &rows, Change change, int &count)
{
    QStringList names;
    count = 0;
    for (const ComparedRow &row : rows) {
        if (row.what == ComparedRow::What::All || row.change() != change)
            continue;
        if (++count <= 3)
            names += u"%1 (p95 %2)"_s.arg(nameOf(row), changeText(row.p95));
    }
    if (count > 3)
        names += Words::tr("%1 more").arg(count - 3);
    return names.join(u", "_s);
}

} // namespace

QString nameOf(const ComparedRow &row)
{
    switch (row.what) {
    case ComparedRow::What::All:
        return Words::tr("all requests");
    case ComparedRow::What::Figure: {
        const QString name = QString::fromUtf8(row.figure.name).replace(u'_', u' ');
        return row.figure.className.isEmpty() ? name : u"%1 (%2)"_s.arg(name, QString::fromUtf8(row.figure.className));
    }
    case ComparedRow::What::Endpoint:
        break;
    }
    return metrics::nameOf(row.endpoint);
}

QString SideComparison::summary() const
{
    const ComparedRow &all = rows.front();
    QStringList sentences {
        Words::tr("%1 against %2, test %3.").arg(runsText(*after), runsText(*before), before->runs.front().test.name)
    };
    if (all.p95.change == Change::NotMeasured) {
        sentences += Words::tr("Nothing was answered on one of the sides.");
    } else {
        sentences += Words::tr("All response times: p50 %1, p95 %2.").arg(changeText(all.p50), changeText(all.p95));
        switch (all.change()) {
        case Change::NotEnoughRuns:
            sentences += Words::tr("Not enough runs to say whether that is more than chance: it takes %1 on each side.")
                             .arg(fewestRuns);
            break;
        case Change::Worse:
            sentences += Words::tr("Slower, by more than the runs vary among themselves.");
            break;
        case Change::Better:
            sentences += Words::tr("Faster, by more than the runs vary among themselves.");
            break;
        default:
            sentences += Words::tr("That is no more than the runs vary among themselves, or less than %1.")
                             .arg(shareText(leastChange));
        }
    }
    int slower = 0;
    int faster = 0;
    const QString slowerOnes = listOf(rows, Change::Worse, slower);
    const QString fasterOnes = listOf(rows, Change::Better, faster);
    if (slower > 0)
        sentences += Words::tr("Slower: %1.").arg(slowerOnes);
    if (faster > 0)
        sentences += Words::tr("Faster: %1.").arg(fasterOnes);
    if (all.failedShare.change != Change::NotMeasured)
        sentences +=
            Words::tr("Failures: %1 → %2.").arg(shareText(all.failedShare.from), shareText(all.failedShare.to));
    sentences += Words::tr("Requests a second: %1 → %2.")
                     .arg(QString::number(all.perSecond.from, 'f', 1), QString::number(all.perSecond.to, 'f', 1));
    if (const QString needed = serverText(server); !needed.isEmpty())
        sentences += Words::tr("The server: %1.").arg(needed);
    if (!onlyBefore.isEmpty() || !onlyAfter.isEmpty())
        sentences += Words::tr("%1 endpoints were asked on one side alone.").arg(onlyBefore.size() + onlyAfter.size());
    return sentences.join(u' ');
}

QStringList worseBy(const SideComparison &comparison, double share)
{
    QStringList worse;
    for (const ComparedRow &row : comparison.rows) {
        for (const auto &[name, value] : { std::pair(u"p50"_s, &row.p50), std::pair(u"p95"_s, &row.p95) }) {
            const bool counts = value->change == Change::Worse || value->change == Change::NotEnoughRuns;
            if (counts && value->relative().value_or(0) > share)
                worse += u"%1: %2 %3"_s.arg(nameOf(row), name, changeText(*value));
        }
        const ComparedValue &failed = row.failedShare;
        const bool grew = failed.change != Change::NotMeasured && failed.difference() > 0.01
            && (failed.from == 0 || *failed.relative() > share);
        if (grew && row.what != ComparedRow::What::Figure)
            worse += Words::tr("%1: failures %2 → %3").arg(nameOf(row), shareText(failed.from), shareText(failed.to));
    }
    return worse;
}

} // namespace throng::results
