// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/accounts.h"

#include <memory>
#include <string>

namespace throng::practice {

struct Homeserver;

struct MediaItem {
    std::string contentType;
    std::string fileName;
    std::shared_ptr<const std::string> bytes;

    [[nodiscard]] bool isImage() const; ///< by its first bytes: PNG, JPEG, GIF or WebP
};

/// What was uploaded, by media ID.
class Media {
public:
    explicit Media(Homeserver &server)
        : m_server(server)
    {
    }

    Allowed<std::string> store(MediaItem item); ///< the mxc:// URI
    [[nodiscard]] const MediaItem *find(std::string_view serverName, std::string_view id) const;

private:
    Homeserver &m_server;
    StringMap<MediaItem> m_items;
};

} // namespace throng::practice
