// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/hookdelegate.h"

#include "ui/models/hookmodel.h"
#include "ui/support/numberbox.h"

#include <QComboBox>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr double mostSeconds = 1e6; // as the project's file has it

} // namespace

QWidget *HookDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (index.column() == HookModel::TimeLimitColumn) {
        auto *seconds = new NumberBox(parent);
        seconds->setObjectName(u"hookSeconds"_s);
        seconds->setRange(0.1, mostSeconds);
        seconds->setDecimals(1);
        seconds->setSuffix(tr(" s"));
        seconds->setAccessibleName(tr("Time limit"));
        return seconds;
    }
    auto *choice = index.column() == HookModel::FailureColumn || index.column() == HookModel::EventColumn
        ? new QComboBox(parent)
        : nullptr;
    if (!choice)
        return QStyledItemDelegate::createEditor(parent, option, index);
    choice->setObjectName(u"hookChoice"_s);
    choice->setAccessibleName(index.model()->headerData(index.column(), Qt::Horizontal).toString());
    if (index.column() == HookModel::FailureColumn) {
        for (const auto failure :
            { project::HookFailure::Mark, project::HookFailure::GoOn, project::HookFailure::Stop })
            choice->addItem(hookFailureWords(failure), int(failure));
    } else {
        for (const auto event : { project::HookEvent::ThresholdBroken, project::HookEvent::ServerGone })
            choice->addItem(hookEventWords(event), int(event));
    }
    // What is chosen holds at once, as everywhere; the view's own way is to wait until the cell is left.
    auto *self = const_cast<HookDelegate *>(this); // creating an editor is const for the view
    connect(choice, &QComboBox::activated, self, [self, choice] {
        Q_EMIT self->commitData(choice);
        Q_EMIT self->closeEditor(choice);
    });
    return choice;
}

/// As wide as it needs to be, over the neighbouring cells where its own is too narrow.
void HookDelegate::updateEditorGeometry(
    QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyledItemDelegate::updateEditorGeometry(editor, option, index);
    if (index.column() == HookModel::CommandColumn || index.column() == HookModel::ArgumentsColumn)
        return;
    QRect place = editor->geometry();
    place.setWidth(std::max(place.width(), editor->sizeHint().width()));
    place.moveRight(std::min(place.right(), editor->parentWidget()->width() - 1));
    editor->setGeometry(place);
}

void HookDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    if (auto *choice = qobject_cast<QComboBox *>(editor))
        choice->setCurrentIndex(choice->findData(index.data(Qt::EditRole)));
    else
        QStyledItemDelegate::setEditorData(editor, index);
}

void HookDelegate::setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    if (const auto *choice = qobject_cast<QComboBox *>(editor))
        model->setData(index, choice->currentData());
    else
        QStyledItemDelegate::setModelData(editor, model, index);
}

} // namespace throng::ui
