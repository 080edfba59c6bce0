// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/results/comparedruns.h"
#include "ui/support/background.h"

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QComboBox)
QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QStandardItemModel)
QT_FORWARD_DECLARE_CLASS(QTabWidget)
QT_FORWARD_DECLARE_CLASS(QVBoxLayout)

namespace throng::ui {

class ChartLegend;
class ComparisonModel;
class DataTable;
class OverlayChart;

/// Two or more sides of kept runs against the first: what it comes to in words, their charts laid over each other, and
/// a table of differences.
class ComparisonView : public QWidget {
    Q_OBJECT
public:
    /// As sidesOf() has them.
    explicit ComparisonView(const std::vector<QStringList> &sides, QWidget *parent = nullptr);

Q_SIGNALS:
    void described(const QString &text); ///< what is compared, in a line
    void shown();
    void failed(const QString &why);
    void closeRequested();
    void exportRequested(const std::shared_ptr<throng::ui::ComparedRuns> &compared);

private:
    void addBar(QVBoxLayout *layout);
    void addCharts(QVBoxLayout *layout);
    void addTables(QVBoxLayout *layout);
    void setUpTables();
    void read(const QString &phase);
    void show(const std::shared_ptr<ComparedRuns> &compared);
    void showPhases();
    void showCharts();
    void showChanges();

    std::vector<QStringList> m_sides;
    std::shared_ptr<ComparedRuns> m_compared;
    QComboBox *m_phase;
    QLabel *m_afterLabel;
    QComboBox *m_after;
    ChartLegend *m_legend;
    QLabel *m_summary;
    OverlayChart *m_responseTimes;
    OverlayChart *m_deliveries;
    OverlayChart *m_requests;
    ComparisonModel *m_model;
    QTabWidget *m_tabs;
    DataTable *m_table;
    QStandardItemModel *m_server;
    DataTable *m_serverTable;
    Background m_background { QStringLiteral("comparison") };
};

} // namespace throng::ui
