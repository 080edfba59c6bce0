// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboard/loadcontrols.h"

#include "ui/support/numberbox.h"
#include "ui/support/widgets.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::ui {

LoadControls::LoadControls(QWidget *parent)
    : QWidget(parent)
    , m_users(new QSpinBox(this))
    , m_spawnRate(new NumberBox(this))
{
    m_users->setObjectName(u"liveUsers"_s);
    m_users->setRange(0, 1'000'000);
    m_users->setGroupSeparatorShown(true);
    m_users->setMinimumWidth(100);
    m_users->setWhatsThis(tr("How many virtual users this test is to have from now on. The project stays as it is."));
    m_spawnRate->setObjectName(u"liveSpawnRate"_s);
    m_spawnRate->setRange(0.1, 100'000);
    m_spawnRate->setDecimals(1);
    m_spawnRate->setSuffix(tr(" /s"));
    m_spawnRate->setMinimumWidth(100);
    m_spawnRate->setAccessibleName(tr("Users started or stopped a second"));
    m_spawnRate->setWhatsThis(tr("How many users start or stop each second until there are as many as you asked for."));
    auto *apply = new QPushButton(tr("Appl&y"), this);
    apply->setObjectName(u"applyLoad"_s);
    auto *usersLabel = new QLabel(tr("&Users"), this);
    usersLabel->setBuddy(m_users);
    usersLabel->setProperty("role", u"muted"_s);
    auto *rateLabel = new QLabel(tr("&at"), this);
    rateLabel->setBuddy(m_spawnRate);
    rateLabel->setProperty("role", u"muted"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(spacing);
    for (QWidget *widget : { static_cast<QWidget *>(usersLabel), static_cast<QWidget *>(m_users),
             static_cast<QWidget *>(rateLabel), static_cast<QWidget *>(m_spawnRate), static_cast<QWidget *>(apply) })
        layout->addWidget(widget);
    connect(apply, &QPushButton::clicked, this, [this] { Q_EMIT loadChosen(m_users->value(), m_spawnRate->value()); });
}

void LoadControls::setLoad(int users, double spawnRate)
{
    m_users->setValue(users);
    m_spawnRate->setValue(std::max(0.1, spawnRate));
}

} // namespace throng::ui
