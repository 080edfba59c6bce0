// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/readymade.h"
#include "engine/project/readymadecrowd.h"

#include <QStringList>

namespace throng::test {

/// What stands in the window in no language, for UiLook: names of the project "spoken", what comes from the practice
/// homeserver, and what the ready-made suites say in their files.
inline QStringList namesInAProject()
{
    using namespace Qt::StringLiterals;
    QStringList all { u"standard"_s, u"register"_s, u"create-rooms"_s, u"join-rooms"_s, u"chat"_s, u"spoken"_s,
        u"Throng practice"_s, u"Throng"_s, u"failures < 1%"_s, u"1min"_s, u"500ms"_s };
    for (const QString &name : project::readyMadeCrowdNames())
        all.prepend(project::readyMadeCrowd(name)->description.toHtmlEscaped());
    return all + project::readyMadeNames();
}

} // namespace throng::test
