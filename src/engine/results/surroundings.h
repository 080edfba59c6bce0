// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <utility>

namespace throng::results {

/// What a run was measured with, as facts of its file: throng.version, qt.version, curl.version, machine.name,
/// machine.system, machine.kernel, machine.cpu, machine.cores, machine.memory (bytes). Empty values are left out.
[[nodiscard]] QList<std::pair<QString, QString>> surroundings();

} // namespace throng::results
