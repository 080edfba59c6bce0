// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/workercache.h"

#include <QHash>

#include <algorithm>

namespace throng::users {

QByteArray WorkerCache::shared(const QByteArray &text)
{
    QByteArray &place = m_strings[qHash(text) % m_strings.size()];
    if (place != text) {
        place = text;
        place.squeeze(); // parsers reserve more than an identifier needs
    }
    return place;
}

matrix::RoomPath WorkerCache::sharedPath(const QByteArray &roomId)
{
    matrix::RoomPath &place = m_paths[qHash(roomId) % m_paths.size()];
    if (place.id() != roomId)
        place = matrix::RoomPath(shared(roomId));
    return place;
}

SharedMessage WorkerCache::sharedMessage(const matrix::Event &event)
{
    SharedMessage &place = m_messages[qHash(event.id) % m_messages.size()];
    if (!place || place->eventId != event.id) {
        QByteArray eventId = event.id;
        eventId.squeeze();
        place = std::make_shared<SeenMessage>(SeenMessage {
            std::move(eventId), shared(event.sender), event.isImage() ? shared(event.url) : QByteArray(), event.tag });
    }
    return place;
}

void WorkerCache::preparePictures(int count, const LogNormal &sizes, int largest, quint64 seed)
{
    Random random = Random::stream(seed, u"pictures");
    std::vector<int> bytes;
    for (int i = 0; i < count; ++i) {
        const double size = sizes.draw(random);
        bytes.push_back(int(std::clamp(size, 1.0, double(std::max(1, largest)))));
    }
    if (bytes == m_pictureBytes && seed == m_pictureSeed)
        return;
    m_pictures.clear();
    for (const int size : bytes)
        m_pictures.push_back(drawPicture(size, random));
    m_pictureBytes = std::move(bytes);
    m_pictureSeed = seed;
}

} // namespace throng::users
