// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <QString>
#include <QStringList>

namespace throng::project {

/// Which commands of which project the user has seen and agreed to. Kept with the user's settings and not in the
/// project: a project from somebody else must not bring its own permission. Other commands, or the same project in
/// another place, are asked about again.
class HookConsent {
public:
    explicit HookConsent(QString file = defaultFile());

    /// `folder` is the project's; `commands` what a run would execute, as RunPlan::commands().
    [[nodiscard]] bool isGiven(const QString &folder, const QStringList &commands) const;
    [[nodiscard]] Result<> give(const QString &folder, const QStringList &commands) const;

    [[nodiscard]] static QString defaultFile(); ///< hooks.ini among the user's settings

private:
    QString m_file;
};

} // namespace throng::project
