// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/project/project.h"

#include <QList>
#include <QString>

namespace throng::project {

/// One thing that became of a matrix-locust folder.
struct ImportNote {
    enum class Kind : quint8 { Taken, Changed, NotUnderstood };
    Kind kind = Kind::Taken;
    QString where; ///< file, and JSON path where there is one
    QString text;
};

struct MatrixLocustImport {
    Project project;
    QString name; ///< for the project: the folder's
    int accounts = 0;
    int rooms = 0;
    int tokens = 0;
    QList<ImportNote> report;
};

/// Reads users.csv, rooms.json, tokens.csv and the suites (*.json in the folder and in test-suites/) of a
/// matrix-locust folder into a project. Writes nothing: ProjectFolder::create() in the same folder makes a project
/// of it in place, copyMatrixLocustFiles() first makes one elsewhere. A suite that cannot be read is reported
/// and left out; an unreadable users.csv is an error.
[[nodiscard]] Result<MatrixLocustImport> importMatrixLocust(const QString &folder);

/// Copies users.csv, rooms.json and tokens.csv, the secret ones as 0600. Files that are not there are passed over.
[[nodiscard]] Result<> copyMatrixLocustFiles(const QString &from, const QString &to);

/// Whether a folder looks like matrix-locust's: a users.csv and no project.
[[nodiscard]] bool isMatrixLocustFolder(const QString &folder);

} // namespace throng::project
