// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/matrix/client.h"
#include "engine/matrix/registrationflow.h"
#include "engine/users/accountqueue.h"
#include "engine/users/crowd.h"
#include "engine/users/parameters.h"
#include "engine/users/roombook.h"
#include "engine/users/sink.h"

#include <chrono>
#include <memory>

namespace throng::http {
class Reactor;
struct Origin;
} // namespace throng::http
namespace throng::metrics {
class DeliveryLog;
class Recorder;
} // namespace throng::metrics

namespace throng::users {

class ArrivalDesk;
class HistoryBook;
class WorkerCache;

/// What all virtual users of one test have on one worker. Outlives them; lives on the worker's thread.
struct Environment {
    http::Reactor &reactor;
    metrics::Recorder &recorder;
    metrics::DeliveryLog &deliveries;
    Sink &sink;
    WorkerCache &cache; ///< one per worker, best kept from test to test

    std::shared_ptr<const http::Origin> origin;
    matrix::ClientOptions client;
    matrix::RegistrationFlow registration { matrix::RegistrationOptions {} };

    Behaviour behaviour = Behaviour::Chat;
    SetupParameters setup; ///< of the behaviours that set up
    HistoryParameters history; ///< of Behaviour::FillRooms
    Crowd crowd; ///< of Behaviour::Chat
    std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now(); ///< of the test
    quint64 seed = 1; ///< the project's: each user's chance is its own stream of it

    ArrivalDesk *desk = nullptr; ///< where chat users wait for something to do; null: they act by their habits' pauses

    std::shared_ptr<AccountQueue> accounts; ///< of the test, shared by the workers
    std::shared_ptr<RoomBook> rooms; ///< of the test, shared by the workers; only CreateRooms needs it
    std::shared_ptr<HistoryBook> historyBook; ///< likewise, of FillRooms
};

} // namespace throng::users
