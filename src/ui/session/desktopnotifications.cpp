// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/desktopnotifications.h"

#include "ui/support/icons.h"

#include <QSystemTrayIcon>

#ifdef THRONG_HAS_DBUS
#    include <QDBusConnection>
#    include <QDBusMessage>
#    include <QDBusPendingCallWatcher>
#    include <QDBusPendingReply>
#endif

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int shownFor = 10'000; // milliseconds, in the tray

#ifdef THRONG_HAS_DBUS
const QString service = u"org.freedesktop.Notifications"_s;
const QString path = u"/org/freedesktop/Notifications"_s;
#endif

} // namespace

std::unique_ptr<Notifications> makeDesktopNotifications()
{
    return std::make_unique<DesktopNotifications>();
}

DesktopNotifications::DesktopNotifications()
{
#ifdef THRONG_HAS_DBUS
    QDBusConnection bus = QDBusConnection::sessionBus();
    // Signals of the bus have no other kind of connect.
    m_hasBus = bus.isConnected()
        && bus.connect(service, path, service, u"ActionInvoked"_s, this, SLOT(clicked(uint, QString)))
        && bus.connect(service, path, service, u"NotificationClosed"_s, this, SLOT(closed(uint, uint)));
#endif
}

DesktopNotifications::~DesktopNotifications() = default;

void DesktopNotifications::notify(
    const QString &headline, const QString &text, QObject *context, std::function<void()> onClicked)
{
    const Waiting waiting { context, std::move(onClicked) };
    if (!m_hasBus) {
        showInTray(headline, text, waiting);
        return;
    }
#ifdef THRONG_HAS_DBUS
    QDBusMessage call = QDBusMessage::createMethodCall(service, path, service, u"Notify"_s);
    // The text may be markup to the server, the headline never is.
    call.setArguments({ u"Throng"_s, 0U, u"throng"_s, headline, text.toHtmlEscaped(),
        QStringList { u"default"_s, tr("Show") }, QVariantMap { { u"desktop-entry"_s, u"throng"_s } }, -1 });
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, headline, text, waiting, watcher] {
        const QDBusPendingReply<uint> reply = *watcher;
        if (reply.isError())
            showInTray(headline, text, waiting);
        else
            m_waiting.insert(reply.value(), waiting);
        watcher->deleteLater();
    });
#endif
}

void DesktopNotifications::clicked(uint id, const QString &)
{
    const Waiting waiting = m_waiting.take(id);
    if (waiting.context && waiting.onClicked)
        waiting.onClicked();
}

void DesktopNotifications::closed(uint id, uint)
{
    m_waiting.remove(id);
}

void DesktopNotifications::showInTray(const QString &headline, const QString &text, const Waiting &waiting)
{
    if (!QSystemTrayIcon::isSystemTrayAvailable() || !QSystemTrayIcon::supportsMessages())
        return;
    m_tray = std::make_unique<QSystemTrayIcon>(applicationIcon());
    connect(m_tray.get(), &QSystemTrayIcon::messageClicked, this, [waiting] {
        if (waiting.context && waiting.onClicked)
            waiting.onClicked();
    });
    m_tray->show();
    m_tray->showMessage(headline, text, applicationIcon(), shownFor);
}

} // namespace throng::ui
