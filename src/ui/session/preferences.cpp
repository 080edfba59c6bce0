// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/preferences.h"

#include <QSettings>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace throng::ui {

Preferences Preferences::defaults()
{
    Preferences preferences;
    preferences.projectsFolder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) + u"/Throng"_s;
    return preferences;
}

Preferences Preferences::load(const QSettings &settings)
{
    Preferences loaded = defaults();
    const int appearance = settings.value(u"appearance"_s).toInt();
    if (appearance == static_cast<int>(Appearance::Light) || appearance == static_cast<int>(Appearance::Dark))
        loaded.appearance = static_cast<Appearance>(appearance);
    const std::chrono::seconds interval(settings.value(u"autosaveSeconds"_s).toInt());
    if (interval >= shortestAutosave && interval <= longestAutosave)
        loaded.autosaveInterval = interval;
    loaded.alertsAtRunEnd = settings.value(u"alertAtRunEnd"_s, true).toBool();
    if (const QString folder = settings.value(u"projectsFolder"_s).toString(); !folder.isEmpty())
        loaded.projectsFolder = folder;
    return loaded;
}

void Preferences::store(QSettings &settings) const
{
    settings.setValue(u"appearance"_s, static_cast<int>(appearance));
    settings.setValue(u"autosaveSeconds"_s, static_cast<int>(autosaveInterval.count()));
    settings.setValue(u"alertAtRunEnd"_s, alertsAtRunEnd);
    settings.setValue(u"projectsFolder"_s, projectsFolder);
}

} // namespace throng::ui
