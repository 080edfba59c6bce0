// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/database.h"

#include <array>

namespace throng::results {

/// The file of a run: docs/run-format.md describes it.
inline constexpr int runFormat = 3; ///< PRAGMA user_version
inline constexpr int runApplicationId = 0x54687267; ///< "Thrg", PRAGMA application_id
inline constexpr QLatin1StringView runSuffix { "throngrun" };

/// The lengths of the sums that are kept, in seconds, each a multiple of the one before. 1 is the seconds themselves.
inline constexpr std::array<int, 5> sumLengths { 1, 10, 60, 600, 3600 };

/// Makes the tables in a new file.
[[nodiscard]] Result<> createTables(Database &database);

/// Whether it is a run at all, and its format: an error for foreign files and for those of a newer Throng.
[[nodiscard]] Result<int> formatOf(Database &database);
/// Brings an older run to today's format, whole or not at all. `from` is what formatOf() said.
[[nodiscard]] Result<> migrate(Database &database, int from);

/// Who writes a file, so that others see whether it still does: the machine's boot, the process and its beginning.
[[nodiscard]] QString thisWriter();
/// Whether that process lives. Where it cannot be told (another machine or container wrote it), whether the file at
/// `path` was written within the last 30 seconds.
[[nodiscard]] bool isAlive(const QString &writer, const QString &path);

} // namespace throng::results
