// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizards/step.h"

#include "ui/support/widgets.h"

#include <QVBoxLayout>
#include <QWizardPage>

using namespace Qt::StringLiterals;

namespace throng::ui {

QString stepTitle(const QString &title)
{
    return u"<span style='font-size:large'>%1</span>"_s.arg(title.toHtmlEscaped());
}

QVBoxLayout *makeStepBody(QWizardPage *page)
{
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(4, 8, 4, 4);
    layout->setSpacing(spacing + 2);
    return layout;
}

} // namespace throng::ui
