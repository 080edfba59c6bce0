// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/support/colors.h"

#include <QIcon>

namespace throng::ui {

/// An icon of the family in resources/icons, by name ("server"). The files hold the shape alone; it is painted in
/// the text colour of the palette of the moment, so one set serves light, dark, disabled and selected.
[[nodiscard]] QIcon icon(const QString &name, QPalette::ColorRole role = QPalette::WindowText);
/// The same shape in a colour of its own, for signs that mean good or bad.
[[nodiscard]] QPixmap signPixmap(const QString &name, const QColor &color, int size, double devicePixelRatio);
[[nodiscard]] QIcon applicationIcon();
/// Makes the files under :/throng known, for those who name them in a style sheet.
void registerIcons();

} // namespace throng::ui
