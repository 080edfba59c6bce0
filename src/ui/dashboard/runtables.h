// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/totals.h"
#include "ui/models/logmodel.h"

#include <QWidget>

#include <vector>

QT_FORWARD_DECLARE_CLASS(QComboBox)
QT_FORWARD_DECLARE_CLASS(QLineEdit)
QT_FORWARD_DECLARE_CLASS(QTabWidget)

namespace throng::ui {

class DataTable;
class EndpointModel;
class ErrorModel;

/// Below the charts: the endpoints and the failures of the test that is chosen, and the run's log. Copied as
/// tab-separated text. Rows of the endpoint table choose what the charts show.
class RunTables : public QWidget {
    Q_OBJECT
public:
    explicit RunTables(QWidget *parent = nullptr);

    void clear();
    /// Another test; the tables turn to it, unless the user looks at an earlier one.
    void beginTest(const QString &name);
    /// The sums of the test that was begun last. They are looked at until finishTest() or clear(), and must be there.
    void showTotals(const metrics::Totals &totals);
    void finishTest(const metrics::Totals &totals);
    /// Of a kept run: other sums of all its tests, which have been begun; of another part of it.
    void showPart(std::vector<metrics::Totals> tests);
    void showTest(int index); ///< turns to this one
    void log(LogModel::Level level, const QString &text, const QDateTime &time = QDateTime::currentDateTime());

    void focusTable(); ///< the keyboard is in the table that is seen
    /// A further tab, behind Failures and before the Log.
    void addTab(QWidget *page, const QString &title);

    /// Of the test that the tables show; null: there is none.
    [[nodiscard]] const metrics::Totals *shownTotals() const;
    [[nodiscard]] int shownTest() const; ///< -1: none
    [[nodiscard]] const QList<metrics::EndpointKey> &chosenEndpoints() const { return m_chosen; }
    void chooseEndpoints(const QList<metrics::EndpointKey> &endpoints); ///< none: no row is selected

Q_SIGNALS:
    void endpointsChosen(const QList<throng::metrics::EndpointKey> &endpoints); ///< by the user
    void shownTestChanged();

private:
    void setUpTables();
    [[nodiscard]] QWidget *makeCorner();
    void fill();
    void selectChosen();
    void selectionChanged();
    void copy();

    QTabWidget *m_tabs;
    QComboBox *m_shownTest;
    QLineEdit *m_filter;
    DataTable *m_endpointTable;
    DataTable *m_errorTable;
    DataTable *m_logTable;
    EndpointModel *m_endpoints;
    ErrorModel *m_errors;
    LogModel *m_log;
    std::vector<metrics::Totals> m_finished; ///< of this run's tests, in order
    const metrics::Totals *m_current = nullptr; ///< of the test under way
    QList<metrics::EndpointKey> m_chosen;
    bool m_isSelecting = false;
};

} // namespace throng::ui
