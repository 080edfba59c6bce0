// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/deliverynotes.h"

#include <QtAlgorithms>

namespace throng::metrics {

/// One bit for each place in a room.
class Places {
public:
    void set(int place)
    {
        const auto word = std::size_t(place) / 64;
        if (m_words.size() <= word)
            m_words.resize(word + 1);
        m_count += !has(place);
        m_words[word] |= bitOf(place);
    }
    bool take(int place) ///< whether it was set
    {
        if (!has(place))
            return false;
        m_words[std::size_t(place) / 64] &= ~bitOf(place);
        --m_count;
        return true;
    }
    [[nodiscard]] bool has(int place) const
    {
        const auto word = std::size_t(place) / 64;
        return word < m_words.size() && (m_words[word] & bitOf(place)) != 0;
    }
    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] bool isEmpty() const { return m_count == 0; }
    [[nodiscard]] std::vector<int> list() const
    {
        std::vector<int> places;
        places.reserve(std::size_t(m_count));
        for (std::size_t word = 0; word < m_words.size(); ++word) {
            for (quint64 bits = m_words[word]; bits != 0; bits &= bits - 1)
                places.push_back(int(word * 64) + int(qCountTrailingZeroBits(bits)));
        }
        return places;
    }

private:
    static quint64 bitOf(int place) { return quint64(1) << (place % 64); }

    std::vector<quint64> m_words;
    int m_count = 0;
};

/// A message with deliveries that are not accounted for.
struct DeliveryMessage {
    quint32 number = 0;
    int room = 0;
    std::size_t sizeClass = 0;
    DeliveryNotes::Time ready;
    /// Acknowledged by the server, or seen by somebody, whichever was first.
    DeliveryNotes::Time accepted = DeliveryNotes::Time::max();
    DeliveryNotes::Time unanswered = DeliveryNotes::Time::max(); ///< its sender has given up
    QByteArray eventId;
    Places open; ///< under way
    Places gap; ///< the server said that it left it out

    /// A delivery: the message and its receiver.
    static quint64 pairOf(quint32 number, int user) { return quint64(number) << 32 | quint32(user); }
};

} // namespace throng::metrics
