// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/suite.h"

#include <QString>

namespace throng::ui {

[[nodiscard]] QString behaviourName(users::Behaviour behaviour); ///< "Register accounts"
/// What a ready-made population is called: "Company".
[[nodiscard]] QString crowdTitle(const QString &name);
/// A new test of this behaviour, with all its defaults: chat ends after 5 minutes, the others when all are done.
[[nodiscard]] project::Test standardTest(users::Behaviour behaviour);
/// The preset of createRoom for every test that makes rooms.
void setRoomPreset(QList<project::Suite> &suites, const QString &preset);
/// "1,000 users · 15 min · 10 new a second": a test in one line; `accounts` is how many there are, `folder` the
/// project's.
[[nodiscard]] QString testInOneLine(const project::Test &test, int accounts, const QString &folder);

} // namespace throng::ui
