// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/results/keptrun.h"

#include <QString>

#include <vector>

namespace throng::results {

/// A project's runs/ folder. What these change of a run is what a person wrote beside it, never what was measured.

/// A file of the folder. One that cannot be opened is listed with what is wrong.
struct ListedRun {
    QString path;
    Result<RunHead> head;
};
/// Newest first, then those that cannot be opened. Empty when there is no such folder.
[[nodiscard]] std::vector<ListedRun> listRuns(const QString &folder);

[[nodiscard]] Result<> setRunTitle(const QString &path, const QString &title);
[[nodiscard]] Result<> setRunNote(const QString &path, const QString &note);
/// A remark at a moment of the run: KeptMessage::Kind::Annotation. Returns its id. `at` is Unix milliseconds.
[[nodiscard]] Result<qint64> addAnnotation(const QString &path, qint64 at, const QString &text);
/// Gives a remark another text. An error where there is none of this id, as below.
[[nodiscard]] Result<> changeAnnotation(const QString &path, qint64 id, const QString &text);
[[nodiscard]] Result<> removeAnnotation(const QString &path, qint64 id);
/// Undoes that: the same remark under the same id.
[[nodiscard]] Result<> restoreAnnotation(const QString &path, const KeptMessage &annotation);

/// Puts the file aside, into .removed/ below its folder, and says where it is now. A run that is being written is not
/// removed.
[[nodiscard]] Result<QString> removeRun(const QString &path);
/// Undoes that; says where the file is again.
[[nodiscard]] Result<QString> restoreRun(const QString &removedPath);
/// Undoes it for all that was put aside; says how many. Stops at one that cannot be moved.
[[nodiscard]] Result<int> restoreRemovedRuns(const QString &folder);
/// Deletes what was put aside.
void purgeRemovedRuns(const QString &folder);

} // namespace throng::results
