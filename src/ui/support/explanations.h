// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

QT_FORWARD_DECLARE_CLASS(QWidget)

namespace throng::ui {

/// Gives the fields and figures in `root` their “What's this?” texts, by their object names, so that all of them can be
/// read and translated in one place. One that explains itself already keeps its own.
void explain(QWidget *root);

} // namespace throng::ui
