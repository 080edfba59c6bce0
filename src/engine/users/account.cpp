// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/account.h"

namespace throng::users {

QDebug operator<<(QDebug debug, const Session &session)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "Session(" << session.userId << (session.accessToken.isEmpty() ? ", no token" : ", with token")
                    << (session.nextBatch.isEmpty() ? ", never synced)" : ", synced)");
    return debug;
}

QDebug operator<<(QDebug debug, const Account &account)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "Account(" << account.username;
    if (!account.domain.isEmpty())
        debug << ':' << account.domain;
    debug << (account.session.isValid() ? ", logged in)" : ", not logged in)");
    return debug;
}

} // namespace throng::users
