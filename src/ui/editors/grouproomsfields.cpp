// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/grouproomsfields.h"

#include "ui/support/numberbox.h"
#include "ui/support/widgets.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::ui {

GroupRoomsFields::GroupRoomsFields(QWidget *parent)
    : QWidget(parent)
    , m_perMember(new NumberBox(this))
    , m_smallest(new QSpinBox(this))
    , m_largest(new QSpinBox(this))
    , m_withOthers(new QCheckBox(tr("with people of other groups"), this))
    , m_inCommonRooms(new QCheckBox(tr("also in everybody's rooms"), this))
{
    m_perMember->setObjectName(u"groupRoomsPerMember"_s);
    m_perMember->setAccessibleName(tr("Rooms of its own for each member of the group"));
    m_perMember->setToolTip(tr("How many rooms the group has for each of its users: 0.1 is one for ten of them"));
    m_perMember->setRange(0, 100);
    m_perMember->setDecimals(2);
    m_perMember->setSingleStep(0.1);
    m_perMember->setSpecialValueText(tr("none"));
    m_smallest->setObjectName(u"groupRoomsSmallest"_s);
    m_smallest->setAccessibleName(tr("Members of the smallest of its rooms"));
    m_largest->setObjectName(u"groupRoomsLargest"_s);
    m_largest->setAccessibleName(tr("Members of the largest of its rooms"));
    for (QSpinBox *size : { m_smallest, m_largest }) {
        size->setRange(1, 1'000'000);
        size->setToolTip(tr("Every size from the smallest to the largest is as likely as any other"));
    }
    m_withOthers->setObjectName(u"groupRoomsWithOthers"_s);
    m_withOthers->setToolTip(tr("One of the group makes the room, and all others in it are of other groups: a bridge "
                                "and those it writes for, somebody at a help desk and those who ask"));
    m_inCommonRooms->setObjectName(u"groupInCommonRooms"_s);
    m_inCommonRooms->setToolTip(tr("Whether the group is also among those whom the rooms of the page Rooms are drawn "
                                   "for"));

    auto *sizes = new QHBoxLayout;
    sizes->setSpacing(spacing);
    sizes->addWidget(new QLabel(tr("Rooms of its own, each member"), this));
    sizes->addWidget(m_perMember);
    sizes->addWidget(new QLabel(tr("of"), this));
    sizes->addWidget(m_smallest);
    sizes->addWidget(new QLabel(tr("to"), this));
    sizes->addWidget(m_largest);
    sizes->addWidget(new QLabel(tr("people"), this));
    sizes->addStretch();
    auto *whose = new QHBoxLayout;
    whose->setSpacing(2 * spacing);
    whose->addWidget(m_withOthers);
    whose->addWidget(m_inCommonRooms);
    whose->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    layout->addLayout(sizes);
    layout->addLayout(whose);

    connect(m_perMember, &QDoubleSpinBox::valueChanged, this, [this] { take(u"per_member"_s); });
    connect(m_smallest, &QSpinBox::valueChanged, this, [this] { take(u"smallest"_s); });
    connect(m_largest, &QSpinBox::valueChanged, this, [this] { take(u"largest"_s); });
    connect(m_withOthers, &QCheckBox::toggled, this, [this] { take(u"with_others"_s); });
    connect(m_inCommonRooms, &QCheckBox::toggled, this, [this] { take(u"in_common_rooms"_s); });
    showValue();
}

void GroupRoomsFields::setValue(const users::GroupRooms &rooms)
{
    m_value = rooms;
    showValue();
}

void GroupRoomsFields::take(const QString &field)
{
    if (m_quiet)
        return;
    m_value.perMember = m_perMember->value();
    m_value.smallest = m_smallest->value();
    m_value.largest = m_largest->value();
    m_value.withOthers = m_withOthers->isChecked();
    m_value.inCommonRooms = m_inCommonRooms->isChecked();
    if (field == u"smallest")
        m_value.largest = std::max(m_value.largest, m_value.smallest);
    else
        m_value.smallest = std::min(m_value.largest, m_value.smallest);
    showValue();
    Q_EMIT edited(field);
}

void GroupRoomsFields::showValue()
{
    m_quiet = true;
    m_perMember->setValue(m_value.perMember);
    m_smallest->setValue(m_value.smallest);
    m_largest->setValue(m_value.largest);
    m_withOthers->setChecked(m_value.withOthers);
    m_inCommonRooms->setChecked(m_value.inCommonRooms);
    m_quiet = false;
    for (QWidget *field :
        { static_cast<QWidget *>(m_smallest), static_cast<QWidget *>(m_largest), static_cast<QWidget *>(m_withOthers) })
        field->setEnabled(m_value.perMember > 0);
}

} // namespace throng::ui
