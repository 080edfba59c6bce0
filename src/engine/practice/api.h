// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/router.h"

namespace throng::practice {

// Each adds the endpoints of one subject.
void addServerApi(Router &router); ///< versions, .well-known, capabilities, what clients ask in passing
void addRegistrationApi(Router &router); ///< with the shared secret of Synapse's admin API
void addSessionApi(Router &router); ///< login, refresh, logout, whoami
void addRoomApi(Router &router); ///< creation, directory, membership
void addEventApi(Router &router); ///< send, state, redact
void addHistoryApi(Router &router); ///< messages, members, state, context
void addSyncApi(Router &router); ///< sync, filters, to-device
void addEphemeralApi(Router &router); ///< typing, receipts, read markers, presence
void addProfileApi(Router &router); ///< profile, account data
void addMediaApi(Router &router);
void addAdminApi(Router &router); ///< deletion of rooms and accounts

/// All of the above: everything that is Matrix.
void addMatrixApi(Router &router);
/// /_practice/…
void addPracticeApi(Router &router);

} // namespace throng::practice
