// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/serverscrape.h"

namespace throng::metrics {

/// What a server's figures were in the course of a test, by source and name. A value.
class ServerTotals {
public:
    struct Row {
        QString source;
        QByteArray name;
        ServerUnit unit = ServerUnit::Number;
        bool suggested = false;
        quint64 scrapes = 0;
        double sum = 0;
        double lowest = 0;
        double highest = 0;
        double last = 0;

        [[nodiscard]] double mean() const { return scrapes > 0 ? sum / double(scrapes) : 0; }
    };

    ServerTotals() = default;
    explicit ServerTotals(std::vector<Row> rows)
        : m_rows(std::move(rows))
    {
    }

    void add(const ServerScrape &scrape);

    [[nodiscard]] bool isEmpty() const { return m_rows.empty(); }
    [[nodiscard]] const std::vector<Row> &rows() const { return m_rows; } ///< in the order in which they first came

private:
    std::vector<Row> m_rows;
};

/// Processor time and memory of the server altogether, from what each source said last.
///
/// What the server's processes say of themselves is added up; without any such word it is what this machine sees of
/// the processes that listen on the target's port. Both at once would count the same process twice.
class ServerLoad {
public:
    void add(const ServerScrape &scrape);
    void clear() { m_sources.clear(); }

    [[nodiscard]] double cores() const; ///< NaN: not known (yet)
    [[nodiscard]] double bytes() const; ///< NaN: not known (yet)

private:
    struct Source {
        QString name;
        bool seenFromOutside = false;
        double cores;
        double bytes;
    };
    [[nodiscard]] double sum(double Source::*value) const;

    std::vector<Source> m_sources;
};

} // namespace throng::metrics
