// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizards/newprojectwizard.h"

#include "ui/support/escapeguard.h"
#include "ui/support/icons.h"
#include "ui/support/widgets.h"
#include "ui/wizards/serversteppage.h"
#include "ui/wizards/summarysteppage.h"
#include "ui/wizards/wizardpages.h"

#include <QListWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

NewProjectWizard::NewProjectWizard(Questions &questions, const QString &projectsFolder, QWidget *parent)
    : QWizard(parent)
    , m_steps(new QListWidget(this))
{
    setObjectName(u"newProjectWizard"_s);
    setWindowTitle(tr("New project"));
    setWizardStyle(QWizard::ClassicStyle);
    setOption(QWizard::NoBackButtonOnStartPage);
    setOption(QWizard::IndependentPages, false);
    setTitleFormat(Qt::RichText);
    setButtonText(QWizard::BackButton, tr("&Back"));
    setButtonText(QWizard::NextButton, tr("&Next"));
    setButtonText(QWizard::FinishButton, tr("&Make the project"));
    makeSteps();
    setPage(ServerStep, new ServerStepPage(m_project, m_secrets, questions));
    setPage(UsersStep, new UsersStepPage(m_project, UsersStepPage::Offers::TestAndPeople));
    auto *rooms = new RoomsStepPage(m_project);
    setPage(RoomsStep, rooms);
    setPage(TestsStep, new TestsStepPage(m_project));
    setPage(SummaryStep, new SummaryStepPage(m_project, rooms->form(), questions, projectsFolder));
    connect(this, &QWizard::currentIdChanged, this, &NewProjectWizard::showStep);
    resize(880, 680);
    new EscapeGuard(this, [this, before = m_project] { return currentId() != ServerStep || m_project != before; });
}

void NewProjectWizard::makeSteps()
{
    auto *side = new Card(this);
    m_steps->setObjectName(u"wizardSteps"_s);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(12, 14, 12, 12);
    layout->setSpacing(spacing);
    layout->addWidget(makeHeading(tr("New project"), side));
    m_steps->addItems({ tr("Server"), tr("Users"), tr("Rooms"), tr("Tests"), tr("Summary") });
    m_steps->setFrameShape(QFrame::NoFrame);
    m_steps->setFocusPolicy(Qt::NoFocus);
    m_steps->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_steps->setSpacing(3);
    m_steps->setAccessibleName(tr("Steps"));
    m_steps->viewport()->setAutoFillBackground(false);
    m_steps->setIconSize(QSize(14, 14));
    layout->addWidget(m_steps, 1);
    side->setFixedWidth(160);
    setSideWidget(side);
}

void NewProjectWizard::showStep(int id)
{
    if (id < 0)
        return;
    m_steps->setCurrentRow(id);
    for (int i = 0; i < m_steps->count(); ++i) {
        // An empty picture of the same size keeps the names in line.
        QPixmap empty(14, 14);
        empty.fill(Qt::transparent);
        m_steps->item(i)->setIcon(i < id ? icon(u"check"_s) : QIcon(empty));
    }
}

void NewProjectWizard::setSecretStore(SecretStore *store)
{
    static_cast<ServerStepPage *>(page(ServerStep))->setSecretStore(store);
}

void NewProjectWizard::accept()
{
    if (!m_make || m_make())
        QWizard::accept();
}

void NewProjectWizard::keepSecret()
{
    static_cast<ServerStepPage *>(page(ServerStep))->keepSecret();
}

void NewProjectWizard::showFailure(const QString &why)
{
    static_cast<SummaryStepPage *>(page(SummaryStep))->showFailure(why);
}

QString NewProjectWizard::folder() const
{
    return static_cast<SummaryStepPage *>(page(SummaryStep))->folder();
}

QString NewProjectWizard::projectName() const
{
    return static_cast<SummaryStepPage *>(page(SummaryStep))->name();
}

} // namespace throng::ui
