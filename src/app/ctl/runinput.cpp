// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/runinput.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace throng::ctl {

Result<RunInput> openRunInput(const QString &path, const QString &testName)
{
    if (path.endsWith(u".json")) {
        auto suite = project::readSuiteFile(path);
        if (!suite)
            return tl::unexpected(suite.error());
        for (project::Test &test : suite->tests) {
            if (!testName.isEmpty() && !test.source.contains(u"name"_s) && !test.imported.contains(u"name"_s))
                test.name = testName;
        }
        project::Project project;
        project.suites = { *std::move(suite) };
        return RunInput { project::ProjectFolder::withoutProject(QDir::currentPath()), project, false };
    }
    auto folder = project::ProjectFolder::open(path);
    if (!folder)
        return tl::unexpected(folder.error());
    auto project = folder->load();
    if (!project)
        return tl::unexpected(project.error());
    return RunInput { *std::move(folder), *std::move(project), true };
}

} // namespace throng::ctl
