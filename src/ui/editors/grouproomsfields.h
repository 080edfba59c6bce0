// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/users/parameters.h"

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QCheckBox)
QT_FORWARD_DECLARE_CLASS(QDoubleSpinBox)
QT_FORWARD_DECLARE_CLASS(QSpinBox)

namespace throng::ui {

/// The rooms that a group of users has beside those of all. The largest is never smaller than the smallest.
class GroupRoomsFields : public QWidget {
    Q_OBJECT
public:
    explicit GroupRoomsFields(QWidget *parent = nullptr);

    void setValue(const users::GroupRooms &rooms); ///< says nothing to edited()
    [[nodiscard]] const users::GroupRooms &value() const { return m_value; }

Q_SIGNALS:
    void edited(const QString &field); ///< by the user; its name in the project's file

private:
    void take(const QString &field);
    void showValue();

    users::GroupRooms m_value;
    bool m_quiet = false;
    QDoubleSpinBox *m_perMember;
    QSpinBox *m_smallest;
    QSpinBox *m_largest;
    QCheckBox *m_withOthers;
    QCheckBox *m_inCommonRooms;
};

} // namespace throng::ui
