// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/runlist.h"

#include "ui/dashboard/runwords.h"
#include "ui/results/runedits.h"
#include "ui/results/runexport.h"
#include "ui/results/runlistmodel.h"
#include "ui/support/datatable.h"
#include "ui/support/format.h"
#include "ui/support/pilldelegate.h"
#include "ui/support/widgets.h"

#include <QAction>
#include <QDateTime>
#include <QDir>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::ui {

RunList::RunList(RunEdits &edits, QWidget *parent)
    : QWidget(parent)
    , m_edits(edits)
    , m_model(new RunListModel(this))
    , m_search(new QLineEdit(this))
    , m_table(new DataTable(this))
    , m_details(new QLabel(this))
    , m_nothing(makeMuted(tr("No run is kept yet. Press Start, or F5."), this))
    , m_stack(new QStackedWidget(this))
    , m_bar(new QHBoxLayout)
    , m_menu(new QMenu(this))
    , m_general(new QMenu(this))
{
    m_search->setObjectName(u"searchRuns"_s);
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search the runs"));
    m_search->setWhatsThis(tr("Only runs in which this text occurs are shown: in their title, suite, server, verdict, "
                              "note or date."));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(240);
    m_bar->setSpacing(spacing);
    m_bar->addWidget(m_search);
    m_bar->addStretch();
    setUpTable();
    addActions();

    auto *card = new Card(this);
    auto *cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(8, 6, 8, 12);
    cardLayout->addWidget(m_table, 1);
    m_details->setObjectName(u"runDetails"_s);
    m_details->setWordWrap(true);
    m_details->setTextFormat(Qt::PlainText);
    m_details->setContentsMargins(8, 0, 8, 0);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_details->setProperty("role", u"muted"_s);
    cardLayout->addWidget(m_details);
    m_nothing->setObjectName(u"noRuns"_s);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_stack->addWidget(m_nothing);
    m_stack->addWidget(card);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(spacing + 2);
    layout->addLayout(m_bar);
    layout->addWidget(m_stack, 1);

    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_table->setFilter(text);
        showSelection();
    });
    auto *find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, m_search, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
    connect(m_model, &RunListModel::titleEdited, &m_edits, &RunEdits::setTitle);
    connect(m_model, &RunListModel::noteEdited, &m_edits, &RunEdits::setNote);
    showSelection();
}

void RunList::setUpTable()
{
    m_table->setObjectName(u"runsTable"_s);
    m_table->setAccessibleName(tr("Kept runs"));
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 14);
    m_table->showModel(m_model, RunListModel::Note, RunListModel::Began, Qt::DescendingOrder);
    m_table->setItemDelegateForColumn(RunListModel::Verdict, new PillDelegate(RunListModel::MoodRole, m_table));
    const QString date = QLocale().toString(QDateTime({ 2028, 12, 28 }, { 22, 58 }), QLocale::ShortFormat);
    const auto widths = { std::pair(RunListModel::Began, date),
        std::pair(RunListModel::Title, u"before the upgrade 8"_s), std::pair(RunListModel::Suite, u"standard"_s),
        std::pair(RunListModel::Server, u"http://127.0.0.1:88888"_s), std::pair(RunListModel::Users, u"88,888"_s),
        std::pair(RunListModel::P95, u"888 ms"_s), std::pair(RunListModel::Failed, u"99.9 %"_s),
        std::pair(RunListModel::Verdict, u"cannot be opened"_s) };
    for (const auto &[column, widest] : widths)
        m_table->setColumnWidth(
            column, m_table->fontMetrics().horizontalAdvance(widest) + (column == RunListModel::Verdict ? 36 : 30));
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this,
        [this](const QPoint &position) { m_menu->popup(m_table->viewport()->mapToGlobal(position)); });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunList::showSelection);
    connect(m_table, &QAbstractItemView::activated, this, &RunList::openCurrent);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &RunList::showDetails);
}

QAction *RunList::addAction(const QString &name, const QString &text, const QKeySequence &key)
{
    QAction *action = m_menu->addAction(text);
    action->setObjectName(name);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetShortcut);
    m_table->addAction(action);
    return action;
}

QAction *RunList::addGeneralAction(const QString &name, const QString &text)
{
    QAction *action = m_general->addAction(text);
    action->setObjectName(name);
    return action;
}

void RunList::addActions()
{
    m_open = addAction(u"openRun"_s, tr("O&pen"), {});
    m_compare = addAction(u"compareRuns"_s, tr("Co&mpare"), {});
    m_again = addAction(u"repeatRun"_s, tr("R&un Again"), {});
    m_export = m_menu->addMenu(tr("E&xport"));
    fillExportMenu(m_export, [this](const ExportForm &form) {
        if (const auto runs = selectedRuns(); runs.size() == 1)
            Q_EMIT exportRequested(runs.front().path, form);
    });
    m_menu->addSeparator();
    m_rename = addAction(u"renameRun"_s, tr("Re&name"), QKeySequence(Qt::Key_F2));
    m_note = addAction(u"noteRun"_s, tr("Edit the N&ote"), QKeySequence(Qt::SHIFT | Qt::Key_F2));
    m_remove = addAction(u"removeRun"_s, tr("Remo&ve"), QKeySequence::Delete);
    connect(m_open, &QAction::triggered, this, &RunList::openCurrent);
    connect(m_compare, &QAction::triggered, this, [this] { Q_EMIT compareRequested(selectedRuns()); });
    connect(m_again, &QAction::triggered, this, [this] {
        if (const auto runs = selectedRuns(); runs.size() == 1)
            Q_EMIT runAgainRequested(runs.front().path);
    });
    connect(m_rename, &QAction::triggered, this, [this] { editCell(RunListModel::Title); });
    connect(m_note, &QAction::triggered, this, [this] { editCell(RunListModel::Note); });
    connect(m_remove, &QAction::triggered, this, &RunList::removeSelected);
    m_again->setToolTip(tr("The same suite with the same seed, against the same server"));
    addButtons();
}

