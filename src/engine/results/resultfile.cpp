// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/resultfile.h"

#include "engine/project/textfile.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace throng::results {

Result<> writeResultFile(const QString &path, const QByteArray &content)
{
    const QString folder = QFileInfo(path).absolutePath();
    if (!QDir().mkpath(folder))
        return failure(u"the folder cannot be made"_s, folder, u"a place where you may write"_s);
    return project::writeAtomically(path, project::Access::Ordinary, content);
}

} // namespace throng::results
