// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/room.h"
#include "engine/practice/syncfilter.h"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace throng::practice {

struct SyncWait;

struct ToDeviceMessage {
    Position position;
    std::string json; ///< the whole event
};

/// A login. Its transaction IDs and the members it was already shown belong to it alone.
struct Device {
    User *user = nullptr;
    std::string id;
    std::string displayName;
    std::string accessToken;
    std::string refreshToken;
    std::optional<Clock::time_point> expires; ///< of the access token
    std::int64_t lastSeen = 0; ///< its last request, ms since 1970
    std::unordered_map<std::string, std::string> transactions; ///< room, type and transaction ID → event ID
    std::unordered_set<std::string> toDeviceTransactions;
    std::deque<ToDeviceMessage> toDevice;
    std::unordered_set<const Stay *> membersShown; ///< by lazy loading
};

struct User {
    std::string id;
    std::string localpart;
    std::string password; ///< as it came: nothing here is worth hashing, and hashing is what makes real logins slow
    std::string displayName;
    std::string avatarUrl;
    bool admin = false;
    bool deactivated = false;
    std::map<std::string, std::unique_ptr<Device>, std::less<>> devices;
    std::vector<Stay *> stays; ///< rooms that the user ever was in; owned by the rooms
    std::vector<std::shared_ptr<const SyncFilter>> filters; ///< by filter ID
    std::vector<std::string> filterTexts;
    std::map<std::string, Stay::AccountData, std::less<>> accountData;

    std::string presence = "offline";
    std::string statusMessage;
    Clock::time_point lastActive;
    std::map<User *, Position> presenceNews; ///< of others, not yet fetched
    Position lastPosition = 0; ///< of what is the user's own: invitations, account data, to-device, presence
    std::vector<std::shared_ptr<SyncWait>> waits; ///< long polls in progress
};

} // namespace throng::practice
