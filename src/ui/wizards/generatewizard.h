// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/project.h"

#include <QWizard>

namespace throng::ui {

class Document;

/// Makes users or rooms of the project that is open anew: a page of fields, and one that says what will become of the
/// files. Nothing is sent to a server. What was chosen is one step that can be undone.
class GenerateWizard : public QWizard {
    Q_OBJECT
public:
    enum class What { Users, Rooms };

    /// `document` outlives the wizard.
    GenerateWizard(Document &document, What what, QWidget *parent = nullptr);
    void accept() override;

Q_SIGNALS:
    void failed(const QString &why); ///< the project is as it was

private:
    Document &m_document;
    What m_what;
    project::Project m_project; ///< with what is being chosen
};

} // namespace throng::ui
