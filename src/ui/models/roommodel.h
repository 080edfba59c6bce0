// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/arrangedmodel.h"
#include "ui/models/roomlisting.h"

#include <QSet>

#include <functional>
#include <memory>

namespace throng::ui {

/// The rooms of a project: name, number of members, who they are, and whether the server has the room already. By
/// who they are rooms are not sorted: that is as by name.
class RoomModel : public ArrangedModel {
    Q_OBJECT
public:
    enum Column { NameColumn, MembersColumn, WhoColumn, MadeColumn, ColumnCount };
    using AccountName = std::function<QString(int account)>;

    using ArrangedModel::ArrangedModel;

    void setRooms(std::shared_ptr<const RoomListing> rooms, AccountName accountName);
    void setMade(const QSet<QString> &names); ///< rooms that rooms-created.csv knows
    void setFilter(const QString &text); ///< of rooms' names

    [[nodiscard]] int rooms() const { return m_rooms ? m_rooms->count() : 0; } ///< filtered or not
    [[nodiscard]] QString roomName(int room) const { return m_rooms->name(room); }
    /// All members of a room, the one who makes it first.
    [[nodiscard]] QStringList members(int room) const;

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] int itemCount() const override { return rooms(); }
    [[nodiscard]] bool isFiltered() const override { return !m_text.isEmpty(); }
    [[nodiscard]] bool isShown(int room) const override;
    [[nodiscard]] bool isInOrder(int column) const override { return column == NameColumn || column == WhoColumn; }
    [[nodiscard]] Key keyOf(int room, int column) const override;

private:
    [[nodiscard]] QString firstMembers(int room) const;

    std::shared_ptr<const RoomListing> m_rooms;
    AccountName m_accountName;
    QSet<QString> m_made;
    QString m_text;
};

} // namespace throng::ui
