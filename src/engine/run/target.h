// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/stopscope.h"
#include "engine/base/task.h"
#include "engine/http/origin.h"
#include "engine/matrix/types.h"
#include "engine/run/runplan.h"
#include "engine/run/runsummary.h"

#include <memory>
#include <optional>

namespace throng::http {
class AccessManager;
class Reactor;
} // namespace throng::http

namespace throng::run {

/// The server of a run, found and asked whether it is one.
struct Target {
    std::shared_ptr<const http::Origin> origin;
    matrix::Versions versions;
    bool speaksHttp2 = false; ///< with this plan's users
};

struct TargetProblem {
    RunFailure failure = RunFailure::None;
    Error error;
};

/// Finds the server of a plan once: resolves its name, has the guard judge the addresses that will really be
/// connected to, and asks for its versions. Nothing is created there.
class TargetFinder {
public:
    using Found = tl::expected<Target, TargetProblem>;

    TargetFinder(const RunPlan &plan, http::NameLookup lookup);
    TargetFinder(const TargetFinder &) = delete;
    TargetFinder &operator=(const TargetFinder &) = delete;
    ~TargetFinder(); ///< ends what is under way

    /// Throws Stopped after stop(). Not to be destroyed from within.
    Task<Found> find();
    void stop() { m_scope.stop(); }

private:
    [[nodiscard]] std::optional<TargetProblem> judge(const http::Origin &origin) const;

    const RunPlan m_plan;
    http::NameLookup m_lookup;
    StopScope m_scope;
    std::unique_ptr<http::Reactor> m_reactor;
    std::unique_ptr<http::AccessManager> m_manager;
    std::unique_ptr<metrics::Recorder> m_recorder;
    std::unique_ptr<matrix::Client> m_client;
};

/// Whether this is an address of the machine that we run on: loopback, or of one of its interfaces. Of a name with
/// several, one is enough to say that the machine may be shared, and only all of them that the server is here.
[[nodiscard]] bool isThisMachine(const QHostAddress &address);

/// Lets a reactor connect to the origin's addresses and to no other; to any when a proxy does the connecting.
void guardReactor(http::Reactor &reactor, const http::Origin &origin);

} // namespace throng::run
