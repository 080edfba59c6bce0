// SPDX-License-Identifier: GPL-3.0-or-later
// Names, pictures and account data.
#include "engine/practice/api.h"
#include "engine/practice/call.h"

namespace throng::practice {

namespace {

using Access = Route::Access;
using simdjson::dom::object;

const User *userOf(Call &call)
{
    const User *user = call.server.accounts.find(call.parameter(0));
    if (!user || user->deactivated || !call.parameter(0).starts_with('@')) {
        call.fail(404, "M_NOT_FOUND", "Profile was not found");
        return nullptr;
    }
    return user;
}

void answerProfile(Call &call, bool name, bool avatar)
{
    const User *user = userOf(call);
    if (!user)
        return;
    std::string body;
    JsonWriter writer(body);
    writer.beginObject();
    if (name && !user->displayName.empty())
        writer.member("displayname", user->displayName);
    if (avatar && !user->avatarUrl.empty())
        writer.member("avatar_url", user->avatarUrl);
    writer.endObject();
    call.ok(std::move(body));
}

void profile(Call &call)
{
    answerProfile(call, true, true);
}

void displayName(Call &call)
{
    answerProfile(call, true, false);
}

void avatarUrl(Call &call)
{
    answerProfile(call, false, true);
}

void setProfile(Call &call, const char *key, std::string User::*field)
{
    object body;
    if (!call.isSelf(0, 400) || !call.json(body))
        return;
    std::string_view value;
    if (body.at_key(key).get(value) != simdjson::SUCCESS)
        return call.fail(400, "M_BAD_JSON", std::string("Missing key '") + key + "'");
    if (value.size() > 1000)
        return call.fail(400, "M_INVALID_PARAM", std::string(key) + " is too long");
    User &user = call.user();
    user.*field = value;
    call.server.rooms.profileChanged(user);
    call.ok();
}

void setDisplayName(Call &call)
{
    setProfile(call, "displayname", &User::displayName);
}

void setAvatarUrl(Call &call)
{
    setProfile(call, "avatar_url", &User::avatarUrl);
}

void putAccountData(Call &call)
{
    object content;
    if (!call.isSelf(0) || !call.json(content))
        return;
    User &user = call.user();
    user.lastPosition = call.server.advance();
    user.accountData[call.parameter(1)] = { simdjson::minify(content), user.lastPosition };
    call.server.syncs.wake(user);
    call.ok();
}

void getAccountData(Call &call)
{
    if (!call.isSelf(0))
        return;
    const auto found = call.user().accountData.find(call.parameter(1));
    if (found == call.user().accountData.end())
        return call.fail(404, "M_NOT_FOUND", "Account data not found");
    call.ok(found->second.content);
}

void putRoomAccountData(Call &call)
{
    object content;
    if (!call.isSelf(0) || !call.json(content))
        return;
    Room *room = call.joinedRoom(1);
    if (!room)
        return;
    room->lastPosition = call.server.advance();
    room->stayOf(call.user())->accountData[call.parameter(2)] = { simdjson::minify(content), room->lastPosition };
    call.server.syncs.wake(call.user());
    call.ok();
}

void getRoomAccountData(Call &call)
{
    if (!call.isSelf(0))
        return;
    const Room *room = call.joinedRoom(1);
    if (!room)
        return;
    const Stay *stay = room->stayOf(call.user());
    const auto found = stay->accountData.find(call.parameter(2));
    if (found == stay->accountData.end())
        return call.fail(404, "M_NOT_FOUND", "Room account data not found");
    call.ok(found->second.content);
}

} // namespace

void addProfileApi(Router &router)
{
    const std::string profilePath = "/_matrix/client/v3/profile/{userId}";
    router.add({ "GET", profilePath, Access::Anyone, profile });
    router.add({ "GET", profilePath + "/displayname", Access::Anyone, displayName });
    router.add({ "GET", profilePath + "/avatar_url", Access::Anyone, avatarUrl });
    router.add({ "PUT", profilePath + "/displayname", Access::User, setDisplayName });
    router.add({ "PUT", profilePath + "/avatar_url", Access::User, setAvatarUrl });
    const std::string data = "/_matrix/client/v3/user/{userId}";
    router.add({ "PUT", data + "/account_data/{type}", Access::User, putAccountData });
    router.add({ "GET", data + "/account_data/{type}", Access::User, getAccountData });
    router.add({ "PUT", data + "/rooms/{roomId}/account_data/{type}", Access::User, putRoomAccountData });
    router.add({ "GET", data + "/rooms/{roomId}/account_data/{type}", Access::User, getRoomAccountData });
}

} // namespace throng::practice
