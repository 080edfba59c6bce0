// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/descriptors.h"

#include <QDir>

#include <algorithm>
#include <limits>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace throng::http {

namespace {

constexpr qint64 spare = 64; // run store, logs, name lookups, timers and event descriptors of the workers

qint64 openDescriptors()
{
    // One of them is the directory being listed.
    const qsizetype count =
        QDir(u"/proc/self/fd"_s).entryList(QDir::System | QDir::AllEntries | QDir::NoDotAndDotDot).size();
    return std::max<qint64>(0, count - 1);
}

} // namespace

int DescriptorBudget::usersThatFit(int connectionsPerUser) const
{
    const qint64 users = (limit - inUse - spare) / std::max(1, connectionsPerUser);
    return int(std::clamp<qint64>(users, 0, std::numeric_limits<int>::max()));
}

DescriptorBudget raiseDescriptorLimit()
{
    DescriptorBudget budget;
    rlimit limit {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        if (limit.rlim_cur < limit.rlim_max) {
            rlimit raised = limit;
            raised.rlim_cur = limit.rlim_max;
            if (::setrlimit(RLIMIT_NOFILE, &raised) == 0)
                limit = raised;
        }
        budget.limit = qint64(std::min<rlim_t>(limit.rlim_cur, std::numeric_limits<int>::max()));
    }
    budget.inUse = openDescriptors();
    return budget;
}

} // namespace throng::http
