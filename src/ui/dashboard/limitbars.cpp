// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboard/limitbars.h"

#include "engine/run/verdict.h"
#include "ui/support/format.h"
#include "ui/support/messagebar.h"
#include "ui/support/widgets.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr std::size_t minute = 60;

/// Of the last minute: a machine that was busy an hour ago limits nothing now.
run::Verdict judgeLastMinute(const metrics::History &history)
{
    const auto first = history.size() > minute ? history.end() - minute : history.begin();
    return run::judgeGenerator({ first, history.end() });
}

} // namespace

QStringList mostTellingFirst(QStringList reasons, const metrics::History &history)
{
    const bool shared =
        !history.empty() && history.back().health.judgement.strains.testFlag(metrics::Strain::SharedMachine);
    if (shared && reasons.size() > 1) // the rules put it first
        reasons.append(reasons.takeFirst());
    return reasons;
}

LimitBars::LimitBars(QWidget *parent)
    : QWidget(parent)
    , m_refused(new MessageBar(this))
    , m_generator(new MessageBar(this))
{
    m_refused->setObjectName(u"refusedBar"_s);
    m_generator->setObjectName(u"generatorBar"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(spacing);
    layout->addWidget(m_generator);
    layout->addWidget(m_refused);
}

void LimitBars::clear()
{
    m_refused->clear();
    m_generator->clear();
}

void LimitBars::clearGenerator()
{
    m_generator->clear();
}

void LimitBars::judge(const LiveFigures::Now &now, const metrics::Totals &totals)
{
    if (now.rateLimited == 0)
        m_refused->clear();
    else
        m_refused->keepShowing(MessageBar::Kind::Warning, tr("The server limited us."),
            tr("%1 answers were “too many requests” (429) in the last minute. Users waited and tried again: that time "
               "is not in the response times, and they do less than they would. Raise the server's rate limits for "
               "the test.")
                .arg(formatCount(qint64(now.rateLimited))),
            tr("How to raise them"), [this] { Q_EMIT serverLimitsRequested(); });

    const run::Verdict verdict = judgeLastMinute(totals.history());
    QStringList reasons = mostTellingFirst(verdict.reasons, totals.history());
    const QString worst = reasons.isEmpty() ? QString() : reasons.takeFirst();
    switch (verdict.trust) {
    case run::Trust::Good:
    case run::Trust::SharedMachine:
        m_generator->clear();
        break;
    case run::Trust::Doubtful:
        m_generator->keepShowing(MessageBar::Kind::Warning, tr("This machine is busy."), worst);
        break;
    case run::Trust::Limited:
        m_generator->keepShowing(MessageBar::Kind::Error, tr("This machine limits the test."),
            tr("%1 The load is smaller than asked for and response times hold this machine's delay: do not trust the "
               "figures.")
                .arg(worst));
        break;
    }
    m_generator->setDetails(reasons.join(u'\n'));
}

} // namespace throng::ui
