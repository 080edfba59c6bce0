// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/project/populations.h"
#include "engine/users/account.h"

#include <QList>
#include <QString>

#include <functional>

namespace throng::generate {

/// The names that a usable pattern gives, each when it is asked for.
class AccountNames {
public:
    explicit AccountNames(const project::UserPattern &pattern);

    [[nodiscard]] QString username(int number) const; ///< "user.000007"
    [[nodiscard]] QString planName(int number) const; ///< with ":domain" where there is one

private:
    QString m_before;
    int m_width = 0;
    QString m_behind;
    QString m_domain;
};

/// The account names of a pattern, without making anything else; what a form shows while it is edited.
[[nodiscard]] Result<QStringList> sampleNames(const project::UserPattern &pattern, int count);

/// Whether the pattern can be generated from; the error says which field is wrong and what it may be.
[[nodiscard]] Result<> checkUserPattern(const project::UserPattern &pattern);

/// The same accounts on every platform for a seed. One account's password does not depend on how many there are.
[[nodiscard]] Result<QList<users::Account>> generateUsers(const project::UserPattern &pattern, quint64 seed);

/// The same, account by account. An `account` that returns an error ends the generating with it.
[[nodiscard]] Result<> generateUsers(
    const project::UserPattern &pattern, quint64 seed, const std::function<Result<>(users::Account)> &account);

} // namespace throng::generate
