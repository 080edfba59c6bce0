// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/suite.h"
#include "ui/editors/page.h"

QT_FORWARD_DECLARE_CLASS(QListWidget)
QT_FORWARD_DECLARE_CLASS(QPushButton)
QT_FORWARD_DECLARE_CLASS(QToolButton)

namespace throng::ui {

class Document;
class Questions;
class SuiteOutlook;
class TestForm;

/// The tests of the suite that is chosen, in their order, and a form for one of them.
class TestsPage : public Page {
    Q_OBJECT
public:
    TestsPage(Document &document, Questions &questions, QWidget *parent = nullptr);

    /// What the rooms are, for the drawing of the suite.
    void setRooms(int rooms, qint64 memberships, double messageReach);

private:
    [[nodiscard]] QWidget *makeList();
    void showOutlook();
    void reload();
    void showCurrent();
    [[nodiscard]] const project::Suite *suite() const;
    void setTests(const QString &field, const QString &text, const QList<project::Test> &tests, int current);
    [[nodiscard]] QString freeName(const QString &name) const;
    void add(users::Behaviour behaviour);
    void duplicate();
    void remove();
    void move(int by);
    void reordered();
    void importSuite();
    void editSuite();
    void addReadyMade(const QString &name);
    void appendSuite(const QString &text, project::Suite suite);

    Document &m_document;
    Questions &m_questions;
    QListWidget *m_list;
    QPushButton *m_addButton;
    QToolButton *m_copyButton;
    QToolButton *m_removeButton;
    QToolButton *m_upButton;
    QToolButton *m_downButton;
    TestForm *m_form;
    SuiteOutlook *m_outlook;
    QString m_count; ///< "4 tests"
    bool m_reloading = false;
};

} // namespace throng::ui
