// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/serverscrape.h"
#include "engine/metrics/totals.h"
#include "ui/dashboard/livefigures.h"

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QPushButton)

namespace throng::ui {

class ChartBar;
class DashboardCharts;
class FigureTiles;
class Questions;
class RunTables;
class ServerCharts;

/// The figures, charts and tables of a run. It is told what happened and knows nothing of who ran it: a live run feeds
/// it second by second, a kept one all at once.
///
/// clear(), then for each test beginTest(), add() for each second, showTotals() whenever the screen is to catch up, and
/// finishTest().
class Dashboard : public QWidget {
    Q_OBJECT
public:
    explicit Dashboard(Questions &questions, QWidget *parent = nullptr);

    void clear();
    void beginTest(const QString &name, qint64 unixMilliseconds, std::chrono::milliseconds warmUp = {});
    /// A second into charts and figures; draws nothing by itself.
    void add(const metrics::Snapshot &second, const metrics::HistoryPoint &point);
    /// What the server said, or was seen to need.
    void add(const metrics::ServerScrape &scrape);
    /// Figures and tables, of the test that was begun last. `totals` must be there until finishTest() or clear().
    void showTotals(const metrics::Totals &totals);
    void finishTest(const metrics::Totals &totals);

    /// Of a kept run: what is shown from now on is all of it, or a part. Then for each test beginTest() and add(), and
    /// showPart() with the sums of all its tests as often as another part is looked at.
    void showKept();
    void showPart(std::vector<metrics::Totals> tests);

    /// Remarks can be added between these two moments (Unix milliseconds; `to` 0: now). `from` 0: none can.
    void setRemarkSpan(qint64 from, qint64 to);
    /// Asks for a remark, at the moment that is read out in the charts or, with none, at this one.
    void askForRemark(qint64 otherwise);

    [[nodiscard]] LiveFigures::Now now() const { return m_figures.now(); }
    [[nodiscard]] FigureTiles *tiles() const { return m_tiles; }
    [[nodiscard]] ChartBar *chartBar() const { return m_chartBar; }
    [[nodiscard]] DashboardCharts *charts() const { return m_charts; }
    [[nodiscard]] RunTables *tables() const { return m_tables; }

Q_SIGNALS:
    void remarkRequested(); ///< by its button, of a run under way
    void remarkAdded(qint64 unixMilliseconds, const QString &text); ///< by the user; nothing is marked yet

private:
    void showTilesOfPart();
    void openRemark(qint64 moment);

    LiveFigures m_figures;
    FigureTiles *m_tiles;
    DashboardCharts *m_charts;
    ChartBar *m_chartBar;
    ServerCharts *m_server;
    RunTables *m_tables;
    QPushButton *m_remark;
    qint64 m_remarksFrom = 0;
    qint64 m_remarksTo = 0;
};

} // namespace throng::ui
