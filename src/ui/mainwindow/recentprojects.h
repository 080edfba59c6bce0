// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QObject>
#include <QString>

QT_FORWARD_DECLARE_CLASS(QSettings)

namespace throng::ui {

/// The projects opened last, newest first, kept in the settings.
class RecentProjects : public QObject {
    Q_OBJECT
public:
    struct Entry {
        QString path; ///< of NAME.throng
        QString name;
        QString server;
        QDateTime opened;
        QString lastRun; ///< its verdict in words; empty: never run
        QDateTime lastRunAt; ///< its end

        friend bool operator==(const Entry &, const Entry &) = default;
    };
    static constexpr int most = 10;

    explicit RecentProjects(QSettings &settings, QObject *parent = nullptr);

    [[nodiscard]] const QList<Entry> &entries() const { return m_entries; }
    void opened(const Entry &entry); ///< moves to the front; keeps the last run of one that was there
    void setLastRun(const QString &path, const QDateTime &endedAt, const QString &verdict);
    void remove(const QString &path);
    void clear();
    void reload(); ///< what another window has stored

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] QList<Entry> stored() const;
    void store();

    QSettings &m_settings;
    QList<Entry> m_entries;
};

} // namespace throng::ui
