// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/project.h"

#include <QWizardPage>

QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QLineEdit)

namespace throng::ui {

class FieldMessage;
class Questions;
class RoomPatternForm;

/// Where the project is written, and what is in it.
class SummaryStepPage : public QWizardPage {
    Q_OBJECT
public:
    SummaryStepPage(const project::Project &project, const RoomPatternForm &rooms, Questions &questions,
        const QString &projectsFolder);
    void initializePage() override;
    [[nodiscard]] bool isComplete() const override;

    /// Why the project could not be made, until something else is chosen.
    void showFailure(const QString &why);
    [[nodiscard]] QString folder() const;
    [[nodiscard]] QString name() const;

private:
    void check();
    void showSummary();

    const project::Project &m_project;
    const RoomPatternForm &m_rooms; ///< knows how many there will be, once they are drawn
    QString m_projectsFolder;
    QLineEdit *m_name;
    QLineEdit *m_folder;
    QLabel *m_summary;
    FieldMessage *m_message;
    bool m_nameTouched = false;
    bool m_folderTouched = false;
    bool m_complete = false;
};

} // namespace throng::ui
