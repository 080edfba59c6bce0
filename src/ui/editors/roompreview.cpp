// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/roompreview.h"

#include "engine/generate/generaterooms.h"

#include <QMutex>
#include <QThreadPool>

#include <atomic>

namespace throng::ui {

/// Lives until the last drawing is over, also when the preview is gone by then.
struct RoomPreview::Shared {
    QMutex mutex;
    RoomPreview *preview = nullptr; ///< null once it is gone
    std::atomic_bool givenUp = false;
};

RoomPreview::RoomPreview(QObject *parent)
    : QObject(parent)
    , m_shared(std::make_shared<Shared>())
{
    m_shared->preview = this;
}

RoomPreview::~RoomPreview()
{
    m_shared->givenUp = true;
    const QMutexLocker lock(&m_shared->mutex);
    m_shared->preview = nullptr;
}

void RoomPreview::draw(
    const project::RoomPattern &pattern, int users, quint64 seed, const QList<users::Population> &groups)
{
    if (auto checked = generate::checkRoomPattern(pattern, users); !checked) {
        m_next.reset();
        m_shared->givenUp = true; // what is being drawn is not wished for any more
        Q_EMIT failed(checked.error());
        return;
    }
    wish({ pattern, users, seed, groups, {}, {} });
}

void RoomPreview::read(const QString &roomsFile, const QStringList &accounts)
{
    wish({ {}, int(accounts.size()), 0, {}, roomsFile, accounts });
}

void RoomPreview::wish(Wish wish)
{
    m_next = std::move(wish);
    if (m_busy)
        m_shared->givenUp = true;
    else
        begin();
}

Result<DrawnRooms> RoomPreview::fulfil(const Wish &wish, const Shared &shared)
{
    generate::RoomSummarizer summarizer(wish.users);
    if (wish.file.isEmpty()) {
        auto draw = generate::RoomDraw::make(wish.pattern, wish.users, wish.seed, wish.groups);
        if (!draw)
            return tl::unexpected(draw.error());
        for (int room = 0; room < draw->count(); ++room) {
            if (shared.givenUp)
                return failure({});
            summarizer.add({ draw->name(room), draw->members(room) });
        }
        return DrawnRooms { summarizer.summary(), std::make_shared<const RoomListing>(std::move(*draw)) };
    }
    project::AccountIndex index;
    index.reserve(wish.accounts.size());
    for (int i = 0; i < wish.accounts.size(); ++i)
        index.insert(wish.accounts[i], i);
    auto rooms = project::RoomsFile::read(wish.file, index);
    if (!rooms)
        return tl::unexpected(rooms.error());
    for (const project::PlannedRoom &room : std::as_const(*rooms))
        summarizer.add(room);
    return DrawnRooms { summarizer.summary(), std::make_shared<const RoomListing>(std::move(*rooms)) };
}

void RoomPreview::begin()
{
    m_busy = true;
    m_shared->givenUp = false;
    QThreadPool::globalInstance()->start([shared = m_shared, wish = *m_next] {
        const Result<DrawnRooms> rooms = fulfil(wish, *shared);
        const QMutexLocker lock(&shared->mutex);
        RoomPreview *preview = shared->preview;
        if (!preview)
            return;
        QMetaObject::invokeMethod(
            preview,
            [preview, rooms] {
                preview->m_busy = false;
                if (preview->m_shared->givenUp) {
                    if (preview->m_next)
                        preview->begin();
                    return;
                }
                if (rooms)
                    Q_EMIT preview->drawn(*rooms);
                else
                    Q_EMIT preview->failed(rooms.error());
            },
            Qt::QueuedConnection);
    });
}

} // namespace throng::ui
