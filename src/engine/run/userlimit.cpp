// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/userlimit.h"

#include "engine/base/words.h"

#include <algorithm>

namespace throng::run {

Result<UserLimit> limitUsers(const TestPlan &test, int accounts, const http::DescriptorBudget &budget, bool http2)
{
    const int connections = test.isSetup() || http2 ? 1 : 2;
    const int fit = std::max(0, budget.usersThatFit(connections));
    const int wanted = test.users.value_or(accounts);
    const int users = std::clamp(wanted, 0, accounts);
    if (users > fit && (!test.isSetup() || fit == 0)) {
        return failure(Words::tr("%1 users need %2 connections, but this program may open %3 files: %4 users fit")
                           .arg(users)
                           .arg(qint64(users) * connections)
                           .arg(budget.limit)
                           .arg(fit),
            test.name, Words::tr("a higher limit (ulimit -Hn, LimitNOFILE) or fewer users"));
    }
    UserLimit limit { std::min(users, fit), std::min(accounts, fit), {} };
    if (wanted > accounts && !test.isSetup())
        limit.warning = Words::tr("%1: %2 users are wanted, but users.csv has %3 accounts: so many users run.")
                            .arg(test.name)
                            .arg(wanted)
                            .arg(accounts);
    return limit;
}

} // namespace throng::run
