// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/users/parameters.h"

#include <vector>

namespace throng::users {

/// Who of a test's users is what kind of person. A value that all workers have alike.
class Crowd {
public:
    /// `everybody` are the habits of a crowd without populations. Populations whose share is 0 have no users.
    explicit Crowd(ChatParameters everybody = {}, QList<Population> populations = {});

    /// The users' numbers are spread evenly: of the first N users, each population has its share, give or take three,
    /// whatever N is. So the mixture is right while users are still being started.
    [[nodiscard]] const ChatParameters &habitsOf(int user) const;
    /// Its index; -1 when there are none.
    [[nodiscard]] int populationOf(int user) const;
    [[nodiscard]] const QList<Population> &populations() const { return m_populations; }

    /// What belongs to all of them, whoever they are: the pictures of a worker.
    [[nodiscard]] const ChatParameters &everybody() const { return m_everybody; }

private:
    ChatParameters m_everybody;
    QList<Population> m_populations;
    std::vector<double> m_upTo; ///< of the populations' shares, summed up; the last is 1
};

} // namespace throng::users
