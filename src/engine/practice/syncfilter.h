// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throng::practice {

struct Event;

/// Which events pass (specification: Filtering). An absent list lets everything through.
struct EventFilter {
    std::optional<std::size_t> limit;
    std::optional<std::vector<std::string>> types; ///< "*" at any place matches any characters
    std::vector<std::string> notTypes;
    std::optional<std::vector<std::string>> senders;
    std::vector<std::string> notSenders;

    [[nodiscard]] bool passes(std::string_view type, std::string_view sender) const;
    [[nodiscard]] bool passesAll() const { return !types && notTypes.empty() && !senders && notSenders.empty(); }
};

struct SyncFilter {
    std::optional<std::vector<std::string>> rooms;
    std::vector<std::string> notRooms;
    EventFilter timeline;
    EventFilter state;
    EventFilter ephemeral;
    EventFilter roomAccountData;
    EventFilter accountData;
    EventFilter presence;
    bool lazyLoadMembers = false;
    bool includeRedundantMembers = false;
    bool includeLeave = false;

    [[nodiscard]] bool passesRoom(std::string_view roomId) const;
    /// Nothing when `json` is no filter; `problem` says why.
    static std::optional<SyncFilter> parse(std::string_view json, std::string &problem);
};

} // namespace throng::practice
