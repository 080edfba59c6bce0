// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/servercomparison.h"

#include "ui/models/serverfigure.h"
#include "ui/support/format.h"

#include <QCoreApplication>
#include <QStandardItemModel>

#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(throng::ui::ServerComparison)
};

QString withSign(double value, const QString &text)
{
    return (value < 0 ? u"−"_s : u"+"_s) + text;
}

QStandardItem *makeItem(const QString &text, const QVariant &value, Qt::Alignment alignment)
{
    auto *item = new QStandardItem(text);
    item->setData(value, Qt::UserRole);
    item->setData(text, Qt::ToolTipRole);
    item->setTextAlignment(alignment);
    item->setEditable(false);
    return item;
}

} // namespace

void showServerComparison(QStandardItemModel *model, const std::vector<results::ComparedServerFigure> &figures,
    const QString &before, const QString &after)
{
    constexpr Qt::Alignment left = Qt::AlignLeft | Qt::AlignVCenter;
    constexpr Qt::Alignment right = Qt::AlignRight | Qt::AlignVCenter;
    model->clear();
    const QStringList columns { Words::tr("Figure, mean of the test"), before, after, Words::tr("Change") };
    model->setColumnCount(int(columns.size()));
    for (int column = 0; column < int(columns.size()); ++column) {
        model->setHeaderData(column, Qt::Horizontal, columns[column]);
        model->setHeaderData(column, Qt::Horizontal, columns[column], Qt::UserRole);
        model->setHeaderData(
            column, Qt::Horizontal, QVariant::fromValue(column == 0 ? left : right), Qt::TextAlignmentRole);
    }
    for (const results::ComparedServerFigure &figure : figures) {
        const results::ComparedValue &mean = figure.mean;
        const std::optional<double> relative = mean.relative();
        QString change = withSign(mean.difference(), serverFigureText(figure.unit, std::abs(mean.difference())));
        if (relative)
            change = Words::tr("%1, %2").arg(change, withSign(*relative, formatShare(std::abs(*relative))));
        const QString name = serverFigureName(figure.name);
        model->appendRow(
            { makeItem(name, name, left), makeItem(serverFigureText(figure.unit, mean.from), mean.from, right),
                makeItem(serverFigureText(figure.unit, mean.to), mean.to, right),
                makeItem(change, relative ? QVariant(*relative) : QVariant(), right) });
    }
}

} // namespace throng::ui
