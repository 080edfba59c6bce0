// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/clean/cleanup.h"
#include "engine/http/accessmanager.h"
#include "engine/http/origin.h"
#include "engine/matrix/client.h"
#include "engine/matrix/synapseadmin.h"

namespace throng::clean {

/// Every login of a clean-up takes the same device.
inline const QString cleanDevice = QStringLiteral("THRONGCLEAN");

/// "user.000001:example.org" → "user.000001".
[[nodiscard]] inline QString localpart(const QString &name)
{
    return name.section(QLatin1Char(':'), 0, 0);
}

/// One at a time: a connection of its own, for an administrator or for one account after the other.
class Cleanup::Side {
public:
    Side(http::Reactor &reactor, std::shared_ptr<const http::Origin> origin, metrics::Recorder &recorder,
        StopScope &scope)
        : manager(reactor, std::move(origin), scope)
        , client(manager, recorder, { .timeout = Milliseconds(60'000), .createRoomTimeout = Milliseconds(60'000) })
        , admin(manager)
    {
    }

    http::AccessManager manager;
    matrix::Client client;
    matrix::SynapseAdmin admin;
};

} // namespace throng::clean
