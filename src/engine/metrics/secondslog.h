// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/putaside.h"

#include <cstddef>
#include <iterator>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace throng::metrics {

/// What is noted of each second of a test, oldest first. However long the test, it takes little more memory than its
/// last minutes: what is older is put aside (putAside()), in pieces that copies share. Where that cannot be, it stays
/// in memory.
template <typename Second>
class SecondsLog {
    static_assert(std::is_trivially_copyable_v<Second>); // files have its bytes

public:
    /// So many are put aside at once; the latest of at least that number are in memory.
    static constexpr std::size_t s_piece = 32 * 1024 / sizeof(Second);

    /// By its place; good until the log changes.
    class Iterator {
    public:
        using iterator_category = std::random_access_iterator_tag;
        using value_type = Second;
        using difference_type = std::ptrdiff_t;
        using pointer = const Second *;
        using reference = const Second &;

        Iterator() = default;
        Iterator(const SecondsLog &log, std::size_t at)
            : m_log(&log)
            , m_at(difference_type(at))
        {
        }
        reference operator*() const { return (*m_log)[std::size_t(m_at)]; }
        pointer operator->() const { return &**this; }
        reference operator[](difference_type n) const { return *(*this + n); }
        Iterator &operator+=(difference_type n)
        {
            m_at += n;
            return *this;
        }
        Iterator &operator-=(difference_type n) { return *this += -n; }
        Iterator &operator++() { return *this += 1; }
        Iterator &operator--() { return *this += -1; }
        Iterator operator++(int) { return std::exchange(*this, *this + 1); }
        Iterator operator--(int) { return std::exchange(*this, *this - 1); }
        friend Iterator operator+(Iterator a, difference_type n) { return a += n; }
        friend Iterator operator+(difference_type n, Iterator a) { return a += n; }
        friend Iterator operator-(Iterator a, difference_type n) { return a -= n; }
        friend difference_type operator-(const Iterator &a, const Iterator &b) { return a.m_at - b.m_at; }
        friend bool operator==(const Iterator &a, const Iterator &b) { return a.m_at == b.m_at; }
        friend auto operator<=>(const Iterator &a, const Iterator &b) { return a.m_at <=> b.m_at; }

    private:
        const SecondsLog *m_log = nullptr;
        difference_type m_at = 0;
    };
    /// From one place to another: std::ranges::subrange, but for clang 14, which cannot read that one.
    struct Part {
        Iterator first;
        Iterator last;

        [[nodiscard]] Iterator begin() const { return first; }
        [[nodiscard]] Iterator end() const { return last; }
        [[nodiscard]] std::size_t size() const { return std::size_t(last - first); }
        [[nodiscard]] bool empty() const { return first == last; }
    };

    SecondsLog() = default;
    /// As it was kept; this stays in memory.
    explicit SecondsLog(std::vector<Second> seconds)
        : m_given(std::move(seconds))
    {
    }

    [[nodiscard]] bool empty() const { return size() == 0; }
    [[nodiscard]] std::size_t size() const { return m_given.size() + m_aside.size() * s_piece + m_latest.size(); }
    [[nodiscard]] const Second &operator[](std::size_t at) const
    {
        if (at < m_given.size())
            return m_given[at];
        at -= m_given.size();
        if (const std::size_t piece = at / s_piece; piece < m_aside.size())
            return m_aside[piece].get()[at % s_piece];
        return m_latest[at - m_aside.size() * s_piece];
    }
    [[nodiscard]] const Second &front() const { return (*this)[0]; }
    [[nodiscard]] const Second &back() const { return (*this)[size() - 1]; }
    [[nodiscard]] Iterator begin() const { return { *this, 0 }; }
    [[nodiscard]] Iterator end() const { return { *this, size() }; }
    [[nodiscard]] Part from(std::size_t first) const { return { Iterator(*this, first), end() }; }

    void push_back(const Second &second)
    {
        if (m_latest.size() == 2 * s_piece)
            putOldestAside();
        m_latest.push_back(second);
    }
    /// The last one, which must have been added by push_back().
    void replaceLast(const Second &second) { m_latest.back() = second; }

    [[nodiscard]] std::size_t inMemory() const { return m_given.size() + m_latest.size(); } ///< of those not put aside

private:
    void putOldestAside()
    {
        auto piece = std::static_pointer_cast<const Second>(putAside(m_latest.data(), s_piece * sizeof(Second)));
        if (!piece) {
            const auto kept = std::make_shared<std::vector<Second>>(m_latest.begin(), m_latest.begin() + s_piece);
            piece = std::shared_ptr<const Second>(kept, kept->data());
        }
        m_aside.push_back(std::move(piece));
        m_latest.erase(m_latest.begin(), m_latest.begin() + s_piece);
    }

    std::vector<Second> m_given;
    std::vector<std::shared_ptr<const Second>> m_aside; ///< pieces of s_piece each
    std::vector<Second> m_latest;
};

} // namespace throng::metrics
