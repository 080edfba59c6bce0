// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <QString>

namespace throng::ctl {

/// The file that RUN on a command line means: that file, or the newest run of a project's folder (or of its runs/).
[[nodiscard]] Result<QString> chooseRun(const QString &argument);

/// The folder with the runs of DIR: a project's runs/, or DIR itself if it holds some.
[[nodiscard]] QString runsFolderOf(const QString &folder);

} // namespace throng::ctl
