// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/comparison.h"

QT_FORWARD_DECLARE_CLASS(QStandardItemModel)

namespace throng::ui {

/// Fills the model with what the server needed on both sides, a row for each figure: its name, on each side, and what
/// changed. Qt::UserRole has the plain value in the figure's own unit, of the change its share of what it was. `before`
/// and `after` are the short names of the sides, for the header.
void showServerComparison(QStandardItemModel *model, const std::vector<results::ComparedServerFigure> &figures,
    const QString &before, const QString &after);

} // namespace throng::ui
