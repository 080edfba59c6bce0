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
class RemarkPanel;

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
    /// Reads the remarks anew.
    void readRemarks();
    [[nodiscard]] const Range &part() const { return m_part; }

Q_SIGNALS:
    void described(const QString &text); ///< which run it is, in a line
    void partShown(); ///< the figures are those of part() now
    void distributionShown(); ///< and so is the heat map, which takes longer
    void failed(const QString &why);
    void closeRequested();
    void runAgainRequested();
    void exportRequested(const throng::ui::ExportForm &form);
    // What the user wants of the run's remarks
    void remarkAdded(qint64 unixMilliseconds, const QString &text);
    void remarkEdited(const throng::results::KeptMessage &remark, const QString &text);
    void remarkRemoved(const throng::results::KeptMessage &remark);

private:
    void addBar(QVBoxLayout *layout);
    void connectDashboard();
    void show(const RunOverview &overview);
    void showCharts(const RunOverview &overview);
    void showTables(const RunOverview &overview);
    void readPart();
    void showPart(const RunSource::Part &tests);
    void showDistribution();
    void connectRemarks();
    void askForRemark();
    void showRemarks(const std::vector<results::KeptMessage> &messages);
    void showEndpoints(const QList<metrics::EndpointKey> &endpoints);
    void drawEndpoints(const std::vector<EndpointTimes> &endpoints);

    QString m_path;
    RunSource *m_source;
    RangeBar *m_range;
    Dashboard *m_dashboard;
    DistributionView *m_distribution;
    RemarkPanel *m_remarks;
    results::TimeRange m_extent;
    Range m_part;
    bool m_isFirst = true;
};

} // namespace throng::ui
