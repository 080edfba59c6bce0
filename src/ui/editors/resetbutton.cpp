// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/resetbutton.h"

#include "ui/support/icons.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

struct Reset {
    Q_DECLARE_TR_FUNCTIONS(throng::ui::Reset)
};

} // namespace

QToolButton *makeResetButton(const QString &label)
{
    auto *reset = new QToolButton;
    reset->setIcon(icon(u"undo"_s));
    reset->setAutoRaise(true);
    reset->setToolTip(Reset::tr("Back to default"));
    reset->setAccessibleName(Reset::tr("%1: back to default").arg(label));
    QSizePolicy keepsPlace = reset->sizePolicy();
    keepsPlace.setRetainSizeWhenHidden(true);
    reset->setSizePolicy(keepsPlace);
    reset->hide();
    return reset;
}

QWidget *besideReset(QToolButton *reset, QWidget *hint)
{
    auto *box = new QWidget;
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    layout->addWidget(reset);
    layout->addWidget(hint, 1);
    return box;
}

} // namespace throng::ui
