// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/thresholdtable.h"

#include "app/ctl/output.h"

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

QString verdictText(const thresholds::Verdict &verdict)
{
    if (verdict.endedTheRun)
        return u"BROKEN, ended the run"_s;
    switch (verdict.judgement.outcome) {
    case thresholds::Outcome::Met:
        return u"met"_s;
    case thresholds::Outcome::Broken:
        return u"BROKEN"_s;
    case thresholds::Outcome::NoData:
        return u"no data"_s;
    }
    Q_UNREACHABLE();
}

QStringList row(const QString &test, const thresholds::Verdict &verdict)
{
    const bool hasData = verdict.judgement.outcome != thresholds::Outcome::NoData;
    const thresholds::Rule &rule = verdict.threshold.rule;
    return { test, rule.text, hasData ? thresholds::valueText(rule, verdict.judgement) : u"-"_s,
        formatCount(verdict.judgement.samples), verdictText(verdict) };
}

} // namespace

QString thresholdTable(const run::RunSummary &summary)
{
    QList<QStringList> rows;
    for (const run::TestSummary &test : summary.tests) {
        for (const thresholds::Verdict &verdict : test.thresholds) {
            if (verdict.isBroken() || verdict.judgement.outcome == thresholds::Outcome::Met)
                rows += row(test.plan.name, verdict);
        }
    }
    for (const thresholds::Threshold &threshold : summary.unmeasuredThresholds())
        rows += row(threshold.test.isEmpty() ? u"-"_s : threshold.test, { threshold, {}, false });
    if (rows.isEmpty())
        return {};
    rows.prepend({ u"Test"_s, u"Threshold"_s, u"Measured"_s, u"Samples"_s, u"Verdict"_s });
    return alignColumns(rows, { Column::Left, Column::Left, Column::Right, Column::Right, Column::Left });
}

} // namespace throng::ctl
