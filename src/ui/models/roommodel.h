// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/roomlisting.h"

#include <QAbstractTableModel>
#include <QSet>

#include <functional>
#include <memory>
#include <vector>

namespace throng::ui {

/// The rooms of a project: name, number of members, who they are, and whether the server has the room already. Sorts
/// and filters itself; members are looked up for the rows on the screen alone.
class RoomModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, MembersColumn, WhoColumn, MadeColumn, ColumnCount };
    using AccountName = std::function<QString(int account)>;

    using QAbstractTableModel::QAbstractTableModel;

    void setRooms(std::shared_ptr<const RoomListing> rooms, AccountName accountName);
    void setMade(const QSet<QString> &names); ///< rooms that rooms-created.csv knows
    void setFilter(const QString &text); ///< of rooms' names

    [[nodiscard]] int rooms() const { return m_rooms ? m_rooms->count() : 0; } ///< filtered or not
    [[nodiscard]] int roomAt(int row) const;
    [[nodiscard]] QString roomName(int room) const { return m_rooms->name(room); }
    /// All members of a room, the one who makes it first.
    [[nodiscard]] QStringList members(int room) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order) override; ///< by number or by members; by who: as by number

private:
    [[nodiscard]] QString firstMembers(int room) const;
    void arrange();

    std::shared_ptr<const RoomListing> m_rooms;
    AccountName m_accountName;
    QSet<QString> m_made;
    QString m_text;
    int m_sortColumn = NameColumn;
    Qt::SortOrder m_order = Qt::AscendingOrder;
    bool m_isArranged = false; ///< whether m_rows counts; else a row is a room
    std::vector<int> m_rows;
};

} // namespace throng::ui
