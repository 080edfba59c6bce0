// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editors/testsection.h"

QT_FORWARD_DECLARE_CLASS(QStackedWidget)

namespace throng::ui {

class ChatParametersForm;
class HistoryParametersForm;
class PopulationBar;
class SetupParametersForm;

/// What a test's users do: the weights, pauses and sizes of its behaviour.
class BehaviourSection : public TestSection {
    Q_OBJECT
public:
    explicit BehaviourSection(QWidget *parent = nullptr);

    void setTest(const project::Test &test, int accounts) override;
    void writeTo(project::Test &test) const override;
    [[nodiscard]] QString title() const override;

private:
    void showHabits();

    users::ChatParameters m_everybody; ///< the habits of a crowd without groups
    QStackedWidget *m_forms;
    PopulationBar *m_populations;
    ChatParametersForm *m_chat;
    SetupParametersForm *m_setup;
    HistoryParametersForm *m_history;
};

} // namespace throng::ui
