// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace throng::practice {

class Call;

/// An endpoint of the API: a method, a path with {parameters}, and what to do.
struct Route {
    enum class Access : unsigned char { Anyone, User, Admin, Practice };
    using Handler = void (*)(Call &);

    std::string method;
    std::string path; ///< "/_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}"
    Access access = Access::User;
    Handler handler = nullptr;
};

/// Finds the route of a target by its path segments. r0 and unstable spellings of old clients are served as v3.
class Router {
public:
    struct Match {
        const Route *route = nullptr;
        bool pathKnown = false; ///< the path exists with another method
        bool damaged = false; ///< a segment is no percent-encoded UTF-8
        std::vector<std::string> parameters;
    };

    void add(Route route);
    [[nodiscard]] Match match(std::string_view method, std::string_view target) const;
    [[nodiscard]] const std::deque<Route> &routes() const { return m_routes; }
    /// Whether some endpoint is counted under `name` with `method` (empty: any); "*" at its end matches any rest.
    [[nodiscard]] bool knowsName(std::string_view method, std::string_view name) const;

    /// The name under which statistics count it: identifiers become "_", an event or receipt type stays, the
    /// transaction ID is left off.
    static std::string statisticsName(const Route &route, const std::vector<std::string> &parameters);

private:
    struct Node {
        std::map<std::string, std::size_t, std::less<>> literal;
        std::size_t parameter = 0; ///< 0: none
        std::vector<std::pair<std::string, const Route *>> routes; ///< by method
    };

    std::deque<Route> m_routes; ///< addresses stay
    std::vector<Node> m_nodes { 1 };
};

/// False when `text` holds a broken escape or is no UTF-8.
bool percentDecode(std::string_view text, std::string &out);

} // namespace throng::practice
