// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/project/project.h"

#include <QByteArray>
#include <QString>

namespace throng::project {

/// A project on disk: NAME.throng with users.csv, rooms.json, tokens.csv, rooms-created.csv and runs/ beside it.
/// A value: knows the paths and which state of NAME.throng was last read or written.
class ProjectFolder {
public:
    enum class Overwrite : quint8 { OnlyIfUnchanged, Always };

    /// Makes the folder where it is missing and writes `project` there as `name`.throng (default: the folder's
    /// name). A folder that has a project already is an error.
    [[nodiscard]] static Result<ProjectFolder> create(
        const QString &folder, const Project &project, const QString &name = {});

    /// `path` is the folder or the NAME.throng in it. A folder with none or with several is an error.
    [[nodiscard]] static Result<ProjectFolder> open(const QString &path);

    /// The files of a folder without a project: matrix-locust's. It has no NAME.throng to be loaded.
    [[nodiscard]] static ProjectFolder withoutProject(const QString &folder);

    /// Reads NAME.throng and remembers its state, for isChangedOnDisk().
    [[nodiscard]] Result<Project> load();

    /// Writes NAME.throng whole or not at all. What somebody else wrote since load() is not overwritten unless
    /// told so.
    [[nodiscard]] Result<> saveAtomically(const Project &project, Overwrite overwrite = Overwrite::OnlyIfUnchanged);

    /// Writes `project` to another folder and copies users.csv, rooms.json, tokens.csv, rooms-created.csv
    /// and history.csv there; runs stay where they are.
    [[nodiscard]] Result<ProjectFolder> saveAs(
        const QString &folder, const Project &project, const QString &name = {}) const;

    /// Whether NAME.throng is another than the one last read or written here (changed, replaced or removed).
    [[nodiscard]] bool isChangedOnDisk() const;

    [[nodiscard]] const QString &path() const { return m_folder; } ///< absolute
    [[nodiscard]] const QString &name() const { return m_name; } ///< NAME
    [[nodiscard]] QString projectFile() const;
    [[nodiscard]] QString usersFile() const; ///< users.csv, 0600
    [[nodiscard]] QString roomsFile() const; ///< rooms.json
    [[nodiscard]] QString tokensFile() const; ///< tokens.csv, 0600
    [[nodiscard]] QString createdRoomsFile() const; ///< rooms-created.csv
    [[nodiscard]] QString historyFile() const; ///< history.csv
    [[nodiscard]] QString ledgerFile() const; ///< ledger.csv, 0600
    [[nodiscard]] QString runsFolder() const; ///< runs/, made when first needed
    /// A path of the project made absolute: relative ones are relative to the folder.
    [[nodiscard]] QString absolutePath(const QString &path) const;

    static constexpr QLatin1StringView suffix { "throng" };

private:
    ProjectFolder(QString folder, QString name);

    QString m_folder;
    QString m_name;
    QByteArray m_fingerprint; ///< of NAME.throng's content when last read or written
};

} // namespace throng::project
