// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/populations.h"
#include "engine/users/account.h"

#include <QList>
#include <QUndoCommand>

#include <functional>
#include <memory>

namespace throng::ui {

/// Accounts that no pattern makes: the rows of a users.csv. Shared, because the undo history keeps them.
using AccountList = std::shared_ptr<const QList<users::Account>>;

/// What the accounts of a project are: those of a pattern, or a list.
struct AccountsChoice {
    project::UserPattern pattern;
    AccountList list; ///< null: a pattern, or users.csv as it is on disk
};

/// Other accounts, as one step.
class SetAccountsCommand : public QUndoCommand {
public:
    using Put = std::function<void(const AccountsChoice &)>;

    SetAccountsCommand(const QString &text, AccountsChoice before, AccountsChoice after, Put put)
        : QUndoCommand(text)
        , m_before(std::move(before))
        , m_after(std::move(after))
        , m_put(std::move(put))
    {
    }

    void undo() override { m_put(m_before); }
    void redo() override { m_put(m_after); }

private:
    AccountsChoice m_before;
    AccountsChoice m_after;
    Put m_put;
};

} // namespace throng::ui
