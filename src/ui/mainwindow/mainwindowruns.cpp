// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window's part in runs: how they begin, and what it does when one is over.
#include "ui/dashboard/runcontroller.h"
#include "ui/dashboard/runwords.h"
#include "ui/document/document.h"
#include "ui/mainwindow/lastruns.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/openproject.h"
#include "ui/mainwindow/projectview.h"
#include "ui/results/trialsdialog.h"
#include "ui/session/notifications.h"
#include "ui/session/preferences.h"
#include "ui/support/explanations.h"
#include "ui/support/format.h"
#include "ui/support/messagebar.h"

#include <QApplication>

namespace throng::ui {

void MainWindow::startPractice()
{
    if (!m_project->openPractice())
        return;
    startRun();
    m_messages->show(MessageBar::Kind::Info, tr("This is practice."),
        tr("A small homeserver on this machine, %1 users, two minutes of chat. It is gone when you close it, unless "
           "you save it elsewhere.")
            .arg(formatCount(document()->project().users.count)));
}

void MainWindow::startRun()
{
    if (!runController())
        return;
    m_projectView->showPage(ProjectView::PageId::Run);
    runController()->start();
}

void MainWindow::startTrials()
{
    if (!runController())
        return;
    auto *dialog = new TrialsDialog(m_projectView); // it goes with the project
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    explain(dialog);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_projectView->showPage(ProjectView::PageId::Run);
        runController()->startTrials(dialog->trials(), dialog->pause());
    });
    dialog->open();
}

void MainWindow::runFinished()
{
    const run::RunSummary &run = runController()->history().back();
    m_recent.setLastRun(document()->folder().projectFile(), lastRunOf(run));
    if (isActiveWindow() || !Preferences::load(m_is.settings).alertsAtRunEnd)
        return;
    QApplication::alert(this);
    if (m_is.notifications)
        m_is.notifications->notify(tr("The run of “%1” is over").arg(document()->name()), runVerdictWords(run), this,
            [this] { comeToFront(); });
}

} // namespace throng::ui
