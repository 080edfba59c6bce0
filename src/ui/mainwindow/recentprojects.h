// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QObject>
#include <QString>

#include <optional>

QT_FORWARD_DECLARE_CLASS(QSettings)

namespace throng::ui {

/// The projects opened last, newest first, kept in the settings.
class RecentProjects : public QObject {
    Q_OBJECT
public:
    /// How its last run went.
    struct LastRun {
        QDateTime endedAt {};
        int users = 0; ///< the most there were at a time
        std::optional<double> deliveryP95 {}; ///< ms; unset: nothing was delivered
        bool isLowerBound = false; ///< of deliveryP95: that at least
        QString verdict {}; ///< in words; empty: there was none
        QString mood {}; ///< "good", "warning" or "bad"

        friend bool operator==(const LastRun &, const LastRun &) = default;
    };
    struct Entry {
        QString path; ///< of NAME.throng
        QString name;
        QString server;
        QDateTime opened;
        LastRun lastRun {};

        friend bool operator==(const Entry &, const Entry &) = default;
    };
    static constexpr int most = 10;

    explicit RecentProjects(QSettings &settings, QObject *parent = nullptr);

    [[nodiscard]] const QList<Entry> &entries() const { return m_entries; }
    void opened(const Entry &entry); ///< moves to the front; keeps the last run of one that was there
    void setLastRun(const QString &path, const LastRun &lastRun);
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
