// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QStackedWidget)

namespace throng::ui {

class Document;
class Page;
class Questions;
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

private:
    void add(const QString &iconName, const QString &title, Page *page);

    Sidebar *m_sidebar;
    QStackedWidget *m_pages;
};

} // namespace throng::ui
