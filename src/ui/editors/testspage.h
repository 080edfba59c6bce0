// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/suite.h"
#include "engine/run/timeline.h"
#include "ui/editors/page.h"

QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QListWidget)
QT_FORWARD_DECLARE_CLASS(QPushButton)
QT_FORWARD_DECLARE_CLASS(QToolButton)

namespace throng::ui {

class Document;
class Questions;
class SuiteTimeline;
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
    [[nodiscard]] QWidget *makeTimeline();
    void showTimeline();
    void showMachine(const QList<run::TestOutlook> &tests);
    [[nodiscard]] run::ChatRates ratesOf(const users::ChatParameters &parameters);
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
    QLabel *m_headline;
    QLabel *m_basis;
    QLabel *m_machine; ///< whether it will do
    QPushButton *m_suiteButton;
    SuiteTimeline *m_timeline;
    run::Headcount m_headcount; ///< the rooms of it
    QList<std::pair<users::ChatParameters, run::ChatRates>> m_rates; ///< of the suite's tests, once found
    QString m_count; ///< "4 tests"
    bool m_reloading = false;
};

} // namespace throng::ui
