// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/verdict.h"

#include "engine/base/words.h"

namespace throng::run {

QString shortfallWarning(quint64 planned, quint64 done)
{
    constexpr quint64 fewest = 20; // below that one action more or less is already 5 %
    if (planned < fewest || double(done) >= 0.95 * double(planned))
        return {};
    return Words::tr("The users' timing asked for %1 actions, and they got to %2 (%3 % fewer): waiting for answers, "
                     "they fell behind.")
        .arg(planned)
        .arg(done)
        .arg(100.0 * (1 - double(done) / double(planned)), 0, 'f', 1);
}

QString tooFewUsersWarning(double asked, double possible, int users)
{
    const auto rate = [](double perSecond) { return QString::number(perSecond, 'f', perSecond < 10 ? 1 : 0); };
    return Words::tr("asked for %1/s, %2/s possible because all %3 users are busy: run more users, or expect them to "
                     "fall further behind.")
        .arg(rate(asked), rate(possible))
        .arg(users);
}

QString resentWarning(quint64 requests, quint64 resent)
{
    if (resent == 0 || resent * 100 < requests)
        return {};
    return Words::tr("%1 requests were sent a second time, because the server had closed the connection without "
                     "answering: of %2, each counted once, with the time that both took.")
        .arg(resent)
        .arg(requests);
}

} // namespace throng::run
