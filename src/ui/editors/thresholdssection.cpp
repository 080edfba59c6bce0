// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/thresholdssection.h"

#include "ui/editors/thresholdlist.h"
#include "ui/support/format.h"
#include "ui/support/widgets.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

ThresholdsSection::ThresholdsSection(QWidget *parent)
    : TestSection(parent)
    , m_list(new ThresholdList(this))
    , m_others(new FieldMessage(this))
{
    m_others->setObjectName(u"thresholdsOfSuite"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 12, spacing, 0);
    layout->setSpacing(spacing);
    layout->addWidget(makeMuted(
        tr("What the server is to keep in this test: a run in which a threshold is broken has failed. On the left a "
           "figure (p95, median, max, failures, requests/s …) and in brackets whose: an endpoint such as send, sync or "
           "createRoom, delivery, or nothing for all together."),
        this));
    layout->addWidget(m_others);
    layout->addWidget(m_list, 1);
    connect(m_list, &ThresholdList::edited, this, &TestSection::edited);
}

void ThresholdsSection::setTest(const project::Test &test, int)
{
    m_list->setThresholds(test.thresholds);
    QStringList rules;
    for (const thresholds::Threshold &threshold : std::as_const(m_ofSuite)) {
        if (threshold.test.isEmpty() || threshold.test == test.name)
            rules.append(threshold.rule.text);
    }
    if (rules.isEmpty())
        m_others->clear();
    else
        m_others->show(FieldMessage::Kind::Hint, tr("The suite asks for these, too: %1").arg(rules.join(u" · "_s)));
}

void ThresholdsSection::writeTo(project::Test &test) const
{
    test.thresholds = m_list->thresholds();
}

QString ThresholdsSection::title() const
{
    return m_list->count() == 0 ? tr("Thresholds") : tr("Thresholds %1").arg(formatCount(m_list->count()));
}

} // namespace throng::ui
