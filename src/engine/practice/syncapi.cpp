// SPDX-License-Identifier: GPL-3.0-or-later
// /sync, filters and to-device messages.
#include "engine/practice/api.h"
#include "engine/practice/call.h"
#include "engine/practice/presence.h"

#include <algorithm>
#include <charconv>

namespace throng::practice {

namespace {

using Access = Route::Access;

std::shared_ptr<const SyncFilter> withLimit(const Call &call, SyncFilter filter)
{
    if (!filter.timeline.limit)
        filter.timeline.limit = static_cast<std::size_t>(std::max(1, call.server.options.timelineLimit));
    return std::make_shared<const SyncFilter>(std::move(filter));
}

/// The filter that a sync names or brings along; null: it was answered that there is none such.
std::shared_ptr<const SyncFilter> filterOf(Call &call)
{
    const std::string text = call.query("filter").value_or(std::string());
    if (text.empty())
        return call.server.defaultFilter;
    if (text.front() != '{') {
        std::size_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error == std::errc() && end == text.data() + text.size() && number < call.user().filters.size())
            return call.user().filters[number];
        call.fail(400, "M_INVALID_PARAM", "Invalid filter ID: " + text);
        return nullptr;
    }
    std::string problem;
    std::optional<SyncFilter> filter = SyncFilter::parse(text, problem);
    if (!filter) {
        call.fail(400, "M_BAD_JSON", problem);
        return nullptr;
    }
    return withLimit(call, std::move(*filter));
}

void sync(Call &call)
{
    SyncQuery query;
    query.filter = filterOf(call);
    if (!query.filter)
        return;
    if (const auto since = call.query("since"); since && !since->empty()) {
        query.since = positionOf(*since);
        if (!query.since)
            return call.fail(400, "M_UNKNOWN", "Invalid stream token: " + *since);
    }
    query.fullState = call.query("full_state").value_or("false") == "true";
    if (const auto timeout = call.query("timeout")) {
        long long milliseconds = 0;
        const auto [end, error] = std::from_chars(timeout->data(), timeout->data() + timeout->size(), milliseconds);
        if (error != std::errc() || end != timeout->data() + timeout->size() || milliseconds < 0)
            return call.fail(400, "M_INVALID_PARAM", "Query parameter 'timeout' must be a number of milliseconds");
        query.timeout = std::min(std::chrono::milliseconds(milliseconds), call.server.options.maximumPoll);
    }
    const std::string presence = call.query("set_presence").value_or("online");
    if (presence != "online" && presence != "offline" && presence != "unavailable")
        return call.fail(
            400, "M_INVALID_PARAM", "Query parameter 'set_presence' must be online, offline or unavailable");
    if (presence != "offline")
        setPresence(call.server, call.user(), presence);
    call.server.syncs.begin(call.exchange, *call.device, std::move(query));
}

void uploadFilter(Call &call)
{
    simdjson::dom::object body;
    if (!call.isSelf(0) || !call.json(body))
        return;
    const std::string text = simdjson::minify(body);
    std::string problem;
    std::optional<SyncFilter> filter = SyncFilter::parse(text, problem);
    if (!filter)
        return call.fail(400, "M_BAD_JSON", problem);
    User &user = call.user();
    // The same filter gets the same ID, so users who upload theirs at each start do not pile them up.
    auto known = std::find(user.filterTexts.begin(), user.filterTexts.end(), text);
    if (known == user.filterTexts.end()) {
        user.filters.push_back(withLimit(call, std::move(*filter)));
        known = user.filterTexts.insert(known, text);
    }
    std::string answer;
    JsonWriter(answer).beginObject().member("filter_id", std::to_string(known - user.filterTexts.begin())).endObject();
    call.ok(std::move(answer));
}

void getFilter(Call &call)
{
    if (!call.isSelf(0))
        return;
    std::size_t number = 0;
    const std::string &id = call.parameter(1);
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
    if (error != std::errc() || end != id.data() + id.size() || number >= call.user().filterTexts.size())
        return call.fail(404, "M_NOT_FOUND", "No such filter");
    call.ok(call.user().filterTexts[number]);
}

void sendToDevice(Call &call)
{
    simdjson::dom::object body;
    if (!call.json(body))
        return;
    const auto messages = objectOf(body, "messages");
    if (!messages)
        return call.fail(400, "M_MISSING_PARAM", "Missing params: messages");
    if (!call.device->toDeviceTransactions.insert(call.parameter(0) + '\n' + call.parameter(1)).second)
        return call.ok();
    for (const auto byUser : *messages) {
        User *user = call.server.accounts.find(byUser.key);
        simdjson::dom::object byDevice;
        if (!user || byUser.value.get(byDevice) != simdjson::SUCCESS)
            continue;
        for (const auto message : byDevice) {
            std::string json;
            JsonWriter(json)
                .beginObject()
                .member("type", call.parameter(0))
                .member("sender", call.user().id)
                .rawMember("content", simdjson::minify(message.value))
                .endObject();
            for (const auto &[id, device] : user->devices) {
                if (message.key != "*" && message.key != id)
                    continue;
                user->lastPosition = call.server.advance();
                device->toDevice.push_back({ user->lastPosition, json });
            }
        }
        call.server.syncs.wake(*user);
    }
    call.ok();
}

} // namespace

void addSyncApi(Router &router)
{
    router.add({ "GET", "/_matrix/client/v3/sync", Access::User, sync });
    router.add({ "POST", "/_matrix/client/v3/user/{userId}/filter", Access::User, uploadFilter });
    router.add({ "GET", "/_matrix/client/v3/user/{userId}/filter/{filterId}", Access::User, getFilter });
    router.add({ "PUT", "/_matrix/client/v3/sendToDevice/{eventType}/{txnId}", Access::User, sendToDevice });
}

} // namespace throng::practice
