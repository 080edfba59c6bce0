// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/users/parameters.h"

#include <vector>

namespace throng::users {

/// Which account belongs to what kind of person. A value that all workers have alike, and whoever plans rooms too:
/// an account is of the same population in every run.
class Crowd {
public:
    /// `everybody` are the habits of a crowd without populations. Populations whose share is 0 have no users.
    explicit Crowd(ChatParameters everybody = {}, QList<Population> populations = {});

    /// `account` is its index in users.csv. Populations are spread evenly: of the first N accounts, each has its share,
    /// give or take three, whatever N is. So the mixture is right while users are still being started.
    [[nodiscard]] const ChatParameters &habitsOf(int account) const;
    /// Its index; -1 when there are none.
    [[nodiscard]] int populationOf(int account) const;
    [[nodiscard]] const QList<Population> &populations() const { return m_populations; }

    /// What belongs to all of them, whoever they are: the pictures of a worker.
    [[nodiscard]] const ChatParameters &everybody() const { return m_everybody; }

private:
    ChatParameters m_everybody;
    QList<Population> m_populations;
    std::vector<double> m_upTo; ///< of the populations' shares, summed up; the last is 1
};

} // namespace throng::users
