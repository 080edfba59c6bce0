// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

QT_FORWARD_DECLARE_CLASS(QToolButton)
QT_FORWARD_DECLARE_CLASS(QWidget)

namespace throng::ui {

/// "Back to default" beside a value that can be changed. Its place stays when it is hidden, so that nothing moves.
[[nodiscard]] QToolButton *makeResetButton(const QString &label);
/// The button with what else stands right of the field.
[[nodiscard]] QWidget *besideReset(QToolButton *reset, QWidget *hint);

} // namespace throng::ui