void RunList::addButtons()
{
    const auto addButton = [this](const QString &name, const QString &text) {
        auto *button = new QPushButton(text, this);
        button->setObjectName(name);
        m_bar->addWidget(button);
        return button;
    };
    QPushButton *open = addButton(u"openRunButton"_s, tr("O&pen"));
    open->setToolTip(tr("The run's dashboard as it was (Return)"));
    connect(open, &QPushButton::clicked, m_open, &QAction::trigger);
    connect(m_open, &QAction::enabledChanged, open, &QPushButton::setEnabled);
    QPushButton *compare = addButton(u"compareRunsButton"_s, tr("&Compare"));
    compare->setToolTip(
        tr("Select two runs or more, with Ctrl; trials of one group, or runs of one title, count as one "
           "side"));
    connect(compare, &QPushButton::clicked, m_compare, &QAction::trigger);
    connect(m_compare, &QAction::enabledChanged, compare, &QPushButton::setEnabled);
    QPushButton *selected = addButton(u"runActions"_s, tr("&Selected run"));
    selected->setMenu(m_menu);
    selected->setProperty("menu", true);
    selected->setWhatsThis(tr("What can be done with the runs that are selected in the table."));
    QPushButton *more = addButton(u"moreResults"_s, tr("&More"));
    more->setMenu(m_general);
    more->setProperty("menu", true);
    more->setWhatsThis(tr("Take in what Locust measured, and see to runs that were removed."));
}

void RunList::setRuns(const std::vector<results::ListedRun> &runs)
{
    m_model->setRuns(runs);
    m_stack->setCurrentIndex(runs.empty() ? 0 : 1);
    // The newest is what somebody comes for.
    if (m_isFirst && !runs.empty() && !m_table->currentIndex().isValid())
        select(runs.front().path);
    m_isFirst = m_isFirst && runs.empty();
    showSelection();
}

void RunList::select(const QString &path)
{
    for (int row = 0; row < m_table->model()->rowCount(); ++row) {
        const QModelIndex index = m_table->model()->index(row, 0);
        if (m_model->run(m_table->sourceRow(index)).path == path)
            m_table->selectionModel()->setCurrentIndex(
                index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
}

QList<int> RunList::selectedRows() const
{
    QModelIndexList selected = m_table->selectionModel()->selectedRows();
    std::sort(
        selected.begin(), selected.end(), [](const QModelIndex &a, const QModelIndex &b) { return a.row() < b.row(); });
    QList<int> rows;
    for (const QModelIndex &index : std::as_const(selected))
        rows.append(m_table->sourceRow(index));
    return rows;
}

std::vector<results::RunHead> RunList::selectedRuns() const
{
    std::vector<results::RunHead> heads;
    for (const int row : selectedRows()) {
        if (m_model->run(row).head)
            heads.push_back(*m_model->run(row).head);
    }
    return heads;
}

void RunList::showSelection()
{
    const QList<int> rows = selectedRows();
    const std::size_t readable = selectedRuns().size();
    for (QAction *action : { m_open, m_again, m_rename, m_note })
        action->setEnabled(rows.size() == 1 && readable == 1);
    m_export->setEnabled(rows.size() == 1 && readable == 1);
    m_compare->setEnabled(readable > 1);
    m_remove->setEnabled(!rows.isEmpty());
    showDetails();
    Q_EMIT selectionChanged();
}

void RunList::showDetails()
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid()) {
        m_details->clear();
        return;
    }
    const results::ListedRun &listed = m_model->run(m_table->sourceRow(current));
    if (!listed.head) {
        m_details->setText(listed.head.error().toString());
        return;
    }
    const results::RunHead &head = *listed.head;
    QStringList lines { runVerdictWords(head) };
    lines += head.verdict.reasons;
    QStringList facts { tr("lasted %1").arg(formatSpan(std::chrono::milliseconds(head.endedAt - head.startedAt))) };
    if (head.imported)
        facts += tr("imported from Locust");
    else
        facts += tr("seed %1").arg(head.seed);
    if (head.trial > 0)
        facts += tr("trial %1 of its group").arg(formatCount(head.trial));
    facts += QDir::toNativeSeparators(head.path);
    lines += facts.join(u" · "_s);
    if (!head.note.isEmpty())
        lines += head.note;
    m_details->setText(lines.join(u'\n'));
}

void RunList::openCurrent()
{
    if (const auto runs = selectedRuns(); runs.size() == 1)
        Q_EMIT openRequested(runs.front().path);
}

void RunList::focusTable()
{
    m_table->setFocus();
}

void RunList::editCell(int column)
{
    const QModelIndex current = m_table->currentIndex();
    if (current.isValid())
        m_table->edit(current.siblingAtColumn(column));
}

void RunList::removeSelected()
{
    QStringList paths;
    for (const int row : selectedRows())
        paths += m_model->run(row).path;
    if (!paths.isEmpty())
        m_edits.remove(paths);
}

} // namespace throng::ui
