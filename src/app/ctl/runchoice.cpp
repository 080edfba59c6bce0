// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/runchoice.h"

#include "engine/results/runfolder.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace throng::ctl {

QString runsFolderOf(const QString &folder)
{
    const QString runs = QDir(folder).filePath(u"runs"_s);
    return QFileInfo(runs).isDir() ? runs : folder;
}

Result<QString> chooseRun(const QString &argument)
{
    if (!QFileInfo(argument).isDir())
        return argument;
    const std::vector<results::ListedRun> runs = results::listRuns(runsFolderOf(argument));
    if (runs.empty())
        return failure(u"there is no run in this folder"_s, argument, u"a project that was run, or a run's file"_s);
    return runs.front().path;
}

} // namespace throng::ctl
