// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/timeline.h"
#include "ui/support/widgets.h"

namespace throng::project {
struct Project;
}

namespace throng::ui {

class SuiteTimeline;

/// What is to be expected of a suite before anybody has pressed Start: its course, how long it takes, what it asks of
/// the server, and whether this machine will do.
class SuiteOutlook : public Card {
    Q_OBJECT
public:
    explicit SuiteOutlook(QWidget *parent = nullptr);

    /// What the rooms are; counts from the next showSuite() on.
    void setRooms(int rooms, qint64 memberships, double messageReach);
    /// `suite` is one of the project's, whose folder that is; null: there is none.
    void showSuite(const project::Suite *suite, const project::Project &project, const QString &folder);
    void setCurrent(int test); ///< its place in the suite
    [[nodiscard]] const QString &span() const { return m_span; } ///< "24 min"; empty where nobody can say

Q_SIGNALS:
    void chosen(int test);
    void editRequested(); ///< of what the suite is beside its tests

private:
    void showMachine(const QList<run::TestOutlook> &tests, const project::Project &project);
    [[nodiscard]] run::ChatRates ratesOf(const users::ChatParameters &parameters);

    QLabel *m_headline;
    QLabel *m_basis;
    QLabel *m_machine; ///< whether it will do
    QPushButton *m_edit;
    SuiteTimeline *m_timeline;
    run::Headcount m_headcount; ///< the rooms of it
    QList<std::pair<users::ChatParameters, run::ChatRates>> m_rates; ///< of the suite's tests, once found
    QString m_span;
};

} // namespace throng::ui
