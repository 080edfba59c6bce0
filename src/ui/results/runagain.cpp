// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/runagain.h"

#include "engine/results/runreader.h"
#include "ui/document/document.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace throng::ui {

Result<EarlierRun> readEarlierRun(const QString &path, const QString &folder)
{
    const auto reader = results::RunReader::open(path);
    if (!reader)
        return tl::unexpected(reader.error());
    const QString json = (*reader)->facts().value(u"project"_s);
    if (json.isEmpty())
        return failure(u"the file does not say what project was run"_s, path, u"a run that Throng made"_s);
    auto project = project::Project::fromJson(json.toUtf8(), path, folder);
    if (!project)
        return tl::unexpected(project.error());
    return EarlierRun { *std::move(project), (*reader)->head().suite };
}

bool takeOver(const EarlierRun &run, Document &document)
{
    project::Project project = run.project;
    project.permissions = document.project().permissions;
    // How charts are looked at is no part of what was measured.
    project.charts = document.project().charts;
    const bool differs = project.toJson() != document.project().toJson();
    if (differs)
        document.replace(
            QCoreApplication::translate("throng::ui::RunAgain", "Take Over the Project of a Run"), project);
    const QList<project::Suite> &suites = document.project().suites;
    for (int i = 0; i < int(suites.size()); ++i) {
        if (suites[i].name == run.suite)
            document.setCurrentSuite(i);
    }
    return differs;
}

} // namespace throng::ui
