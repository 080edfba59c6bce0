// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/projectfolder.h"

#include <QList>
#include <QString>

namespace throng::project {

struct Finding {
    enum class Severity : quint8 { Error, Warning };
    Severity severity = Severity::Error;
    QString where; ///< file, with line or JSON path
    QString what; ///< what is wrong and what it means for a run
    QString remedy; ///< what to do about it

    friend bool operator==(const Finding &, const Finding &) = default;
};

/// Checks everything that a run reads, without touching the network. No finding: a run can start.
[[nodiscard]] QList<Finding> validate(const ProjectFolder &folder);
/// The same for a project that is being edited and not saved yet.
[[nodiscard]] QList<Finding> validate(const ProjectFolder &folder, const Project &project);

} // namespace throng::project
