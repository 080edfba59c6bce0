// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/recentprojects.h"

#include <QSettings>

using namespace Qt::StringLiterals;

namespace throng::ui {

RecentProjects::RecentProjects(QSettings &settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_entries(stored())
{
}

QList<RecentProjects::Entry> RecentProjects::stored() const
{
    QList<Entry> entries;
    const int count = std::min(m_settings.beginReadArray(u"recent"_s), most);
    for (int i = 0; i < count; ++i) {
        m_settings.setArrayIndex(i);
        Entry entry { m_settings.value(u"path"_s).toString(), m_settings.value(u"name"_s).toString(),
            m_settings.value(u"server"_s).toString(), m_settings.value(u"opened"_s).toDateTime() };
        entry.lastRun.verdict = m_settings.value(u"lastRun"_s).toString();
        entry.lastRun.mood = m_settings.value(u"lastRunMood"_s).toString();
        entry.lastRun.endedAt = m_settings.value(u"lastRunAt"_s).toDateTime();
        entry.lastRun.users = m_settings.value(u"lastRunUsers"_s).toInt();
        if (m_settings.contains(u"lastRunDelivery"_s))
            entry.lastRun.deliveryP95 = m_settings.value(u"lastRunDelivery"_s).toDouble();
        entry.lastRun.isLowerBound = m_settings.value(u"lastRunDeliveryIsMore"_s).toBool();
        entries.append(entry);
    }
    m_settings.endArray();
    return entries;
}

void RecentProjects::reload()
{
    const QList<Entry> entries = stored();
    if (entries == m_entries)
        return;
    m_entries = entries;
    Q_EMIT changed();
}

void RecentProjects::opened(const Entry &entry)
{
    m_entries = stored();
    Entry newest = entry;
    for (const Entry &known : std::as_const(m_entries)) {
        if (known.path == entry.path && newest.lastRun.verdict.isEmpty())
            newest.lastRun = known.lastRun;
    }
    m_entries.removeIf([&](const Entry &known) { return known.path == entry.path; });
    m_entries.prepend(newest);
    if (m_entries.size() > most)
        m_entries.resize(most);
    store();
}

void RecentProjects::setLastRun(const QString &path, const LastRun &lastRun)
{
    m_entries = stored();
    for (Entry &known : m_entries) {
        if (known.path == path)
            known.lastRun = lastRun;
    }
    store();
}

void RecentProjects::remove(const QString &path)
{
    m_entries = stored();
    m_entries.removeIf([&](const Entry &known) { return known.path == path; });
    store();
}

void RecentProjects::clear()
{
    m_entries.clear();
    store();
}

void RecentProjects::store()
{
    m_settings.remove(u"recent"_s);
    m_settings.beginWriteArray(u"recent"_s, static_cast<int>(m_entries.size()));
    for (int i = 0; i < m_entries.size(); ++i) {
        m_settings.setArrayIndex(i);
        m_settings.setValue(u"path"_s, m_entries[i].path);
        m_settings.setValue(u"name"_s, m_entries[i].name);
        m_settings.setValue(u"server"_s, m_entries[i].server);
        m_settings.setValue(u"opened"_s, m_entries[i].opened);
        const LastRun &run = m_entries[i].lastRun;
        if (run.verdict.isEmpty())
            continue;
        m_settings.setValue(u"lastRun"_s, run.verdict);
        m_settings.setValue(u"lastRunMood"_s, run.mood);
        m_settings.setValue(u"lastRunAt"_s, run.endedAt);
        m_settings.setValue(u"lastRunUsers"_s, run.users);
        if (run.deliveryP95) {
            m_settings.setValue(u"lastRunDelivery"_s, *run.deliveryP95);
            m_settings.setValue(u"lastRunDeliveryIsMore"_s, run.isLowerBound);
        }
    }
    m_settings.endArray();
    Q_EMIT changed();
}

} // namespace throng::ui
