// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>

#include <algorithm>
#include <vector>

namespace throng::users {

/// Names that one user has met, 4 bytes each: thousands of users remember hundreds each. Only their hashes of 32 bits
/// are kept, so of ten million new names one is taken for known.
class NameSet {
public:
    [[nodiscard]] static quint32 hashOf(const QByteArray &name)
    {
        const quint64 hash = qHash(name);
        return quint32(hash ^ hash >> 32);
    }

    /// False if it was there before.
    bool insert(const QByteArray &name)
    {
        const quint32 hash = hashOf(name);
        const auto place = std::lower_bound(m_hashes.begin(), m_hashes.end(), hash);
        if (place != m_hashes.end() && *place == hash)
            return false;
        const auto index = place - m_hashes.begin();
        if (m_hashes.size() == m_hashes.capacity()) // by a quarter, not by as much again
            m_hashes.reserve(m_hashes.size() + m_hashes.size() / 4 + 8);
        m_hashes.insert(m_hashes.begin() + index, hash);
        return true;
    }
    [[nodiscard]] bool contains(const QByteArray &name) const
    {
        return std::binary_search(m_hashes.begin(), m_hashes.end(), hashOf(name));
    }
    /// Forgets those that are not in `others`.
    void keepOnly(const NameSet &others)
    {
        std::erase_if(m_hashes, [&others](quint32 hash) {
            return !std::binary_search(others.m_hashes.begin(), others.m_hashes.end(), hash);
        });
    }
    [[nodiscard]] std::size_t size() const { return m_hashes.size(); }

private:
    std::vector<quint32> m_hashes; ///< sorted
};

} // namespace throng::users
