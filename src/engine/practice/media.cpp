// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/media.h"

#include "engine/practice/homeserver.h"

namespace throng::practice {

using namespace std::string_view_literals;

bool MediaItem::isImage() const
{
    const std::string_view start(*bytes);
    return start.starts_with("\x89PNG\r\n\x1a\n"sv) || start.starts_with("\xff\xd8\xff"sv)
        || start.starts_with("GIF8"sv)
        || (start.starts_with("RIFF"sv) && start.size() > 12 && start.substr(8, 4) == "WEBP"sv);
}

Allowed<std::string> Media::store(MediaItem item)
{
    if (m_server.books.mediaBytes + item.bytes->size() > m_server.options.maximumMediaBytes)
        return tl::unexpected(m_server.full("media"));
    m_server.books.mediaBytes += item.bytes->size();
    ++m_server.books.uploads;
    std::string id = m_server.randomText(24, Homeserver::Alphabet::Mixed);
    std::string uri = "mxc://" + m_server.name + "/" + id;
    m_items.emplace(std::move(id), std::move(item));
    return uri;
}

const MediaItem *Media::find(std::string_view serverName, std::string_view id) const
{
    const auto found = m_items.find(id);
    return found == m_items.end() || serverName != m_server.name ? nullptr : &found->second;
}

} // namespace throng::practice
