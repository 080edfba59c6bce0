// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/notifications.h"

#include <QHash>
#include <QObject>
#include <QPointer>

QT_FORWARD_DECLARE_CLASS(QSystemTrayIcon)

namespace throng::ui {

/// By the session bus where Throng was built with Qt D-Bus and there is one; else by the system tray.
class DesktopNotifications : public QObject, public Notifications {
    Q_OBJECT
public:
    DesktopNotifications();
    ~DesktopNotifications() override;

    void notify(
        const QString &headline, const QString &text, QObject *context, std::function<void()> onClicked) override;

private Q_SLOTS:
    void clicked(uint id, const QString &action);
    void closed(uint id, uint reason);

private:
    struct Waiting {
        QPointer<QObject> context;
        std::function<void()> onClicked;
    };
    void showInTray(const QString &headline, const QString &text, const Waiting &waiting);

    QHash<uint, Waiting> m_waiting; ///< by the server's number
    std::unique_ptr<QSystemTrayIcon> m_tray;
    bool m_hasBus = false;
};

} // namespace throng::ui
