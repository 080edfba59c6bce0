// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/populationbar.h"

#include "engine/project/readymadecrowd.h"
#include "ui/editors/grouproomsfields.h"
#include "ui/editors/testnames.h"
#include "ui/support/format.h"
#include "ui/support/icons.h"
#include "ui/support/numberbox.h"
#include "ui/support/widgets.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::ui {

PopulationBar::PopulationBar(QWidget *parent)
    : QWidget(parent)
    , m_which(new QComboBox(this))
    , m_name(new QLineEdit)
    , m_share(new NumberBox)
    , m_details(new QWidget(this))
    , m_remove(new QToolButton(this))
    , m_rooms(new GroupRoomsFields(this))
    , m_message(new FieldMessage(this))
{
    m_which->setObjectName(u"population"_s);
    m_which->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_name->setObjectName(u"populationName"_s);
    m_share->setObjectName(u"populationShare"_s);
    m_share->setRange(0, 1e6);
    m_share->setDecimals(1);

    const auto labelled = [](const QString &text, QWidget *field) {
        auto *label = new QLabel(text);
        label->setBuddy(field);
        label->setProperty("role", u"muted"_s);
        field->setAccessibleName(QString(text).remove(u'&'));
        return label;
    };
    const auto button = [this](QToolButton *made, const QString &name, const QString &iconName, const QString &tip) {
        made->setObjectName(name);
        made->setIcon(icon(iconName));
        made->setToolTip(tip);
        made->setAccessibleName(tip);
        made->setAutoRaise(true);
        return made;
    };
    auto *details = new QHBoxLayout(m_details);
    details->setContentsMargins({});
    details->setSpacing(spacing);
    details->addWidget(labelled(tr("N&ame"), m_name));
    details->addWidget(m_name, 1);
    details->addWidget(labelled(tr("S&hare"), m_share));
    details->addWidget(m_share);

    auto *add = new QToolButton(this);
    auto *row = new QHBoxLayout;
    row->setSpacing(spacing);
    row->addWidget(labelled(tr("Ha&bits of"), m_which));
    row->addWidget(m_which);
    row->addWidget(button(add, u"addPopulation"_s, u"add"_s, tr("Add users who are not like the others")));
    row->addWidget(button(m_remove, u"removePopulation"_s, u"remove"_s, tr("Remove this group of users")));
    row->addWidget(m_details, 1);
    row->addStretch();
    row->addWidget(makeReadyMade());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, spacing, spacing, 0);
    layout->setSpacing(4);
    layout->addLayout(row);
    layout->addWidget(m_rooms);
    layout->addWidget(m_message);

    connect(add, &QToolButton::clicked, this, &PopulationBar::addRequested);
    connect(m_remove, &QToolButton::clicked, this, &PopulationBar::remove);
    connect(m_which, &QComboBox::activated, this, [this](int index) {
        m_current = index;
        showAll();
        Q_EMIT currentChanged();
    });
    connect(m_name, &QLineEdit::textEdited, this, [this](const QString &name) {
        m_populations[m_current].name = name;
        showAll();
        Q_EMIT edited(u"populations.%1.name"_s.arg(m_current), tr("name of a group of users"));
    });
    connect(m_share, &QDoubleSpinBox::valueChanged, this, [this](double share) {
        m_populations[m_current].share = share;
        showAll();
        Q_EMIT edited(u"populations.%1.share"_s.arg(m_current), tr("share of a group of users"));
    });
    connect(m_rooms, &GroupRoomsFields::edited, this, [this](const QString &field) {
        m_populations[m_current].rooms = m_rooms->value();
        showAll();
        Q_EMIT edited(
            u"populations.%1.rooms.%2"_s.arg(QString::number(m_current), field), tr("rooms of a group of users"));
    });
    showAll();
}

