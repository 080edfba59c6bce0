// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/users/environment.h"

#include <functional>
#include <memory>

namespace throng::users {

/// One virtual user: a coroutine that does what the environment's behaviour says, with the connections, the
/// session and the chance of its own. Created, used and destroyed on its worker's thread.
///
/// A chat user takes one account and keeps it until it is stopped; a set-up user takes one after the other until
/// none is left. When it ends, its account goes back to the queue, unless all work on it is done.
class VirtualUser {
public:
    using Finished = std::function<void(VirtualUser &)>;

    /// `number` is unique in the test and decides the user's chance. `finished` is called once, from the event loop
    /// and after everything of the user has ended; the user may be destroyed in it.
    VirtualUser(const Environment &environment, int number, Finished finished);
    VirtualUser(const VirtualUser &) = delete;
    VirtualUser &operator=(const VirtualUser &) = delete;
    /// Stops at once what still runs; `finished` is not called then.
    ~VirtualUser();

    void start();
    /// Finishes the action it is at (in set-up: the registration, the room, the join), begins no other, cuts pauses,
    /// then the long poll. May be called again.
    void stopGracefully();
    /// Aborts everything. All of the user's coroutines have ended when this returns.
    void stopNow();

    [[nodiscard]] int number() const;
    [[nodiscard]] bool isFinished() const;

    /// Tells the sink how many actions came due since the last call. To be called once a second, before the
    /// worker's snapshot: a user that is held up by the server does not get to say so itself.
    void reportPlan();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace throng::users
