// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/router.h"

#include <simdjson.h>

namespace throng::practice {

namespace {

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// Takes the next segment off `path`; false at its end.
bool nextSegment(std::string_view &path, std::string_view &segment)
{
    if (path.empty())
        return false;
    if (path.front() == '/')
        path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    segment = path.substr(0, end);
    path.remove_prefix(end);
    return true;
}

bool isParameter(std::string_view segment)
{
    return segment.starts_with('{');
}

} // namespace

bool percentDecode(std::string_view text, std::string &out)
{
    out.clear();
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        if (i + 2 >= text.size())
            return false;
        const int high = hexDigit(text[i + 1]);
        const int low = hexDigit(text[i + 2]);
        if (high < 0 || low < 0)
            return false;
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return simdjson::validate_utf8(out.data(), out.size());
}

void Router::add(Route route)
{
    m_routes.push_back(std::move(route));
    const Route &added = m_routes.back();
    std::size_t node = 0;
    std::string_view path = added.path;
    std::string_view segment;
    while (nextSegment(path, segment)) {
        std::size_t next = 0;
        if (isParameter(segment)) {
            next = m_nodes[node].parameter;
        } else if (const auto found = m_nodes[node].literal.find(segment); found != m_nodes[node].literal.end()) {
            next = found->second;
        }
        if (next == 0) {
            next = m_nodes.size();
            m_nodes.emplace_back();
            if (isParameter(segment))
                m_nodes[node].parameter = next;
            else
                m_nodes[node].literal.emplace(segment, next);
        }
        node = next;
    }
    m_nodes[node].routes.emplace_back(added.method, &added);
}

Router::Match Router::match(std::string_view method, std::string_view target) const
{
    Match match;
    std::string_view path = target.substr(0, target.find('?'));
    if (!path.starts_with('/'))
        return match;
    std::size_t node = 0;
    std::string_view segment;
    std::string decoded;
    int depth = 0;
    while (nextSegment(path, segment)) {
        // The old spelling of the whole API, which some client libraries still use.
        if (depth++ == 2 && segment == "r0")
            segment = "v3";
        const Node &at = m_nodes[node];
        if (const auto found = at.literal.find(segment); found != at.literal.end()) {
            node = found->second;
        } else if (at.parameter != 0) {
            if (!percentDecode(segment, decoded)) {
                match.damaged = true;
                decoded.clear();
            }
            match.parameters.push_back(decoded);
            node = at.parameter;
        } else {
            return match;
        }
    }
    for (const auto &[name, route] : m_nodes[node].routes) {
        match.pathKnown = true;
        if (name == method || (name == "GET" && method == "HEAD"))
            match.route = route;
    }
    return match;
}

std::string Router::statisticsName(const Route &route, const std::vector<std::string> &parameters)
{
    std::string name;
    std::string_view path = route.path;
    std::string_view segment;
    std::size_t index = 0;
    while (nextSegment(path, segment)) {
        if (!isParameter(segment)) {
            name.append("/").append(segment);
            continue;
        }
        const std::string_view value = index < parameters.size() ? std::string_view(parameters[index]) : "";
        ++index;
        if (segment == "{txnId}" || segment == "{stateKey}")
            continue;
        // Types are kept as long as they are the specification's: every label stays finite.
        const bool isType = segment == "{eventType}" || segment == "{receiptType}";
        name.append("/").append(isType && value.starts_with("m.") && value.size() < 48 ? value : "_");
    }
    return name;
}

bool Router::knowsName(std::string_view method, std::string_view name) const
{
    const bool anyRest = name.ends_with('*');
    if (anyRest)
        name.remove_suffix(1);
    // All types of events are one to the routes.
    std::string general;
    std::string_view path = name;
    std::string_view segment;
    while (nextSegment(path, segment))
        general.append("/").append(segment.starts_with("m.") ? "_" : segment);
    for (const Route &route : m_routes) {
        if (!method.empty() && method != route.method)
            continue;
        const std::string known = statisticsName(route, {});
        if (anyRest ? known.starts_with(general) : known == general)
            return true;
    }
    return false;
}

} // namespace throng::practice
