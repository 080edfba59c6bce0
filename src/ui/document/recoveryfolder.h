// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/project/project.h"

#include <QDateTime>
#include <QList>
#include <QString>

namespace throng::ui {

/// Changes to a project that were never saved, as a Throng that ended without a word has left them.
struct KeptChanges {
    QString file; ///< in the recovery folder
    QString projectFile; ///< the NAME.throng they belong to
    QDateTime keptAt;
    project::Project project;

    [[nodiscard]] QString projectName() const;
};

/// Where unsaved changes are kept: a folder of the user's own, away from the projects, so that a project whose folder
/// vanished or whose disk is full is kept too. A lock beside each file tells the ones a living Throng still writes
/// from those that were left behind.
class RecoveryFolder {
public:
    explicit RecoveryFolder(const QString &path);

    /// `projectFile` empty: of all projects. Newest first. What cannot be read stays where it is and is not listed.
    [[nodiscard]] QList<KeptChanges> leftBehind(const QString &projectFile = {}) const;

    /// A file that no other document uses; nothing is written yet.
    [[nodiscard]] QString newFile() const;

    [[nodiscard]] static QString lockOf(const QString &file);
    [[nodiscard]] static Result<> write(const KeptChanges &changes); ///< whole or not at all, for its owner alone
    static void remove(const QString &file);

private:
    QString m_path;
};

} // namespace throng::ui
