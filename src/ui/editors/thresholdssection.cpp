// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/thresholdssection.h"

#include "engine/thresholds/ruleparser.h"
#include "ui/editors/thresholdrow.h"
#include "ui/support/format.h"
#include "ui/support/widgets.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <array>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

/// What most people ask of a server, to begin with.
constexpr std::array suggestions { u"p95(send) < 500ms", u"p95(sync) < 1s", u"p99(delivery) < 2s", u"failures < 1%",
    u"failures(createRoom) < 0.5%", u"requests/s > 50" };

} // namespace

ThresholdsSection::ThresholdsSection(QWidget *parent)
    : TestSection(parent)
    , m_list(new QWidget)
    , m_layout(new QVBoxLayout(m_list))
    , m_heads(new QWidget(m_list))
    , m_add(new QPushButton(tr("Add a thresho&ld"), this))
{
    m_add->setObjectName(u"addThreshold"_s);
    m_add->setProperty("menu", true);
    auto *menu = new QMenu(m_add);
    for (const char16_t *rule : suggestions) {
        const QString text = QString::fromUtf16(rule);
        menu->addAction(text, this, [this, text] { add(text); });
    }
    m_add->setMenu(menu);

    auto *heads = new QHBoxLayout(m_heads);
    heads->setContentsMargins(0, 0, 32, 0);
    heads->setSpacing(spacing);
    heads->addWidget(makeMuted(tr("Threshold"), m_heads), 1);
    for (const QString &text : { tr("Judged after"), tr("Ends the run after") }) {
        auto *label = makeMuted(text, m_heads);
        label->setFixedWidth(ThresholdRow::numberWidth);
        heads->addWidget(label);
    }
    m_layout->setContentsMargins(0, 0, spacing, 0);
    m_layout->setSpacing(4);
    m_layout->addWidget(m_heads);
    m_layout->addStretch();
    auto *scroller = new QScrollArea(this);
    scroller->setObjectName(u"thresholds"_s);
    scroller->setFrameShape(QFrame::NoFrame);
    scroller->setWidgetResizable(true);
    scroller->setWidget(m_list);
    m_list->setProperty("page", true);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 12, spacing, 0);
    layout->setSpacing(spacing);
    layout->addWidget(makeMuted(
        tr("What the server is to keep in this test: a run in which a threshold is broken has failed. On the left a "
           "figure (p95, median, max, failures, requests/s …) and in brackets whose: an endpoint such as send, sync or "
           "createRoom, delivery, or nothing for all together."),
        this));
    layout->addWidget(m_add, 0, Qt::AlignLeft);
    layout->addWidget(scroller, 1);
    m_heads->hide();
}

ThresholdRow *ThresholdsSection::appendRow()
{
    auto *row = new ThresholdRow(m_list);
    m_rows.append(row);
    m_layout->insertWidget(m_layout->count() - 1, row);
    connect(row, &ThresholdRow::edited, this, [this, row](const QString &part) {
        Q_EMIT edited(u"threshold.%1.%2"_s.arg(m_rows.indexOf(row)).arg(part), tr("a threshold"));
    });
    connect(row, &ThresholdRow::removeRequested, this, [this, row] { remove(row); });
    m_heads->show();
    return row;
}

void ThresholdsSection::setTest(const project::Test &test, int)
{
    while (m_rows.size() > test.thresholds.size())
        m_rows.takeLast()->deleteLater();
    while (m_rows.size() < test.thresholds.size())
        appendRow();
    for (qsizetype i = 0; i < m_rows.size(); ++i)
        m_rows[i]->setThreshold(test.thresholds[i]);
    m_heads->setVisible(!m_rows.isEmpty());
}

void ThresholdsSection::writeTo(project::Test &test) const
{
    test.thresholds.clear();
    for (const ThresholdRow *row : m_rows)
        test.thresholds.append(row->threshold());
}

QString ThresholdsSection::title() const
{
    return m_rows.isEmpty() ? tr("Thresholds") : tr("Thresholds %1").arg(formatCount(m_rows.size()));
}

void ThresholdsSection::add(const QString &rule)
{
    thresholds::Threshold threshold;
    threshold.rule = thresholds::parseRule(rule).value();
    ThresholdRow *row = appendRow();
    row->setThreshold(threshold);
    Q_EMIT edited(u"thresholds.add.%1"_s.arg(m_rows.size()), tr("the thresholds"));
    row->beginEditing();
}

void ThresholdsSection::remove(ThresholdRow *row)
{
    m_rows.removeOne(row);
    row->hide();
    row->deleteLater();
    m_heads->setVisible(!m_rows.isEmpty());
    Q_EMIT edited(u"thresholds.remove.%1"_s.arg(m_rows.size()), tr("the thresholds"));
}

} // namespace throng::ui
