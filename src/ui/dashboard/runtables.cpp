// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboard/runtables.h"

#include "ui/models/endpointmodel.h"
#include "ui/models/errormodel.h"
#include "ui/support/datatable.h"
#include "ui/support/format.h"
#include "ui/support/icons.h"
#include "ui/support/widgets.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

RunTables::RunTables(QWidget *parent)
    : QWidget(parent)
    , m_tabs(new QTabWidget(this))
    , m_shownTest(new QComboBox(this))
    , m_filter(new QLineEdit(this))
    , m_endpointTable(new DataTable(this))
    , m_errorTable(new DataTable(this))
    , m_logTable(new DataTable(this))
    , m_endpoints(new EndpointModel(this))
    , m_errors(new ErrorModel(this))
    , m_log(new LogModel(this))
{
    auto *card = new Card(this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    outer->addWidget(card);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(8, 4, 8, 4);
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    elideTabs(m_tabs);
    m_tabs->setObjectName(u"runTables"_s);
    setUpTables();
    for (const auto &[table, title] : { std::pair(m_endpointTable, tr("Endpoints")),
             std::pair(m_errorTable, tr("Failures")), std::pair(m_logTable, tr("Log")) })
        setTabTitle(m_tabs, m_tabs->addTab(table, {}), title);
    m_tabs->setCornerWidget(makeCorner(), Qt::TopRightCorner);
    layout->addWidget(m_tabs);
}

void RunTables::setUpTables()
{
    m_endpointTable->setObjectName(u"endpointTable"_s);
    m_endpointTable->setAccessibleName(tr("Endpoints"));
    m_endpointTable->setWhatsThis(
        tr("What was asked of the server, a row for each kind of request, identifiers as “_”. Choose a row, or several "
           "with Ctrl, to see their response times in the chart."));
    m_endpointTable->showModel(m_endpoints, EndpointModel::Endpoint, EndpointModel::Requests, Qt::DescendingOrder);
    m_endpointTable->makeRoomFor(EndpointModel::Requests, formatCount(8'888'888));
    m_endpointTable->makeRoomFor(EndpointModel::Failures, formatShare(0.9999));
    m_endpointTable->makeRoomFor(EndpointModel::RateLimited, formatCount(88'888));
    for (const int column : { EndpointModel::P50, EndpointModel::P95, EndpointModel::P99, EndpointModel::Longest })
        m_endpointTable->makeRoomFor(column, formatDuration(888));
    m_endpointTable->makeRoomFor(EndpointModel::Rate, formatRate(8'888));
    m_endpointTable->stretchNoLess(EndpointModel::Endpoint, 220);
    m_errorTable->setObjectName(u"errorTable"_s);
    m_errorTable->setAccessibleName(tr("Failures"));
    m_errorTable->setWhatsThis(
        tr("Each kind of failure at each endpoint, how often it came, and one of them in full."));
    m_errorTable->showModel(m_errors, ErrorModel::Example, ErrorModel::Count, Qt::DescendingOrder);
    m_errorTable->setColumnWidth(ErrorModel::Endpoint, 260);
    m_errorTable->setColumnWidth(ErrorModel::Error, 190);
    m_errorTable->makeRoomFor(ErrorModel::Count, formatCount(88'888));
    m_errorTable->stretchNoLess(ErrorModel::Example, 220);
    for (const int column : { ErrorModel::FirstSeen, ErrorModel::LastSeen })
        m_errorTable->makeRoomFor(column, u"88:88:88"_s);
    m_logTable->setObjectName(u"logTable"_s);
    m_logTable->setAccessibleName(tr("Log"));
    m_logTable->setWhatsThis(tr("What happened in this run, the newest below."));
    m_logTable->showModel(m_log, LogModel::Text);
    connect(
        m_endpointTable->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunTables::selectionChanged);
}

QWidget *RunTables::makeCorner()
{
    auto *corner = new QWidget(m_tabs);
    auto *layout = new QHBoxLayout(corner);
    layout->setContentsMargins(0, 0, 0, 4);
    layout->setSpacing(spacing);
    m_shownTest->setProperty("compact", true);
    m_shownTest->setObjectName(u"shownTest"_s);
    m_shownTest->setAccessibleName(tr("Figures of this test"));
    m_shownTest->setToolTip(tr("Whose figures the tables show"));
    m_shownTest->setWhatsThis(tr("Each test of the suite has figures of its own. The tables show those of this one."));
    m_shownTest->setMinimumWidth(130);
    m_shownTest->hide(); // until there is a test
    m_filter->setProperty("compact", true);
    m_filter->setObjectName(u"tableFilter"_s);
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter the table"));
    m_filter->setWhatsThis(tr("Only rows in which this text occurs are shown."));
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedWidth(170);
    auto *copyButton = new QToolButton(corner);
    copyButton->setObjectName(u"copyTable"_s);
    copyButton->setIcon(icon(u"copy"_s));
    copyButton->setAutoRaise(true);
    copyButton->setFocusPolicy(Qt::TabFocus);
    copyButton->setAccessibleName(tr("Copy the table"));
    copyButton->setToolTip(tr("Copy the table, or its selected rows, for a spreadsheet"));
    copyButton->setWhatsThis(
        tr("Copies the table, or its selected rows, as tab-separated text with plain numbers; times in milliseconds."));
    layout->addWidget(m_shownTest);
    layout->addWidget(m_filter);
    layout->addWidget(copyButton);
    connect(copyButton, &QToolButton::clicked, this, &RunTables::copy);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        for (DataTable *table : { m_endpointTable, m_errorTable, m_logTable })
            table->setFilter(text);
    });
    connect(m_shownTest, &QComboBox::currentIndexChanged, this, [this] {
        m_endpoints->clear();
        m_errors->clear();
        fill();
        Q_EMIT shownTestChanged();
    });
    return corner;
}

void RunTables::focusTable()
{
    m_tabs->currentWidget()->setFocus();
}

void RunTables::addTab(QWidget *page, const QString &title)
{
    setTabTitle(m_tabs, m_tabs->insertTab(m_tabs->indexOf(m_logTable), page, {}), title);
}

void RunTables::clear()
{
    m_current = nullptr;
    m_finished.clear();
    m_chosen.clear();
    m_log->clear();
    const QSignalBlocker quiet(m_shownTest);
    m_shownTest->clear();
    m_shownTest->hide();
    m_endpoints->clear();
    m_errors->clear();
    fill();
}

void RunTables::beginTest(const QString &name)
{
    m_current = nullptr;
    const bool sawNewest = m_shownTest->currentIndex() == m_shownTest->count() - 1;
    m_shownTest->addItem(name);
    m_shownTest->show();
    if (sawNewest)
        m_shownTest->setCurrentIndex(m_shownTest->count() - 1);
}

void RunTables::showTotals(const metrics::Totals &totals)
{
    m_current = &totals;
    fill();
}

void RunTables::finishTest(const metrics::Totals &totals)
{
    m_current = nullptr;
    m_finished.push_back(totals);
    fill();
}

void RunTables::showPart(std::vector<metrics::Totals> tests)
{
    m_current = nullptr;
    m_finished = std::move(tests);
    // Rows that this part has nothing of must go.
    m_endpoints->clear();
    m_errors->clear();
    fill();
}

void RunTables::showTest(int index)
{
    m_shownTest->setCurrentIndex(index);
}

int RunTables::shownTest() const
{
    return m_shownTest->currentIndex();
}

void RunTables::log(LogModel::Level level, const QString &text, const QDateTime &time)
{
    m_log->append(level, text, time);
    m_logTable->scrollToBottom();
}

const metrics::Totals *RunTables::shownTotals() const
{
    const int shown = m_shownTest->currentIndex();
    if (shown < 0)
        return nullptr;
    return shown < int(m_finished.size()) ? &m_finished[std::size_t(shown)] : m_current;
}

void RunTables::fill()
{
    if (const metrics::Totals *totals = shownTotals()) {
        m_endpoints->update(*totals);
        m_errors->update(*totals);
        selectChosen();
    }
    const auto title = [](const QString &name, int rows) {
        return rows > 0 ? tr("%1 %2", "a tab's name and how many rows it has").arg(name, formatCount(rows)) : name;
    };
    setTabTitle(m_tabs, m_tabs->indexOf(m_endpointTable), title(tr("Endpoints"), m_endpoints->rowCount()));
    setTabTitle(m_tabs, m_tabs->indexOf(m_errorTable), title(tr("Failures"), m_errors->rowCount()));
}

// ---------------------------------------------------------------- the chosen endpoints

void RunTables::chooseEndpoints(const QList<metrics::EndpointKey> &endpoints)
{
    m_isSelecting = true;
    m_chosen = endpoints;
    m_endpointTable->clearSelection();
    m_isSelecting = false;
    selectChosen();
}

/// The rows of the chosen endpoints, where another test has brought rows of its own.
void RunTables::selectChosen()
{
    if (m_chosen.isEmpty() || m_endpointTable->selectionModel()->hasSelection())
        return;
    m_isSelecting = true;
    const QAbstractItemModel *rows = m_endpointTable->model();
    for (int row = 0; row < rows->rowCount(); ++row) {
        const QModelIndex index = rows->index(row, 0);
        if (m_chosen.contains(m_endpoints->key(m_endpointTable->sourceRow(index))))
            m_endpointTable->selectionModel()->select(index, QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
    m_isSelecting = false;
}

void RunTables::selectionChanged()
{
    if (m_isSelecting)
        return;
    QList<metrics::EndpointKey> endpoints;
    const QModelIndexList selected = m_endpointTable->selectionModel()->selectedRows();
    for (const QModelIndex &index : selected)
        endpoints.append(m_endpoints->key(m_endpointTable->sourceRow(index)));
    if (endpoints == m_chosen)
        return;
    m_chosen = endpoints;
    Q_EMIT endpointsChosen(m_chosen);
}

void RunTables::copy()
{
    if (const auto *table = qobject_cast<DataTable *>(m_tabs->currentWidget()))
        QApplication::clipboard()->setText(table->toTsv());
}

} // namespace throng::ui
