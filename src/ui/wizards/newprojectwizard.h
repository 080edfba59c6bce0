// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/project.h"
#include "engine/run/runplan.h"

#include <QWizard>

#include <functional>

QT_FORWARD_DECLARE_CLASS(QListWidget)

namespace throng::ui {

class Questions;
class SecretStore;

/// From an address to a project that can be run: server, users, rooms, tests, summary. Asks the server questions
/// only when told to, and creates nothing anywhere: what was chosen is project(), for setMake() to write.
class NewProjectWizard : public QWizard {
    Q_OBJECT
public:
    enum PageNumber { ServerStep, UsersStep, RoomsStep, TestsStep, SummaryStep };

    /// `projectsFolder` is where a new project is proposed to lie.
    NewProjectWizard(Questions &questions, const QString &projectsFolder, QWidget *parent = nullptr);

    /// What Finish does with the choices; false: it did not happen, and the wizard stays as it is. Unset: nothing.
    void setMake(std::function<bool()> make) { m_make = std::move(make); }
    /// Says on the last page why the project could not be made.
    void showFailure(const QString &why);
    /// Where the server's secret is kept once the project is made; null: nowhere.
    void setSecretStore(SecretStore *store);
    void keepSecret(); ///< there, if that was chosen
    void accept() override;

    [[nodiscard]] const project::Project &project() const { return m_project; }
    [[nodiscard]] const run::Secrets &secrets() const { return m_secrets; }
    [[nodiscard]] QString folder() const;
    [[nodiscard]] QString projectName() const;

private:
    void makeSteps();
    void showStep(int id);

    project::Project m_project = project::Project::withDefaults();
    run::Secrets m_secrets;
    std::function<bool()> m_make;
    QListWidget *m_steps;
};

} // namespace throng::ui
