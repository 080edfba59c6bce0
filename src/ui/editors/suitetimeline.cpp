// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/suitetimeline.h"

#include "ui/support/appearance.h"
#include "ui/support/colors.h"
#include "ui/support/format.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr double gap = 3;
constexpr double narrowest = 64; ///< so that a name can be read

ChartColor colorOf(users::Behaviour behaviour)
{
    switch (behaviour) {
    case users::Behaviour::Register:
        return ChartColor::Blue;
    case users::Behaviour::CreateRooms:
        return ChartColor::Orange;
    case users::Behaviour::JoinRooms:
        return ChartColor::Green;
    case users::Behaviour::FillRooms:
        return ChartColor::Grey;
    case users::Behaviour::Chat:
        break;
    }
    return ChartColor::Purple;
}

/// What is estimated has no more than two figures that mean something.
double rounded(double value)
{
    if (value <= 0)
        return 0;
    const double unit = std::pow(10, std::floor(std::log10(value)) - 1);
    return std::round(value / unit) * unit;
}

std::chrono::milliseconds rounded(std::chrono::milliseconds span)
{
    using namespace std::chrono;
    if (span < 1min)
        return round<seconds>(span);
    if (span < 10min)
        return round<seconds>(span / 10) * 10;
    return round<minutes>(span);
}

/// The users as they come and go; `most` of them fill the box to its top.
QPainterPath usersIn(const QRectF &box, const run::TestOutlook &test, int most)
{
    const LoadCurve &planned = test.planned;
    const bool isEndless = test.duration.count() == 0;
    const double length = isEndless ? 2 * planned.duration() : planned.duration();
    const double high = (box.height() - 4) / std::max(most, 1);
    QPainterPath users(box.bottomLeft());
    for (const LoadCurve::Point &point : planned.points())
        users.lineTo(
            box.left() + (length > 0 ? box.width() * point.seconds / length : 0), box.bottom() - high * point.level);
    users.lineTo(box.right(), users.currentPosition().y());
    users.lineTo(box.bottomRight());
    return users;
}

QString spanOf(const run::TestOutlook &test)
{
    if (test.duration.count() == 0)
        return test.users > 0 && !test.isGuess ? SuiteTimeline::tr("until stopped") : noValue();
    const QString span = formatSpan(rounded(test.duration));
    return test.isGuess ? SuiteTimeline::tr("about %1").arg(span) : span;
}

} // namespace

QString timelineSpan(const QList<run::TestOutlook> &tests)
{
    std::chrono::milliseconds duration { 0 };
    for (const run::TestOutlook &test : tests) {
        if (test.duration.count() == 0 && !test.isGuess)
            return {};
        duration += test.duration;
    }
    return duration.count() > 0 ? formatSpan(rounded(duration)) : QString();
}

QString timelineHeadline(const QList<run::TestOutlook> &tests)
{
    if (tests.isEmpty())
        return SuiteTimeline::tr("No test is switched on");
    double requests = 0;
    double polls = 0;
    for (const run::TestOutlook &test : tests) {
        requests = std::max(requests, test.requests);
        polls = std::max(polls, test.polls);
    }
    const bool isGuess =
        std::any_of(tests.begin(), tests.end(), [](const run::TestOutlook &test) { return test.isGuess; });
    const QString span = timelineSpan(tests);
    const QString length = span.isEmpty() ? SuiteTimeline::tr("Until it is stopped")
        : isGuess                         ? SuiteTimeline::tr("About %1").arg(span)
                                          : span;
    const QString most = SuiteTimeline::tr("at most about %1 requests/s").arg(formatRate(rounded(requests)));
    if (polls <= 0)
        return u"%1, %2"_s.arg(length, most);
    return SuiteTimeline::tr("%1, %2 and %3 polls/s").arg(length, most, formatRate(rounded(polls)));
}

SuiteTimeline::SuiteTimeline(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"suiteTimeline"_s);
    setFont(withTabularFigures(scaled(font(), 0.9)));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("The suite's course"));
}

QSize SuiteTimeline::sizeHint() const
{
    return { 600, 2 * (fontMetrics().height() + 3) + 34 };
}

QSize SuiteTimeline::minimumSizeHint() const
{
    return { 200, sizeHint().height() };
}

