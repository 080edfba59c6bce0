// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/api.h"
#include "engine/practice/call.h"

namespace throng::practice {

namespace {

using Access = Route::Access;

void loginFlows(Call &call)
{
    call.ok(R"({"flows":[{"type":"m.login.password"},{"type":"m.login.token"}]})");
}

void login(Call &call)
{
    simdjson::dom::object body;
    if (!call.json(body))
        return;
    const std::string_view type = textOf(body, "type");
    User *user = nullptr;
    if (type == "m.login.password") {
        std::string_view name = textOf(body, "user"); // of old clients
        if (const auto identifier = objectOf(body, "identifier")) {
            if (textOf(*identifier, "type") != "m.id.user")
                return call.fail(400, "M_UNKNOWN", "Unknown login identifier type");
            name = textOf(*identifier, "user");
        }
        if (name.empty() || textOf(body, "password").empty())
            return call.fail(400, "M_MISSING_PARAM", "User identifier and password are needed");
        User *known = call.server.accounts.find(name);
        if (known && known->deactivated)
            return call.fail(403, "M_USER_DEACTIVATED", "This account has been deactivated");
        user = call.server.accounts.authenticate(name, textOf(body, "password"));
        if (!user)
            return call.fail(403, "M_FORBIDDEN", "Invalid username or password");
    } else if (type == "m.login.token") {
        user = call.server.accounts.redeemLoginToken(textOf(body, "token"));
        if (!user)
            return call.fail(403, "M_FORBIDDEN", "Invalid login token");
    } else if (!objectOf(body, "identifier") && textOf(body, "user").empty()) {
        return call.fail(400, "M_INVALID_PARAM", "Invalid login submission"); // Synapse looks at the type only then
    } else {
        return call.fail(400, "M_UNKNOWN", "Unknown login type " + std::string(type));
    }
    const Accounts::Login wanted { std::string(textOf(body, "device_id")),
        std::string(textOf(body, "initial_device_display_name")), flagOf(body, "refresh_token") };
    const Device &device = call.server.accounts.login(*user, wanted);
    std::string answer;
    JsonWriter writer(answer);
    writer.beginObject()
        .member("user_id", user->id)
        .member("access_token", device.accessToken)
        .member("device_id", device.id)
        .member("home_server", call.server.name);
    if (device.expires)
        writer.member("refresh_token", device.refreshToken)
            .member("expires_in_ms", call.server.options.accessTokenLifetime.count());
    writer.endObject();
    call.ok(std::move(answer));
}

void loginToken(Call &call)
{
    std::string body;
    JsonWriter(body)
        .beginObject()
        .member("login_token", call.server.accounts.issueLoginToken(call.user()))
        .member("expires_in_ms", 120'000)
        .endObject();
    call.ok(std::move(body));
}

void refresh(Call &call)
{
    simdjson::dom::object body;
    if (!call.json(body))
        return;
    const Device *device = call.server.accounts.refresh(textOf(body, "refresh_token"));
    if (!device)
        return call.fail(401, "M_UNKNOWN_TOKEN", "refresh token isn't valid");
    std::string answer;
    JsonWriter(answer)
        .beginObject()
        .member("access_token", device->accessToken)
        .member("refresh_token", device->refreshToken)
        .member("expires_in_ms", call.server.options.accessTokenLifetime.count())
        .endObject();
    call.ok(std::move(answer));
}

void logout(Call &call)
{
    call.server.accounts.logout(*call.device);
    call.ok();
}

void logoutAll(Call &call)
{
    call.server.accounts.logoutAll(call.user());
    call.ok();
}

void whoami(Call &call)
{
    std::string body;
    JsonWriter(body)
        .beginObject()
        .member("user_id", call.user().id)
        .member("device_id", call.device->id)
        .flag("is_guest", false)
        .endObject();
    call.ok(std::move(body));
}

} // namespace

void addSessionApi(Router &router)
{
    router.add({ "GET", "/_matrix/client/v3/login", Access::Anyone, loginFlows });
    router.add({ "POST", "/_matrix/client/v3/login", Access::Anyone, login });
    router.add({ "POST", "/_matrix/client/v1/login/get_token", Access::User, loginToken });
    router.add({ "POST", "/_matrix/client/v3/refresh", Access::Anyone, refresh });
    router.add({ "POST", "/_matrix/client/v3/logout", Access::User, logout });
    router.add({ "POST", "/_matrix/client/v3/logout/all", Access::User, logoutAll });
    router.add({ "GET", "/_matrix/client/v3/account/whoami", Access::User, whoami });
}

} // namespace throng::practice
