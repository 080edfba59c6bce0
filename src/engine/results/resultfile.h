// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <QByteArray>
#include <QString>

namespace throng::results {

/// Writes a file that anybody may read, whole or not at all; an older one stays when that fails. Missing folders are
/// made.
[[nodiscard]] Result<> writeResultFile(const QString &path, const QByteArray &content);

} // namespace throng::results