QString SuiteTimeline::describe(const run::TestOutlook &test)
{
    QString text =
        tr("%1: %2, %3, at most about %4 requests/s")
            .arg(test.name, tr("%Ln user(s)", nullptr, test.users), spanOf(test), formatRate(rounded(test.requests)));
    if (test.polls > 0)
        text += tr(" and %1 polls/s").arg(formatRate(rounded(test.polls)));
    return text;
}

void SuiteTimeline::setTests(const QList<run::TestOutlook> &tests)
{
    m_tests = tests;
    QStringList spoken;
    for (const run::TestOutlook &test : tests)
        spoken.append(describe(test));
    setAccessibleDescription(spoken.join(u"; "_s));
    update();
}

void SuiteTimeline::setCurrent(int test)
{
    m_current = test;
    update();
}

/// As wide as they are long, but none so narrow that its name could not be read.
QList<QRectF> SuiteTimeline::blocks() const
{
    if (m_tests.isEmpty())
        return {};
    const double line = fontMetrics().height() + 3;
    const double available = width() - gap * double(m_tests.size() - 1);
    const double least = std::min(narrowest, available / double(m_tests.size()));
    double total = 0;
    double longest = 0;
    for (const run::TestOutlook &test : m_tests)
        longest = std::max(longest, double(test.duration.count()));
    const auto lengthOf = [longest](const run::TestOutlook &test) {
        // One without an end is at least as long as any other.
        const bool isEndless = test.duration.count() == 0 && !test.isGuess;
        return isEndless ? std::max(longest, 1.0) : double(test.duration.count());
    };
    for (const run::TestOutlook &test : m_tests)
        total += lengthOf(test);
    const double spare = available - least * double(m_tests.size());
    QList<QRectF> result;
    double x = 0;
    for (const run::TestOutlook &test : m_tests) {
        const double share = total > 0 ? lengthOf(test) / total : 1.0 / double(m_tests.size());
        const double wide = least + spare * share;
        result.append(QRectF(x, line, wide, height() - 2 * line));
        x += wide + gap;
    }
    return result;
}

void SuiteTimeline::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors &colors = colorsFor(palette());
    const QFontMetricsF metrics(font());
    const double line = metrics.height() + 3;
    const QList<QRectF> areas = blocks();
    int mostUsers = 1;
    for (const run::TestOutlook &test : std::as_const(m_tests))
        mostUsers = std::max(mostUsers, test.users);
    for (qsizetype i = 0; i < m_tests.size(); ++i) {
        const run::TestOutlook &test = m_tests[i];
        const QRectF &box = areas[i];
        QColor color = chartColor(colorOf(test.behaviour), palette());
        QColor ground = color;
        ground.setAlphaF(0.2F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(ground);
        painter.drawRoundedRect(box, 3, 3);

        painter.save();
        QPainterPath clip;
        clip.addRoundedRect(box, 3, 3);
        painter.setClipPath(clip);
        color.setAlphaF(0.75F);
        painter.fillPath(usersIn(box, test, mostUsers), color);
        painter.restore();
        if (test.test == m_current) {
            painter.setPen(QPen(colors.accent, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 3, 3);
        }
        painter.setPen(colors.text);
        painter.drawText(QRectF(box.left() + 2, 0, box.width() - 4, line), Qt::AlignVCenter | Qt::AlignLeft,
            metrics.elidedText(test.name, Qt::ElideRight, box.width() - 4));
        painter.setPen(colors.muted);
        painter.drawText(QRectF(box.left() + 2, box.bottom(), box.width() - 4, line), Qt::AlignVCenter | Qt::AlignLeft,
            metrics.elidedText(spanOf(test), Qt::ElideRight, box.width() - 4));
    }
}

int SuiteTimeline::blockAt(const QPointF &point) const
{
    const QList<QRectF> areas = blocks();
    for (qsizetype i = 0; i < areas.size(); ++i) {
        if (point.x() >= areas[i].left() && point.x() <= areas[i].right())
            return int(i);
    }
    return -1;
}

void SuiteTimeline::mousePressEvent(QMouseEvent *event)
{
    if (const int block = blockAt(event->position()); block >= 0)
        Q_EMIT chosen(m_tests[block].test);
}

bool SuiteTimeline::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int block = blockAt(help->pos());
        if (block >= 0)
            QToolTip::showText(help->globalPos(), describe(m_tests[block]), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

} // namespace throng::ui