QPushButton *PopulationBar::makeReadyMade()
{
    auto *button = new QPushButton(tr("Ready-made"), this);
    button->setObjectName(u"readyMadePopulations"_s);
    button->setProperty("menu", true);
    button->setToolTip(tr("Put the users of a kind of server in place of these groups"));
    auto *menu = new QMenu(button);
    menu->setToolTipsVisible(true);
    for (const QString &name : project::readyMadeCrowdNames()) {
        QAction *action = menu->addAction(crowdTitle(name), this, [this, name] { takeReadyMade(name); });
        action->setObjectName(u"readyMade-"_s + name);
        if (const auto crowd = project::readyMadeCrowd(name))
            action->setToolTip(u"<p>%1</p>"_s.arg(crowd->description.toHtmlEscaped()));
    }
    button->setMenu(menu);
    return button;
}

void PopulationBar::takeReadyMade(const QString &name)
{
    const auto crowd = project::readyMadeCrowd(name);
    if (!crowd) {
        m_message->show(FieldMessage::Kind::Error, crowd.error().toString());
        return;
    }
    m_populations = crowd->populations;
    m_current = 0;
    showAll();
    Q_EMIT currentChanged();
    Q_EMIT edited(u"populations"_s, tr("groups of users"));
    m_message->show(FieldMessage::Kind::Hint, crowd->description);
}

void PopulationBar::setPopulations(const QList<users::Population> &populations)
{
    if (populations.size() != m_populations.size())
        m_current = 0;
    m_populations = populations;
    showAll();
}

void PopulationBar::setHabits(const users::ChatParameters &chat)
{
    if (!m_populations.isEmpty())
        m_populations[m_current].chat = chat;
}

void PopulationBar::add(const users::ChatParameters &habits)
{
    QString name;
    int number = int(m_populations.size());
    const auto isTaken = [&name](const users::Population &other) { return other.name == name; };
    do
        name = tr("group %1").arg(formatCount(++number));
    while (std::any_of(m_populations.cbegin(), m_populations.cend(), isTaken));
    m_populations.append({ name, 1, habits, {} });
    m_current = int(m_populations.size()) - 1;
    showAll();
    Q_EMIT edited(u"populations"_s, tr("groups of users"));
}

void PopulationBar::remove()
{
    m_populations.removeAt(m_current);
    m_current = std::max(0, m_current - 1);
    showAll();
    Q_EMIT currentChanged();
    Q_EMIT edited(u"populations"_s, tr("groups of users"));
}

void PopulationBar::showAll()
{
    const QSignalBlocker quietShare(m_share);
    const bool some = !m_populations.isEmpty();
    double all = 0;
    for (const users::Population &population : std::as_const(m_populations))
        all += population.share;
    m_which->clear();
    for (const users::Population &population : std::as_const(m_populations))
        m_which->addItem(
            all > 0 ? tr("%1 (%2)").arg(population.name, formatShare(population.share / all)) : population.name);
    if (!some)
        m_which->addItem(tr("all users alike"));
    m_which->setCurrentIndex(some ? m_current : 0);
    m_remove->setEnabled(some);
    m_details->setVisible(some);
    m_rooms->setVisible(some);
    if (some) {
        if (m_name->text() != m_populations[m_current].name)
            m_name->setText(m_populations[m_current].name);
        m_share->setValue(m_populations[m_current].share);
        m_rooms->setValue(m_populations[m_current].rooms);
    }
    showMessage();
}

void PopulationBar::showMessage()
{
    m_message->clear();
    if (m_populations.isEmpty())
        return;
    const users::Population &shown = m_populations[m_current];
    const auto isLikeIt = [&shown](const users::Population &other) { return other.name == shown.name; };
    const auto hasUsers = [](const users::Population &population) { return population.share > 0; };
    if (shown.name.isEmpty())
        m_message->show(FieldMessage::Kind::Error, tr("The group needs a name."));
    else if (std::count_if(m_populations.cbegin(), m_populations.cend(), isLikeIt) > 1)
        m_message->show(FieldMessage::Kind::Error, tr("Another group has this name, too."));
    else if (std::none_of(m_populations.cbegin(), m_populations.cend(), hasUsers))
        m_message->show(FieldMessage::Kind::Error, tr("All shares are 0: nobody is left to chat."));
}

} // namespace throng::ui
