// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/suite.h"

#include <QDialog>

QT_FORWARD_DECLARE_CLASS(QDoubleSpinBox)
QT_FORWARD_DECLARE_CLASS(QLineEdit)
QT_FORWARD_DECLARE_CLASS(QPlainTextEdit)
QT_FORWARD_DECLARE_CLASS(QPushButton)
QT_FORWARD_DECLARE_CLASS(QSpinBox)
QT_FORWARD_DECLARE_CLASS(QTabWidget)

namespace throng::ui {

class FieldMessage;
class HookList;
class ThresholdList;

/// What a suite is beside its tests: its name, what it is for, how often it is run, what its tests are to keep, and its
/// commands.
class SuiteDialog : public QDialog {
    Q_OBJECT
public:
    /// `taken`: the names of the project's other suites.
    SuiteDialog(const project::Suite &suite, const QStringList &taken, QWidget *parent = nullptr);

    [[nodiscard]] project::Suite suite() const; ///< as the fields say it, the tests as they were

private:
    [[nodiscard]] QWidget *makeGeneral();
    [[nodiscard]] QWidget *makeThresholds();
    [[nodiscard]] QWidget *makeCommands();
    [[nodiscard]] QWidget *makeEvents();
    void check();

    project::Suite m_suite;
    QStringList m_taken;
    QTabWidget *m_tabs;
    QLineEdit *m_name;
    QPlainTextEdit *m_description;
    QSpinBox *m_rounds;
    QDoubleSpinBox *m_pause;
    ThresholdList *m_thresholds;
    HookList *m_before;
    HookList *m_after;
    HookList *m_onEvents;
    FieldMessage *m_message;
    QPushButton *m_take;
};

} // namespace throng::ui
