// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/populations.h"
#include "engine/project/suite.h"

#include <QStringList>

namespace throng::project {

/// A suite of test-suites/, with the users and rooms that it was sized for.
struct ReadyMadeSuite {
    Suite suite; ///< its description says what it is for
    UserPattern users;
    RoomPattern rooms;
};

/// Their names, from the smallest to the special ones: "smoke", "100", "1k", ...
[[nodiscard]] QStringList readyMadeNames();
[[nodiscard]] Result<ReadyMadeSuite> readyMadeSuite(const QString &name);

/// The key of a suite file that holds users and rooms, in the words of the project file.
inline const QString populationKey = QStringLiteral("population");

} // namespace throng::project
