// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboard/chartbar.h"

#include "ui/dashboard/dashboardcharts.h"
#include "ui/support/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>

using namespace Qt::StringLiterals;

namespace throng::ui {

ChartBar::ChartBar(DashboardCharts &charts, QWidget *parent)
    : QWidget(parent)
    , m_charts(charts)
    , m_label(new QLabel(tr("&Charts show"), this))
    , m_span(new QComboBox(this))
    , m_follow(new QCheckBox(tr("F&ollow"), this))
    , m_menu(new QMenu(this))
    , m_layout(new QHBoxLayout(this))
{
    m_layout->setContentsMargins({});
    m_layout->setSpacing(spacing);
    m_span->setObjectName(u"chartSpan"_s);
    m_span->setAccessibleName(tr("How much of the run the charts show"));
    m_span->setWhatsThis(tr("How much of the newest time the charts show while they follow the run."));
    m_span->addItem(tr("the last minute"), 60);
    m_span->addItem(tr("the last 5 minutes"), 300);
    m_span->addItem(tr("the last 15 minutes"), 900);
    m_span->addItem(tr("the last hour"), 3600);
    m_span->addItem(tr("the whole run"), 0);
    m_follow->setObjectName(u"followCharts"_s);
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Charts move along with the newest second; zooming in switches it off"));
    m_follow->setWhatsThis(m_follow->toolTip());
    m_label->setBuddy(m_span);
    m_label->setProperty("role", u"muted"_s);
    auto *choose = new QPushButton(tr("Choo&se charts"), this);
    choose->setObjectName(u"chooseCharts"_s);
    choose->setProperty("compact", true);
    choose->setMenu(m_menu);
    choose->setWhatsThis(tr("Which charts are shown. A picture or the data of a chart is saved from its own menu: "
                            "right-click it."));
    m_layout->addWidget(m_label);
    m_layout->addWidget(m_span);
    m_layout->addWidget(m_follow);
    m_layout->addStretch();
    m_layout->addWidget(choose);

    connect(m_span, &QComboBox::currentIndexChanged, this,
        [this] { m_charts.setSpan(std::chrono::seconds(m_span->currentData().toInt())); });
    connect(m_span, &QComboBox::activated, this,
        [this] { Q_EMIT spanChosen(std::chrono::seconds(m_span->currentData().toInt())); });
    connect(m_follow, &QCheckBox::clicked, &m_charts, &DashboardCharts::setFollowing);
    connect(&m_charts, &DashboardCharts::followingChanged, m_follow, &QCheckBox::setChecked);
    connect(m_menu, &QMenu::aboutToShow, this, &ChartBar::fillMenu);
    setSpan(std::chrono::minutes(5));
    m_charts.setSpan(std::chrono::minutes(5));
}

void ChartBar::showKept()
{
    for (QWidget *widget :
        { static_cast<QWidget *>(m_label), static_cast<QWidget *>(m_span), static_cast<QWidget *>(m_follow) })
        widget->hide();
    setSpan(std::chrono::seconds(0));
    m_charts.setSpan(std::chrono::seconds(0));
}

void ChartBar::addChoice(QWidget *choice)
{
    m_layout->insertWidget(m_layout->count() - 1, choice);
}

void ChartBar::setSpan(std::chrono::seconds span)
{
    int index = m_span->count() - 1;
    for (int i = m_span->count() - 2; i >= 0 && span.count() > 0; --i) {
        if (m_span->itemData(i).toInt() >= span.count())
            index = i;
    }
    m_span->setCurrentIndex(index);
}

void ChartBar::fillMenu()
{
    m_menu->clear();
    for (const DashboardCharts::Choice &choice : m_charts.choices()) {
        QString title = choice.title;
        QAction *action = m_menu->addAction(title.replace(u'&', u"&&"_s));
        action->setCheckable(true);
        action->setChecked(choice.isShown);
        connect(action, &QAction::toggled, this,
            [this, name = choice.name](bool shown) { m_charts.setShown(name, shown); });
    }
}

} // namespace throng::ui
