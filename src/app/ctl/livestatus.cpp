// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/livestatus.h"

#include "app/ctl/figuretable.h"
#include "app/ctl/output.h"

#include <QStringList>

#include <unistd.h>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

constexpr qint64 lineInterval = 10'000; // ms

QString percentiles(const metrics::HistoryPoint &point)
{
    if (point.responses == 0)
        return u"no answers in this second"_s;
    return u"p50 %1  p95 %2  p99 %3"_s.arg(formatTime(point.p50), formatTime(point.p95), formatTime(point.p99));
}

/// Of one second: what arrived in it, and at its age what is overdue.
QString deliveries(const metrics::HistoryPoint &point)
{
    if (point.deliverySamples == 0)
        return u"none in this second"_s;
    const auto percentile = [&point](metrics::Nanoseconds time) {
        return formatTime(metrics::FigurePercentile { time, point.deliveryIsLowerBound });
    };
    return u"p50 %1  p95 %2  p99 %3  %4/s"_s.arg(percentile(point.deliveryP50), percentile(point.deliveryP95),
        percentile(point.deliveryP99),
        QString::number(point.seconds > 0 ? double(point.deliveries) / point.seconds : 0, 'f', 1));
}

QString cpu(const metrics::Snapshot &second)
{
    const double cores = second.seconds > 0 ? second.health.cpuSeconds / second.seconds : 0;
    return QString::number(cores * 100, 'f', 0) + u" %"_s;
}

/// What is wrong with the second, beside its figures; empty when it is trusted.
QString doubts(const metrics::Judgement &judgement)
{
    if (judgement.trust == metrics::Trust::Good)
        return {};
    QStringList words;
    for (const metrics::Strain strain : metrics::allStrains) {
        if (judgement.strains.testFlag(strain))
            words += metrics::toString(strain);
    }
    return u"  %1: %2"_s.arg(metrics::toString(judgement.trust), words.join(u", "));
}

/// Planned against actual.
QString actions(const metrics::Snapshot &second)
{
    const double seconds = second.seconds > 0 ? second.seconds : 1;
    QString text = u"%1/s of %2/s planned"_s.arg(QString::number(double(second.actionsDone) / seconds, 'f', 1),
        QString::number(double(second.actionsPlanned) / seconds, 'f', 1));
    if (second.arrivalsWaiting > 0)
        text += u"  %1 wait: all users are busy"_s.arg(formatCount(second.arrivalsWaiting));
    return text;
}

} // namespace

LiveStatus::LiveStatus()
    : m_onTerminal(isTerminal(STDERR_FILENO))
{
}

void LiveStatus::testStarted(const QString &title)
{
    m_title = title;
    m_sinceStart.start();
    m_nextLine = lineInterval;
    if (!m_onTerminal)
        complain(title);
}

void LiveStatus::update(const metrics::Snapshot &second, const metrics::Totals &totals)
{
    if (totals.history().empty())
        return;
    if (m_onTerminal) {
        erase();
        const QStringList lines = block(second, totals);
        for (const QString &text : lines)
            complain(text.left(terminalWidth()));
        m_linesDrawn = lines.size();
    } else if (const qint64 elapsed = m_sinceStart.elapsed(); elapsed >= m_nextLine) {
        m_nextLine = (elapsed / lineInterval + 1) * lineInterval;
        complain(line(second, totals));
    }
}

void LiveStatus::note(const QString &text)
{
    erase();
    complain(text);
}

void LiveStatus::note(const run::Message &message)
{
    const bool isError = message.severity == run::Message::Severity::Error;
    note(isError ? u"throngctl: "_s + message.text : message.text);
}

void LiveStatus::testFinished()
{
    erase();
    complain(u"%1: done after %2"_s.arg(m_title, formatSpan(std::chrono::milliseconds(m_sinceStart.elapsed()))));
}

QStringList LiveStatus::block(const metrics::Snapshot &second, const metrics::Totals &totals) const
{
    const metrics::HistoryPoint &now = totals.history().back();
    QStringList lines {
        u"%1  %2"_s.arg(m_title, formatSpan(std::chrono::milliseconds(m_sinceStart.elapsed()))),
        u"  Users         %1 of %2"_s.arg(
            formatCount(quint64(now.usersRunning)), formatCount(quint64(now.usersTarget))),
        u"  Requests      %1/s  (%2 in all, polls among them %3/s)"_s.arg(
            QString::number(now.requestsPerSecond(), 'f', 1), formatCount(totals.requests()),
            QString::number(now.seconds > 0 ? double(now.polls) / now.seconds : 0, 'f', 1)),
        u"  Failures      %1/s  (%2, %3)  429: %4"_s.arg(QString::number(now.failuresPerSecond(), 'f', 1),
            formatCount(totals.failures()), formatShare(totals.failedShare()),
            formatCount(totals.count(metrics::Outcome::RateLimited))),
        u"  Response time %1"_s.arg(percentiles(now)),
        u"  Actions       %1"_s.arg(actions(second)),
        u"  Generator     CPU %1  worst lag %2%3"_s.arg(
            cpu(second), formatTime(second.health.worstLoopLag), doubts(second.health.judgement)),
    };
    if (totals.deliveries().messages > 0) {
        lines.insert(lines.size() - 1, u"  Delivery      %1"_s.arg(deliveries(now)));
        lines.insert(lines.size() - 1, u"                %1"_s.arg(shortAccount(totals.deliveries())));
    }
    return lines;
}

QString LiveStatus::line(const metrics::Snapshot &second, const metrics::Totals &totals) const
{
    const metrics::HistoryPoint &now = totals.history().back();
    const QString planned = second.actionsPlanned > 0 ? u"  actions "_s + actions(second) : QString();
    const QString delivered = totals.deliveries().messages > 0 ? u"  delivery %1"_s.arg(deliveries(now)) : QString();
    return u"%1  users %2  requests/s %3  failed %4  429 %5  %6%7  generator CPU %8%9"_s.arg(
        formatSpan(std::chrono::milliseconds(m_sinceStart.elapsed())),
        u"%1 of %2"_s.arg(formatCount(quint64(now.usersRunning)), formatCount(quint64(now.usersTarget))),
        QString::number(now.requestsPerSecond(), 'f', 1), formatCount(totals.failures()),
        formatCount(totals.count(metrics::Outcome::RateLimited)), percentiles(now), QString(delivered + planned),
        cpu(second),
        second.health.judgement.trust >= metrics::Trust::Doubtful ? doubts(second.health.judgement) : QString());
}

void LiveStatus::erase()
{
    if (m_linesDrawn > 0)
        std::fprintf(stderr, "\033[%dA\033[J", int(m_linesDrawn));
    m_linesDrawn = 0;
}

} // namespace throng::ctl
