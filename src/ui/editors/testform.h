// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/suite.h"

#include <QTabWidget>

namespace throng::ui {

class LoadSection;
class TestSection;
class ThresholdsSection;
class TimetableSection;

/// One test of a suite, a tab for each of its sections.
class TestForm : public QTabWidget {
    Q_OBJECT
public:
    explicit TestForm(QWidget *parent = nullptr);

    void addSection(TestSection *section);
    /// The project's folder, for what is relative to it; counts from the next setValue() on.
    void setFolder(const QString &folder);
    /// What the suite asks of its tests; counts from the next setValue() on.
    void setSuiteThresholds(const QList<thresholds::Threshold> &thresholds);
    /// `accounts` is how many the project has. Says nothing to edited().
    void setValue(const project::Test &test, int accounts);
    [[nodiscard]] const project::Test &value() const { return m_value; }

Q_SIGNALS:
    /// By the user, as a section said it.
    void edited(const QString &field, const QString &label);

private:
    void sectionEdited(TestSection *section, const QString &field, const QString &label);
    void showTitles();

    project::Test m_value;
    int m_accounts = 0;
    LoadSection *m_load;
    TimetableSection *m_timetable;
    ThresholdsSection *m_thresholds;
    QList<TestSection *> m_sections;
};

} // namespace throng::ui
