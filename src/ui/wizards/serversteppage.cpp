// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizards/serversteppage.h"

#include "engine/matrix/serverreport.h"
#include "ui/editors/servereditor.h"
#include "ui/wizards/step.h"

#include <QVBoxLayout>
#include <QWizard>

#include <utility>

using namespace Qt::StringLiterals;

namespace throng::ui {

ServerStepPage::ServerStepPage(project::Project &project, run::Secrets &secrets, Questions &questions)
    : m_project(project)
    , m_editor(new ServerEditor(secrets, questions, this))
{
    setObjectName(u"serverStep"_s);
    setTitle(stepTitle(tr("Which homeserver?")));
    setSubTitle(tr("Next asks it a handful of questions. They create nothing there: no account, no room."));
    makeStepBody(this)->addWidget(m_editor, 1);
    m_editor->setValue(project.server);
    connect(m_editor, &ServerEditor::edited, this, &ServerStepPage::edited);
    connect(m_editor, &ServerEditor::permissionsChanged, this, [this](const project::Permissions &permissions) {
        m_project.permissions = permissions;
        m_editor->setPermissions(permissions);
    });
    connect(m_editor, &ServerEditor::validChanged, this, &QWizardPage::completeChanged);
    connect(m_editor, &ServerEditor::notChecked, this, [this] { checkEnded(false); });
    connect(m_editor, &ServerEditor::checked, this, [this](const matrix::ServerReport &report) {
        chooseAccounts(report);
        checkEnded(!report.hasProblem());
    });
}

void ServerStepPage::setSecretStore(SecretStore *store)
{
    m_editor->setSecretStore(store, false);
}

void ServerStepPage::keepSecret()
{
    m_editor->keepSecret();
}

void ServerStepPage::edited()
{
    m_project.server = m_editor->value();
    m_checked = false;
    m_goOn = false;
    Q_EMIT completeChanged();
}

/// The one thing that a server's answer can choose for the user, who chose nothing else yet.
void ServerStepPage::chooseAccounts(const matrix::ServerReport &report)
{
    if (report.state != matrix::ServerState::Matrix
        || m_project.server.accounts != project::AccountSource::OpenRegistration)
        return;
    if (report.registration == matrix::RegistrationState::NeedsToken)
        m_project.server.accounts = project::AccountSource::RegistrationToken;
    else if (report.hasOAuth)
        m_project.server.accounts = project::AccountSource::ExistingAccounts;
    else if (report.registration == matrix::RegistrationState::Closed && report.hasSharedSecret)
        m_project.server.accounts = project::AccountSource::SharedSecret;
    else
        return;
    m_editor->setValue(m_project.server);
}

void ServerStepPage::checkEnded(bool good)
{
    m_checked = true;
    const bool goOn = std::exchange(m_goOn, false);
    Q_EMIT completeChanged();
    if (goOn && good)
        wizard()->next();
}

bool ServerStepPage::isComplete() const
{
    return m_editor->isValid() && !m_goOn;
}

bool ServerStepPage::validatePage()
{
    if (m_checked || m_editor->isProbingLimits()) {
        m_editor->leave();
        return true;
    }
    m_goOn = true;
    Q_EMIT completeChanged();
    if (!m_editor->isChecking())
        m_editor->checkServer();
    return false;
}

} // namespace throng::ui
