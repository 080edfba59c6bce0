// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QDoubleSpinBox)
QT_FORWARD_DECLARE_CLASS(QSpinBox)

namespace throng::ui {

/// Users and spawn rate of the test under way, to be changed while it runs.
class LoadControls : public QWidget {
    Q_OBJECT
public:
    explicit LoadControls(QWidget *parent = nullptr);

    void setLoad(int users, double spawnRate);

Q_SIGNALS:
    void loadChosen(int users, double spawnRate);

private:
    QSpinBox *m_users;
    QDoubleSpinBox *m_spawnRate;
};

} // namespace throng::ui
