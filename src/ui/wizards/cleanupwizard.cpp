// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizards/cleanupwizard.h"

#include "ui/support/explanations.h"
#include "ui/wizards/cleanuppages.h"

using namespace Qt::StringLiterals;

namespace throng::ui {

CleanupWizard::CleanupWizard(Document &document, QWidget *parent)
    : QWizard(parent)
{
    setObjectName(u"cleanupWizard"_s);
    setWindowTitle(tr("Clean up the server"));
    setWizardStyle(QWizard::ClassicStyle);
    setOption(QWizard::NoBackButtonOnStartPage);
    setOption(QWizard::NoBackButtonOnLastPage);
    setTitleFormat(Qt::RichText);
    setButtonText(QWizard::FinishButton, tr("&Close"));
    auto *choice = new CleanupChoicePage(document);
    setPage(ChoicePage, choice);
    setPage(WorkPage, new CleanupWorkPage(document, *choice));
    explain(this);
    resize(700, 480);
}

void CleanupWizard::reject()
{
    auto *work = static_cast<CleanupWorkPage *>(page(WorkPage));
    if (work->isWorking())
        work->cancel();
    else
        QWizard::reject();
}

} // namespace throng::ui
