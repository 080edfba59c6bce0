// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/users/account.h"

#include <deque>
#include <mutex>
#include <optional>
#include <vector>

namespace throng::users {

/// The accounts of a test, dealt to the virtual users of all workers: each account has one user at a time.
/// Safe to use from any thread.
class AccountQueue {
public:
    struct Taken {
        int index; ///< in the list that the queue was made from
        Account account;
    };

    explicit AccountQueue(std::vector<Account> accounts);

    /// The next account, in order; one that was put back first, one that was put behind last. Nothing when all are
    /// taken.
    [[nodiscard]] std::optional<Taken> take();
    /// The user that had it was stopped: whoever takes it next goes on with this session.
    void putBack(int index, const Session &session);

    /// Whoever takes it next, when all others have been taken, goes on with this session.
    void putBehind(int index, const Session &session);

    [[nodiscard]] int size() const { return int(m_accounts.size()); }
    /// How many are still to be taken.
    [[nodiscard]] int remaining() const;

private:
    mutable std::mutex m_mutex;
    std::vector<Account> m_accounts;
    std::vector<int> m_putBack; ///< last in, first out
    std::deque<int> m_behind; ///< first in, first out
    int m_next = 0;
};

} // namespace throng::users
