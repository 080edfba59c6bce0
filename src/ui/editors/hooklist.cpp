// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/hooklist.h"

#include "ui/editors/hookdelegate.h"
#include "ui/support/format.h"
#include "ui/support/icons.h"
#include "ui/support/widgets.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::ui {

HookList::HookList(const QString &heading, HookModel::Kind kind, QWidget *parent)
    : QWidget(parent)
    , m_model(new HookModel(kind, this))
    , m_table(new QTableView(this))
{
    m_table->setObjectName(u"hooks"_s);
    m_table->setAccessibleName(heading);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new HookDelegate(m_table));
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::SelectedClicked
        | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->verticalHeader()->hide();
    QHeaderView *head = m_table->horizontalHeader();
    head->setHighlightSections(false);
    head->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    head->setMinimumSectionSize(90);
    head->setSectionResizeMode(QHeaderView::Fixed);
    setColumnWidths();
    for (const int column : { HookModel::CommandColumn, HookModel::ArgumentsColumn })
        head->setSectionResizeMode(column, QHeaderView::Stretch);
    if (kind == HookModel::Kind::OnEvents) // one reads what happens before what is done about it
        head->moveSection(head->visualIndex(HookModel::EventColumn), 0);
    m_table->setMinimumHeight(80);

    auto *bar = new QHBoxLayout;
    bar->setSpacing(4);
    bar->addWidget(makeHeading(heading, this));
    bar->addStretch();
    const auto button = [&](const QString &name, const QString &iconName, const QString &tip) {
        auto *made = new QToolButton(this);
        made->setObjectName(name);
        made->setIcon(icon(iconName));
        made->setToolTip(tip);
        made->setAccessibleName(u"%1: %2"_s.arg(heading, tip));
        made->setAutoRaise(true);
        bar->addWidget(made);
        return made;
    };
    m_add = button(u"addHook"_s, u"add"_s, tr("Add a command"));
    m_remove = button(u"removeHook"_s, u"remove"_s, tr("Remove this command"));
    m_up = button(u"moveHookUp"_s, u"up"_s, tr("Run this command earlier"));
    m_down = button(u"moveHookDown"_s, u"down"_s, tr("Run this command later"));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(2);
    layout->addLayout(bar);
    layout->addWidget(m_table, 1);

    connect(m_add, &QToolButton::clicked, this, &HookList::add);
    connect(m_remove, &QToolButton::clicked, this, &HookList::remove);
    connect(m_up, &QToolButton::clicked, this, [this] { move(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { move(1); });
    connect(m_model, &HookModel::edited, this, &HookList::edited);
    connect(m_model, &HookModel::edited, this, &HookList::updateButtons);
    connect(m_model, &HookModel::modelReset, this, &HookList::updateButtons);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &HookList::updateButtons);
    updateButtons();
}

/// Those of what is chosen are as wide as the widest choice: columns of several lists stand below each other.
void HookList::setColumnWidths()
{
    constexpr int around = 28;
    const auto make = [this](int column, const QStringList &texts) {
        int widest = m_table->fontMetrics().horizontalAdvance(m_model->headerData(column, Qt::Horizontal).toString());
        for (const QString &text : texts)
            widest = std::max(widest, m_table->fontMetrics().horizontalAdvance(text));
        m_table->setColumnWidth(column, widest + around);
    };
    using project::HookEvent;
    using project::HookFailure;
    make(HookModel::TimeLimitColumn, { formatSpan(std::chrono::minutes(59)), formatDuration(59'000) });
    make(HookModel::FailureColumn,
        { hookFailureWords(HookFailure::Mark), hookFailureWords(HookFailure::GoOn),
            hookFailureWords(HookFailure::Stop) });
    if (m_model->columnCount() > HookModel::EventColumn)
        make(HookModel::EventColumn,
            { hookEventWords(HookEvent::ThresholdBroken), hookEventWords(HookEvent::ServerGone) });
}

bool HookList::isWhole() const
{
    const QList<project::EventHook> &all = m_model->eventHooks();
    return std::none_of(
        all.begin(), all.end(), [](const project::EventHook &each) { return each.hook.command.trimmed().isEmpty(); });
}

void HookList::add()
{
    const QModelIndex added = m_model->index(m_model->add(), HookModel::CommandColumn);
    m_table->setCurrentIndex(added);
    m_table->edit(added);
}

void HookList::remove()
{
    m_model->remove(m_table->currentIndex().row());
}

void HookList::move(int by)
{
    m_model->move(m_table->currentIndex().row(), by);
    updateButtons();
}

void HookList::updateButtons()
{
    const int row = m_table->currentIndex().row();
    m_remove->setEnabled(row >= 0);
    m_up->setEnabled(row > 0);
    m_down->setEnabled(row >= 0 && row + 1 < m_model->rowCount());
}

} // namespace throng::ui
