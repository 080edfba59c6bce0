// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/words.h"
#include "engine/project/jsonreader.h"
#include "engine/project/validate.h"

#include <utility>

namespace throng::project {

/// Who looks at a project, and writes down what is wrong with it. Both outlive this.
class Examiner {
protected:
    Examiner(const ProjectFolder &folder, const Project &project)
        : m_folder(folder)
        , m_project(project)
    {
    }
    ~Examiner() = default;

    [[nodiscard]] const ProjectFolder &folder() const { return m_folder; }
    [[nodiscard]] const Project &project() const { return m_project; }
    [[nodiscard]] QList<Finding> taken() { return std::exchange(m_findings, {}); }

    void error(const QString &where, const QString &what, const QString &remedy)
    {
        m_findings.append({ Finding::Severity::Error, where, what, remedy });
    }

    void warning(const QString &where, const QString &what, const QString &remedy)
    {
        m_findings.append({ Finding::Severity::Warning, where, what, remedy });
    }

    void error(const Error &e, const QString &remedy)
    {
        error(
            e.where, e.message, e.expected.isEmpty() ? remedy : Words::tr("%1. Expected: %2").arg(remedy, e.expected));
    }

    [[nodiscard]] QString inProject(const QString &path) const { return placeInJson(m_folder.projectFile(), path); }

private:
    const ProjectFolder &m_folder;
    const Project &m_project;
    QList<Finding> m_findings;
};

} // namespace throng::project
