// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/api.h"
#include "engine/practice/call.h"

namespace throng::practice {

namespace {

using Access = Route::Access;

void versions(Call &call)
{
    call.ok(R"({"versions":["r0.6.1","v1.1","v1.2","v1.3","v1.4","v1.5","v1.6","v1.7","v1.8","v1.9","v1.10","v1.11"],)"
            R"("unstable_features":{}})");
}

void wellKnown(Call &call)
{
    const std::string scheme = call.server.options.tls ? "https" : "http";
    std::string body;
    JsonWriter(body)
        .beginObject()
        .key("m.homeserver")
        .beginObject()
        .member("base_url", scheme + "://127.0.0.1:" + std::to_string(call.server.port))
        .endObject()
        .endObject();
    call.ok(std::move(body));
}

void software(Call &call)
{
    call.ok(R"({"server":{"name":"Throng practice","version":")" THRONG_VERSION R"("}})");
}

void capabilities(Call &call)
{
    std::string body;
    JsonWriter(body)
        .beginObject()
        .key("capabilities")
        .beginObject()
        .rawMember("m.change_password", R"({"enabled":false})")
        .key("m.room_versions")
        .beginObject()
        .member("default", call.server.options.roomVersion.toStdString())
        .rawMember("available", R"({"10":"stable","11":"stable","12":"stable"})")
        .endObject()
        .rawMember("m.set_displayname", R"({"enabled":true})")
        .rawMember("m.set_avatar_url", R"({"enabled":true})")
        .endObject()
        .endObject();
    call.ok(std::move(body));
}

void pushRules(Call &call)
{
    call.ok(R"({"global":{"override":[],"underride":[],"content":[],"room":[],"sender":[]}})");
}

void devices(Call &call)
{
    std::string body;
    JsonWriter writer(body);
    writer.beginObject().key("devices").beginArray();
    for (const auto &[id, device] : call.user().devices)
        writer.beginObject()
            .member("device_id", id)
            .member("user_id", call.user().id) // not in the specification, but Synapse's clients are used to it
            .member("display_name", device->displayName)
            .member("last_seen_ip", "127.0.0.1") // nobody else can connect
            .member("last_seen_ts", device->lastSeen)
            .endObject();
    writer.endArray().endObject();
    call.ok(std::move(body));
}

} // namespace

void addServerApi(Router &router)
{
    router.add({ "GET", "/_matrix/client/versions", Access::Anyone, versions });
    router.add({ "GET", "/.well-known/matrix/client", Access::Anyone, wellKnown });
    router.add({ "GET", "/_matrix/federation/v1/version", Access::Anyone, software });
    router.add({ "GET", "/_matrix/client/v3/capabilities", Access::User, capabilities });
    router.add({ "GET", "/_matrix/client/v3/pushrules/", Access::User, pushRules });
    router.add({ "GET", "/_matrix/client/v3/devices", Access::User, devices });
}

} // namespace throng::practice
