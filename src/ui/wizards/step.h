// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

QT_FORWARD_DECLARE_CLASS(QVBoxLayout)
QT_FORWARD_DECLARE_CLASS(QWizardPage)

namespace throng::ui {

/// What a wizard's page is called, in the size of all of them.
[[nodiscard]] QString stepTitle(const QString &title);
/// The page's layout, with the margins of all of them.
[[nodiscard]] QVBoxLayout *makeStepBody(QWizardPage *page);

} // namespace throng::ui
