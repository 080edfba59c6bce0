// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/results/runsource.h"

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QVBoxLayout)

namespace throng::ui {

class Dashboard;
struct ExportForm;
class DistributionView;
class Questions;
class RangeBar;

/// A kept run, opened: the dashboard as it was, frozen, of all of the run or of a part of it.
class RunView : public QWidget {
    Q_OBJECT
public:
    using Range = RunSource::Range;

    RunView(const QString &path, Questions &questions, QWidget *parent = nullptr);

    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] Dashboard *dashboard() const { return m_dashboard; }
    /// What is looked at; nothing is read anew when it is that already.
    void setPart(const Range &range);
    [[nodiscard]] const Range &part() const { return m_part; }

Q_SIGNALS:
    void described(const QString &text); ///< which run it is, in a line
    void partShown(); ///< the figures are those of part() now
    void failed(const QString &why);
    void closeRequested();
    void runAgainRequested();
    void exportRequested(const throng::ui::ExportForm &form);

private:
    void addBar(QVBoxLayout *layout);
    void connectDashboard();
    void show(const RunOverview &overview);
    void showCharts(const RunOverview &overview);
    void showTables(const RunOverview &overview);
    void showPart(const std::vector<metrics::Totals> &tests);
    void showDistribution();
    void showEndpoints(const QList<metrics::EndpointKey> &endpoints);
    void drawEndpoints(const std::vector<EndpointTimes> &endpoints);

    QString m_path;
    RunSource *m_source;
    RangeBar *m_range;
    Dashboard *m_dashboard;
    DistributionView *m_distribution;
    std::vector<metrics::Totals> m_tests; ///< of the part
    results::TimeRange m_extent;
    Range m_part;
    bool m_isFirst = true;
};

} // namespace throng::ui
