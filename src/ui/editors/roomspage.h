// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/populations.h"
#include "ui/editors/page.h"

QT_FORWARD_DECLARE_CLASS(QTabWidget)

namespace throng::ui {

class Document;
class RoomPatternForm;
class RoomTable;

/// Who shares rooms with whom: how the rooms are drawn, and each of them in a table.
class RoomsPage : public Page {
    Q_OBJECT
public:
    explicit RoomsPage(Document &document, QWidget *parent = nullptr);

Q_SIGNALS:
    void roomsDrawn(int rooms, qint64 memberships, double messageReach);

private:
    void reload();
    void showPreset();
    void apply(const QString &field);
    void applyPreset(const QString &preset);

    Document &m_document;
    QTabWidget *m_tabs;
    RoomPatternForm *m_form;
    RoomTable *m_table;
    project::UserPattern m_users; ///< that the rooms of a file were last read with
    bool m_applying = false;
};

} // namespace throng::ui
