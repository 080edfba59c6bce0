// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>
#include <memory>

QT_FORWARD_DECLARE_CLASS(QObject)

namespace throng::ui {

/// Messages on the desktop, for somebody who looks at something else.
class Notifications {
public:
    virtual ~Notifications() = default;

    /// `onClicked` is called when the user clicks on it, while `context` lives.
    virtual void notify(
        const QString &headline, const QString &text, QObject *context, std::function<void()> onClicked) = 0;
};

/// The desktop's own (org.freedesktop.Notifications); where there are none, the system tray's.
[[nodiscard]] std::unique_ptr<Notifications> makeDesktopNotifications();

} // namespace throng::ui
