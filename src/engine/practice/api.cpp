// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/api.h"

namespace throng::practice {

void addMatrixApi(Router &router)
{
    addServerApi(router);
    addRegistrationApi(router);
    addSessionApi(router);
    addRoomApi(router);
    addEventApi(router);
    addHistoryApi(router);
    addSyncApi(router);
    addEphemeralApi(router);
    addProfileApi(router);
    addMediaApi(router);
    addAdminApi(router);
}

} // namespace throng::practice
