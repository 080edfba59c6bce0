// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalServer>
#include <QObject>

QT_FORWARD_DECLARE_CLASS(QLocalSocket)

namespace throng::ui {

/// One program for a user and a screen: a second start, as by a double click on a project, hands what it was to open to
/// the first, and ends.
class SingleInstance : public QObject {
    Q_OBJECT
public:
    /// Those who give the same `key` find each other.
    explicit SingleInstance(const QString &key, QObject *parent = nullptr);

    /// True: another instance has taken the paths and opens them. None of them: it opens another window.
    [[nodiscard]] bool handOver(const QStringList &paths) const;
    /// From now on this is the instance that others find. False: it cannot be, and goes on by itself.
    bool listen();

Q_SIGNALS:
    void handedOver(const QStringList &paths);

private:
    void receive(QLocalSocket *socket);

    QString m_name;
    QLocalServer m_server;
};

} // namespace throng::ui
