// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/maintoolbar.h"

#include "ui/mainwindow/actions.h"
#include "ui/support/widgets.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace throng::ui {

MainToolBar::MainToolBar(const Actions &actions, QWidget *parent)
    : QToolBar(tr("Main"), parent)
    , m_suite(new QComboBox(this))
    , m_server(new ElidedLabel({}, this))
{
    setObjectName(u"toolBar"_s);
    setMovable(false);
    setFloatable(false);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setIconSize(QSize(16, 16));
    setContextMenuPolicy(Qt::PreventContextMenu);
    addActions({ actions.newProject, actions.open, actions.save });
    addSeparator();
    addActions({ actions.start, actions.stop, actions.stopNow });
    widgetForAction(actions.start)->setProperty("primary", true);
    widgetForAction(actions.stop)->setProperty("danger", true);
    widgetForAction(actions.stopNow)->setProperty("danger", true);
    addSeparator();
    auto *suiteLabel = new QLabel(tr("Su&ite"), this);
    suiteLabel->setBuddy(m_suite);
    suiteLabel->setProperty("role", u"muted"_s);
    suiteLabel->setContentsMargins(4, 0, 4, 0);
    addWidget(suiteLabel);
    m_suite->setObjectName(u"suiteChoice"_s);
    m_suite->setAccessibleName(tr("Suite to run"));
    m_suite->setMinimumWidth(150);
    addWidget(m_suite);
    auto *gap = new QWidget(this);
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(gap);
    m_server->setObjectName(u"serverPill"_s);
    m_server->setProperty("pill", u"plain"_s);
    m_server->setContentsMargins(10, 2, 10, 2);
    m_serverAction = addWidget(m_server);
    const QList<QAction *> all = this->actions();
    for (QAction *action : all) {
        if (auto *button = qobject_cast<QToolButton *>(widgetForAction(action)))
            button->setFocusPolicy(Qt::TabFocus);
    }
    connect(m_suite, &QComboBox::activated, this, &MainToolBar::suiteChosen);
}

void MainToolBar::showSuites(const QStringList &names, int current)
{
    QStringList shown;
    for (int i = 0; i < m_suite->count(); ++i)
        shown.append(m_suite->itemText(i));
    if (names != shown) {
        m_suite->clear();
        m_suite->addItems(names);
    }
    m_suite->setCurrentIndex(current);
}

void MainToolBar::setSuiteEnabled(bool enabled)
{
    m_suite->setEnabled(enabled);
}

void MainToolBar::showServer(const QString &url, const QString &software)
{
    m_server->setText(software.isEmpty() ? url : url + u" · "_s + software);
    setStyleProperty(m_server, "pill", software.isEmpty() ? u"plain"_s : u"good"_s);
    m_serverAction->setVisible(!url.isEmpty());
}

} // namespace throng::ui
