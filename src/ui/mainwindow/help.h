// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

QT_FORWARD_DECLARE_CLASS(QWidget)

namespace throng::ui {

/// Open their dialogs beside the window and return at once.
void showFirstSteps(QWidget *parent);
void showAbout(QWidget *parent);

} // namespace throng::ui
