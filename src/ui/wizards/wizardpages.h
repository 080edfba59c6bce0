// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/project.h"

#include <QWizardPage>

#include <array>

QT_FORWARD_DECLARE_CLASS(QCheckBox)
QT_FORWARD_DECLARE_CLASS(QComboBox)
QT_FORWARD_DECLARE_CLASS(QDoubleSpinBox)
QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QSpinBox)

namespace throng::ui {

class FieldMessage;
class RoomPatternForm;
class UserPatternForm;

// Each page edits its part of the wizard's project as it is typed.

class UsersStepPage : public QWizardPage {
    Q_OBJECT
public:
    enum class Offers : quint8 {
        UsersAlone,
        TestAndPeople, ///< ready-made ones, too: they change the project's tests and rooms
    };
    UsersStepPage(project::Project &project, Offers offers);
    void initializePage() override;
    [[nodiscard]] bool isComplete() const override;

private:
    void takeSuite(const QString &name);
    void takeCrowd(const QString &name);

    project::Project &m_project;
    QComboBox *m_readyMade;
    QComboBox *m_crowd;
    FieldMessage *m_description;
    UserPatternForm *m_form;
};

class RoomsStepPage : public QWizardPage {
    Q_OBJECT
public:
    explicit RoomsStepPage(project::Project &project);
    void initializePage() override;
    [[nodiscard]] bool isComplete() const override;
    [[nodiscard]] const RoomPatternForm &form() const { return *m_form; }

private:
    project::Project &m_project;
    RoomPatternForm *m_form;
};

class TestsStepPage : public QWizardPage {
    Q_OBJECT
public:
    explicit TestsStepPage(project::Project &project);
    void initializePage() override;
    [[nodiscard]] bool isComplete() const override;

private:
    void apply();
    void showHints();
    [[nodiscard]] QCheckBox *box(users::Behaviour behaviour) const { return m_enabled[std::size_t(behaviour)]; }

    project::Project &m_project;
    std::array<QCheckBox *, users::allBehaviours.size()> m_enabled {};
    QSpinBox *m_messages; ///< of the history, a room
    QSpinBox *m_users;
    QDoubleSpinBox *m_spawnRate;
    QDoubleSpinBox *m_minutes;
    QLabel *m_usersHint;
    QLabel *m_rampHint;
    FieldMessage *m_message;
};

} // namespace throng::ui
