// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/datatable.h"

#include "ui/support/appearance.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

/// A view fills an open editor anew whenever its cell's data changes. Tables here change while somebody types, as other
/// runs are kept: what is half typed must not be lost by that.
class FilledOnce : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setEditorData(QWidget *editor, const QModelIndex &index) const override
    {
        constexpr auto isFilled = "isFilled";
        if (editor->property(isFilled).toBool())
            return;
        editor->setProperty(isFilled, true);
        QStyledItemDelegate::setEditorData(editor, index);
    }
};

} // namespace

DataTable::DataTable(QWidget *parent)
    : QTableView(parent)
    , m_proxy(new QSortFilterProxyModel(this))
{
    setFont(withTabularFigures(font()));
    setShowGrid(false);
    setWordWrap(false);
    setItemDelegate(new FilledOnce(this));
    setTabKeyNavigation(false);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setTextElideMode(Qt::ElideRight);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 10);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setTextElideMode(Qt::ElideRight);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setMinimumSectionSize(60);
    m_proxy->setSortRole(Qt::UserRole);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_proxy->setFilterKeyColumn(-1);
}

void DataTable::showModel(QAbstractItemModel *model, int stretchedColumn, int sortedColumn, Qt::SortOrder order)
{
    m_proxy->setSourceModel(model);
    setModel(m_proxy);
    setSortingEnabled(sortedColumn >= 0);
    if (sortedColumn >= 0)
        sortByColumn(sortedColumn, order);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    horizontalHeader()->setSectionResizeMode(stretchedColumn, QHeaderView::Stretch);
}

void DataTable::showOwn(QAbstractItemModel *own, int stretchedColumn)
{
    setModel(own);
    horizontalHeader()->setSortIndicator(0, Qt::AscendingOrder);
    setSortingEnabled(true);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    horizontalHeader()->setSectionResizeMode(stretchedColumn, QHeaderView::Stretch);
}

void DataTable::makeRoomFor(int column, const QString &widest)
{
    constexpr int aroundHeading = 36; // and the mark
    constexpr int aroundCell = 26;
    const QString heading = model()->headerData(column, Qt::Horizontal).toString();
    setColumnWidth(column,
        std::max(horizontalHeader()->fontMetrics().horizontalAdvance(heading) + aroundHeading,
            fontMetrics().horizontalAdvance(widest) + aroundCell));
}

void DataTable::stretchNoLess(int column, int least)
{
    m_stretched = column;
    m_least = least;
    horizontalHeader()->setSectionResizeMode(column, QHeaderView::Interactive);
    fitStretched();
}

void DataTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitStretched();
}

void DataTable::fitStretched()
{
    if (m_stretched < 0)
        return;
    const int others = horizontalHeader()->length() - columnWidth(m_stretched);
    setColumnWidth(m_stretched, std::max(m_least, viewport()->width() - others));
}

void DataTable::setFilter(const QString &text)
{
    m_proxy->setFilterFixedString(text);
}

int DataTable::sourceRow(const QModelIndex &index) const
{
    return index.model() == m_proxy ? m_proxy->mapToSource(index).row() : index.row();
}

QString DataTable::toTsv() const
{
    QList<int> rows;
    const QModelIndexList selected = selectionModel()->selectedRows();
    for (const QModelIndex &index : selected)
        rows.append(index.row());
    if (rows.isEmpty()) {
        for (int row = 0; row < model()->rowCount(); ++row)
            rows.append(row);
    }
    std::sort(rows.begin(), rows.end());
    const auto clean = [](QString text) { return text.replace(u'\t', u' ').replace(u'\n', u' '); };
    QString result;
    const int columns = model()->columnCount();
    for (int column = 0; column < columns; ++column)
        result += (column > 0 ? u"\t"_s : QString())
            + clean(model()->headerData(column, Qt::Horizontal, Qt::UserRole).toString());
    result += u'\n';
    for (const int row : std::as_const(rows)) {
        for (int column = 0; column < columns; ++column)
            result +=
                (column > 0 ? u"\t"_s : QString()) + clean(model()->index(row, column).data(Qt::UserRole).toString());
        result += u'\n';
    }
    return result;
}

void DataTable::copy()
{
    QApplication::clipboard()->setText(toTsv());
}

void DataTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copy();
        return;
    }
    QTableView::keyPressEvent(event);
}

void DataTable::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(selectionModel()->hasSelection() ? tr("&Copy the Rows for a Spreadsheet")
                                                     : tr("&Copy the Table for a Spreadsheet"),
        this, &DataTable::copy);
    menu->popup(event->globalPos());
}

} // namespace throng::ui
