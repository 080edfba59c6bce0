// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/remarkpanel.h"

#include "ui/dashboard/remarkdialog.h"
#include "ui/support/datatable.h"
#include "ui/support/widgets.h"

#include <QAction>
#include <QDateTime>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStandardItemModel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

QStandardItem *makeItem(const QString &text, const QVariant &value)
{
    auto *item = new QStandardItem(text);
    item->setData(value, Qt::UserRole);
    item->setToolTip(text);
    item->setEditable(false);
    return item;
}

} // namespace

RemarkPanel::RemarkPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new QStandardItemModel(0, 2, this))
    , m_table(new DataTable(this))
    , m_edit(new QPushButton(tr("Edit…"), this))
    , m_remove(new QPushButton(tr("Delete"), this))
{
    const QStringList columns { tr("Moment"), tr("Remark") };
    for (int column = 0; column < int(columns.size()); ++column) {
        m_model->setHeaderData(column, Qt::Horizontal, columns[column]);
        m_model->setHeaderData(column, Qt::Horizontal, columns[column], Qt::UserRole);
    }
    m_table->setObjectName(u"remarkTable"_s);
    m_table->setAccessibleName(tr("Remarks"));
    m_table->setWhatsThis(
        tr("What somebody wrote beside this run, each at its moment. Remarks are marked in the charts and are part of "
           "the run's reports."));
    m_table->showModel(m_model, 1);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->makeRoomFor(0, u"2028-12-28 22:58:58"_s);
    auto *add = new QPushButton(tr("Add…"), this);
    add->setObjectName(u"addRemarkHere"_s);
    m_edit->setObjectName(u"editRemark"_s);
    m_remove->setObjectName(u"removeRemark"_s);
    auto *buttons = new QVBoxLayout;
    for (QPushButton *button : { add, m_edit, m_remove }) {
        button->setProperty("compact", true);
        buttons->addWidget(button);
    }
    buttons->addStretch();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(spacing);
    layout->addWidget(m_table, 1);
    layout->addLayout(buttons);

    connect(add, &QPushButton::clicked, this, &RemarkPanel::addRequested);
    connect(m_edit, &QPushButton::clicked, this, &RemarkPanel::edit);
    connect(m_remove, &QPushButton::clicked, this, &RemarkPanel::remove);
    connect(m_table, &QAbstractItemView::activated, this, &RemarkPanel::edit);
    auto *byKey = new QAction(tr("Delete"), m_table);
    byKey->setShortcut(QKeySequence::Delete);
    byKey->setShortcutContext(Qt::WidgetShortcut);
    m_table->addAction(byKey);
    connect(byKey, &QAction::triggered, this, &RemarkPanel::remove);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RemarkPanel::showSelection);
    showSelection();
}

void RemarkPanel::setRemarks(const std::vector<results::KeptMessage> &remarks)
{
    m_remarks = remarks;
    m_model->setRowCount(0);
    for (const results::KeptMessage &remark : remarks) {
        const QDateTime moment = QDateTime::fromMSecsSinceEpoch(remark.at);
        m_model->appendRow({ makeItem(moment.toString(u"yyyy-MM-dd HH:mm:ss"_s), moment.toString(Qt::ISODate)),
            makeItem(remark.text, remark.text) });
    }
    showSelection();
}

const results::KeptMessage *RemarkPanel::current() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? nullptr : &m_remarks[std::size_t(m_table->sourceRow(rows.first()))];
}

void RemarkPanel::edit()
{
    const results::KeptMessage *remark = current();
    if (!remark)
        return;
    auto *dialog = new RemarkDialog(remark->at, remark->text, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, remark = *remark] {
        if (dialog->text() != remark.text)
            Q_EMIT edited(remark, dialog->text());
    });
    dialog->open();
}

void RemarkPanel::remove()
{
    if (const results::KeptMessage *remark = current())
        Q_EMIT removeRequested(results::KeptMessage(*remark));
}

void RemarkPanel::showSelection()
{
    const bool any = current() != nullptr;
    m_edit->setEnabled(any);
    m_remove->setEnabled(any);
}

} // namespace throng::ui
