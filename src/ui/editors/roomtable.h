// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editors/roompreview.h"

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QLineEdit)
QT_FORWARD_DECLARE_CLASS(QListView)
QT_FORWARD_DECLARE_CLASS(QStringListModel)

namespace throng::ui {

class DataTable;
class Document;
class RoomModel;

/// The rooms one by one, and the members of the one that is chosen. Reads files only while it is seen.
class RoomTable : public QWidget {
    Q_OBJECT
public:
    explicit RoomTable(Document &document, QWidget *parent = nullptr);

    void setRooms(const DrawnRooms &rooms);
    [[nodiscard]] const RoomModel &model() const { return *m_model; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    [[nodiscard]] QWidget *makeMembers();
    void bringUpToDate();
    void showMembers();
    void showCounts();

    Document &m_document;
    RoomModel *m_model;
    QLabel *m_heading;
    QLabel *m_shown;
    QLineEdit *m_filter;
    DataTable *m_table;
    QLabel *m_membersHeading;
    QListView *m_membersView;
    QStringListModel *m_members;
    DrawnRooms m_rooms;
    bool m_isOld = true;
};

} // namespace throng::ui
