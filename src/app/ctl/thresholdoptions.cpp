// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/thresholdoptions.h"

#include "app/ctl/command.h"
#include "engine/thresholds/ruleparser.h"

using namespace Qt::StringLiterals;

namespace throng::ctl {

Result<QList<thresholds::Threshold>> readThresholds(const std::vector<std::string> &rules)
{
    QList<thresholds::Threshold> list;
    for (const std::string &given : rules) {
        auto rule = thresholds::parseRule(text(given));
        if (!rule) {
            Error error = rule.error().toError();
            error.where = u"--threshold \"%1\""_s.arg(text(given));
            return tl::unexpected(error);
        }
        thresholds::Threshold threshold;
        threshold.rule = *std::move(rule);
        list += threshold;
    }
    return list;
}

} // namespace throng::ctl
