// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/accountqueue.h"

namespace throng::users {

AccountQueue::AccountQueue(std::vector<Account> accounts)
    : m_accounts(std::move(accounts))
{
}

std::optional<AccountQueue::Taken> AccountQueue::take()
{
    const std::scoped_lock lock(m_mutex);
    int index = m_next;
    if (!m_putBack.empty()) {
        index = m_putBack.back();
        m_putBack.pop_back();
    } else if (m_next < size()) {
        ++m_next;
    } else if (!m_behind.empty()) {
        index = m_behind.front();
        m_behind.pop_front();
    } else {
        return std::nullopt;
    }
    return Taken { index, m_accounts[std::size_t(index)] };
}

void AccountQueue::putBack(int index, const Session &session)
{
    const std::scoped_lock lock(m_mutex);
    m_accounts[std::size_t(index)].session = session;
    m_putBack.push_back(index);
}

void AccountQueue::putBehind(int index, const Session &session)
{
    const std::scoped_lock lock(m_mutex);
    m_accounts[std::size_t(index)].session = session;
    m_behind.push_back(index);
}

int AccountQueue::remaining() const
{
    const std::scoped_lock lock(m_mutex);
    return size() - m_next + int(m_putBack.size() + m_behind.size());
}

} // namespace throng::users
