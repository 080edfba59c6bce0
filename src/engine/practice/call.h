// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/exchange.h"
#include "engine/practice/homeserver.h"
#include "engine/practice/json.h"
#include "engine/practice/router.h"

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>

namespace throng::practice {

/// One call of the API in a handler's hands. A handler answers once, then or later through the exchange.
class Call {
public:
    Call(Homeserver &homeserver, ExchangePtr request)
        : server(homeserver)
        , exchange(std::move(request))
    {
    }

    Homeserver &server;
    ExchangePtr exchange;
    Device *device = nullptr; ///< who calls; null where anyone may

    User &user() const { return *device->user; }
    const std::string &parameter(std::size_t index) const { return exchange->parameters.at(index); }
    /// A query parameter, decoded.
    [[nodiscard]] std::optional<std::string> query(std::string_view name) const;
    /// The request's JSON object, an empty body being an empty one. False: it was none, and was answered so.
    /// Valid until the next call of json() anywhere.
    bool json(simdjson::dom::object &object);

    void ok(std::string body = "{}");
    void fail(int status, std::string_view errcode, std::string_view message);
    void fail(const Refusal &refusal) { fail(refusal.status, refusal.errcode, refusal.message); }
    /// {} or the refusal.
    void finish(const Allowed<> &allowed) { allowed ? ok() : fail(allowed.error()); }

    /// The room of path parameter `index` if the caller is in it; otherwise answered with 403, as Synapse does for
    /// rooms that do not exist too.
    Room *joinedRoom(std::size_t index);
    /// Whether path parameter `index` names the caller; otherwise answered with M_FORBIDDEN and `status`, which is not
    /// the same for all endpoints of Synapse.
    bool isSelf(std::size_t index, int status = 403);
};

/// Members of JSON objects, with what to make of absent ones.
std::string_view textOf(simdjson::dom::object object, std::string_view key, std::string_view absent = {});
bool flagOf(simdjson::dom::object object, std::string_view key, bool absent = false);
std::optional<simdjson::dom::object> objectOf(simdjson::dom::object object, std::string_view key);

} // namespace throng::practice
