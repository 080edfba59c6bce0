// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/runfolder.h"
#include "ui/editors/page.h"
#include "ui/support/background.h"

QT_FORWARD_DECLARE_CLASS(QUndoStack)

namespace throng::ui {

class Document;
class Questions;
class RunController;
class RunEdits;
class RunList;
class RunsWatch;

/// The runs that are kept of a project.
class ResultsPage : public Page {
    Q_OBJECT
public:
    ResultsPage(Document &document, RunController &controller, Questions &questions, QWidget *parent = nullptr);
    ~ResultsPage() override;

    /// What was done to the runs: no part of the project's history.
    [[nodiscard]] QUndoStack *undoStack() const;

protected:
    void showEvent(QShowEvent *event) override;

private:
    void addGeneralActions();
    void show(const std::vector<results::ListedRun> &runs);
    void sayRemoved(const QStringList &paths);
    void importLocust();
    void bringBackRemoved();
    void deleteRemoved();

    Document &m_document;
    Questions &m_questions;
    Background m_background; ///< before whoever uses it
    RunsWatch *m_watch;
    RunEdits *m_edits;
    RunList *m_list;
};

} // namespace throng::ui
