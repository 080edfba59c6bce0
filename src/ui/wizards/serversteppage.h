// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/project.h"
#include "engine/run/runplan.h"

#include <QWizardPage>

namespace throng::matrix {
struct ServerReport;
}

namespace throng::ui {

class Questions;
class SecretStore;
class ServerEditor;

/// The server's address. Next asks a server that has not been checked, and goes on by itself when nothing stands in
/// the way of a test; what does is shown, and Next again goes on all the same.
class ServerStepPage : public QWizardPage {
    Q_OBJECT
public:
    ServerStepPage(project::Project &project, run::Secrets &secrets, Questions &questions);
    [[nodiscard]] bool isComplete() const override;
    bool validatePage() override;

    /// Where secrets are kept between sessions; null: nowhere.
    void setSecretStore(SecretStore *store);
    void keepSecret(); ///< when the project is made, not before

private:
    void edited();
    void chooseAccounts(const matrix::ServerReport &report);
    void checkEnded(bool good);

    project::Project &m_project;
    ServerEditor *m_editor;
    bool m_checked = false; ///< these settings, with whatever result
    bool m_goOn = false; ///< Next was pressed and waits for the check
};

} // namespace throng::ui
