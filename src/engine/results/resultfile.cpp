// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/resultfile.h"

#include "engine/base/words.h"
#include "engine/project/textfile.h"

#include <QDir>
#include <QFileInfo>

namespace throng::results {

Result<> writeResultFile(const QString &path, const QByteArray &content)
{
    const QString folder = QFileInfo(path).absolutePath();
    if (!QDir().mkpath(folder))
        return failure(Words::tr("the folder cannot be made"), folder, Words::tr("a place where you may write"));
    return project::writeAtomically(path, project::Access::Ordinary, content);
}

} // namespace throng::results
