// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/users/parameters.h"

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QComboBox)
QT_FORWARD_DECLARE_CLASS(QDoubleSpinBox)
QT_FORWARD_DECLARE_CLASS(QLineEdit)
QT_FORWARD_DECLARE_CLASS(QPushButton)
QT_FORWARD_DECLARE_CLASS(QToolButton)

namespace throng::ui {

class FieldMessage;
class GroupRoomsFields;

/// The populations of a chat test: which there are, how large they are, and whose habits the form below shows.
class PopulationBar : public QWidget {
    Q_OBJECT
public:
    explicit PopulationBar(QWidget *parent = nullptr);

    /// Keeps the same one chosen as long as there are as many. Says nothing to the signals.
    void setPopulations(const QList<users::Population> &populations);
    [[nodiscard]] const QList<users::Population> &populations() const { return m_populations; }
    /// Whose habits are shown; -1 while there are none and all users are alike.
    [[nodiscard]] int current() const { return m_populations.isEmpty() ? -1 : m_current; }
    void setHabits(const users::ChatParameters &chat); ///< of the current one

    /// One more, with these habits; it is the current one then.
    void add(const users::ChatParameters &habits);

Q_SIGNALS:
    void currentChanged(); ///< the user chose another one
    void addRequested(); ///< the user wants one more
    void edited(const QString &field, const QString &label); ///< by the user; as TestSection's

private:
    void remove();
    void takeReadyMade(const QString &name);
    [[nodiscard]] QPushButton *makeReadyMade();
    void showAll();
    void showMessage();

    QList<users::Population> m_populations;
    int m_current = 0;
    QComboBox *m_which;
    QLineEdit *m_name;
    QDoubleSpinBox *m_share;
    QWidget *m_details;
    QToolButton *m_remove;
    GroupRoomsFields *m_rooms;
    FieldMessage *m_message;
};

} // namespace throng::ui
