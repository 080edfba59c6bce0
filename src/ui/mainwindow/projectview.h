// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QStackedWidget)
QT_FORWARD_DECLARE_CLASS(QUndoStack)

namespace throng::ui {

class Document;
class Page;
class Questions;
class ResultsPage;
class RunController;
class Sidebar;

/// One open project: the sidebar and its pages.
class ProjectView : public QWidget {
    Q_OBJECT
public:
    enum class PageId { Server, Users, Rooms, Tests, Run, Results };

    ProjectView(Document &document, RunController &controller, Questions &questions, QWidget *parent = nullptr);

    void showPage(PageId page);
    [[nodiscard]] PageId currentPage() const;
    [[nodiscard]] Page *page(PageId page) const;
    /// Of what is edited on the page that is shown: kept runs have a history of their own.
    [[nodiscard]] QUndoStack *undoStack() const;

Q_SIGNALS:
    void pageShown();
    void startRequested(); ///< of the suite that is chosen

private:
    void add(const QString &iconName, const QString &title, Page *page);

    Document &m_document;
    Sidebar *m_sidebar;
    QStackedWidget *m_pages;
    ResultsPage *m_results = nullptr;
};

} // namespace throng::ui
