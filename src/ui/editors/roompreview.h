// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/generate/roomsummary.h"
#include "engine/project/populations.h"
#include "ui/models/roomlisting.h"

#include <QObject>

#include <memory>
#include <optional>

namespace throng::ui {

/// What rooms there would be, and what that means for those in them.
struct DrawnRooms {
    generate::RoomSummary summary;
    std::shared_ptr<const RoomListing> listing;
};

/// Draws the rooms of a pattern on another thread, or reads them there; a newer wish overtakes an older one, so that
/// typing never waits.
class RoomPreview : public QObject {
    Q_OBJECT
public:
    explicit RoomPreview(QObject *parent = nullptr);
    ~RoomPreview() override;

    void draw(const project::RoomPattern &pattern, int users, quint64 seed, const QList<users::Population> &groups);
    /// Rooms as rooms.json has them, for accounts of these names.
    void read(const QString &roomsFile, const QStringList &accounts);

Q_SIGNALS:
    void drawn(const DrawnRooms &rooms);
    void failed(const Error &error);

private:
    struct Wish {
        project::RoomPattern pattern;
        int users = 0;
        quint64 seed = 0;
        QList<users::Population> groups;
        QString file; ///< empty: drawn
        QStringList accounts;
    };
    struct Shared;
    void wish(Wish wish);
    void begin();
    [[nodiscard]] static Result<DrawnRooms> fulfil(const Wish &wish, const Shared &shared);

    std::shared_ptr<Shared> m_shared;
    std::optional<Wish> m_next;
    bool m_busy = false;
};

} // namespace throng::ui
