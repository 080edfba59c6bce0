// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/results/runsource.h"

QT_FORWARD_DECLARE_CLASS(QAbstractItemModel)

namespace throng::ui {

/// What a run was made with, in words: seed, versions, machine, server. A row each.
[[nodiscard]] QAbstractItemModel *makeConditions(const RunOverview &overview, QObject *parent);
/// What became of the thresholds, a row each.
[[nodiscard]] QAbstractItemModel *makeRules(const RunOverview &overview, QObject *parent);
/// The rooms whose messages took longest to reach their members, a row each.
[[nodiscard]] QAbstractItemModel *makeRooms(const RunOverview &overview, QObject *parent);

} // namespace throng::ui
