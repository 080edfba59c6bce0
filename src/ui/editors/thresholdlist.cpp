// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/thresholdlist.h"

#include "engine/thresholds/ruleparser.h"
#include "ui/editors/thresholdrow.h"
#include "ui/support/widgets.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

/// What most people ask of a server, to begin with.
constexpr std::array suggestions { u"p95(send) < 500ms", u"p95(sync) < 1s", u"p99(delivery) < 2s", u"failures < 1%",
    u"failures(createRoom) < 0.5%", u"requests/s > 50" };

} // namespace

ThresholdList::ThresholdList(QWidget *parent)
    : QWidget(parent)
    , m_list(new QWidget)
    , m_layout(new QVBoxLayout(m_list))
    , m_heads(new QWidget(m_list))
    , m_testHead(makeMuted(tr("In"), m_heads))
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
    m_testHead->setFixedWidth(ThresholdRow::testWidth);
    m_testHead->hide();
    heads->addWidget(m_testHead);
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
    layout->setContentsMargins({});
    layout->setSpacing(spacing);
    layout->addWidget(m_add, 0, Qt::AlignLeft);
    layout->addWidget(scroller, 1);
    m_heads->hide();
}

void ThresholdList::offerTests(const QStringList &tests)
{
    m_tests = tests;
    m_testHead->setVisible(!tests.isEmpty());
    for (ThresholdRow *row : std::as_const(m_rows))
        row->offerTests(tests);
}

ThresholdRow *ThresholdList::appendRow()
{
    auto *row = new ThresholdRow(m_list);
    row->offerTests(m_tests);
    m_rows.append(row);
    m_layout->insertWidget(m_layout->count() - 1, row);
    connect(row, &ThresholdRow::edited, this, [this, row](const QString &part) {
        Q_EMIT edited(u"threshold.%1.%2"_s.arg(m_rows.indexOf(row)).arg(part), tr("a threshold"));
    });
    connect(row, &ThresholdRow::rightChanged, this, &ThresholdList::rightChanged);
    connect(row, &ThresholdRow::removeRequested, this, [this, row] { remove(row); });
    m_heads->show();
    return row;
}

void ThresholdList::setThresholds(const QList<thresholds::Threshold> &thresholds)
{
    while (m_rows.size() > thresholds.size())
        m_rows.takeLast()->deleteLater();
    while (m_rows.size() < thresholds.size())
        appendRow();
    for (qsizetype i = 0; i < m_rows.size(); ++i)
        m_rows[i]->setThreshold(thresholds[i]);
    m_heads->setVisible(!m_rows.isEmpty());
}

QList<thresholds::Threshold> ThresholdList::thresholds() const
{
    QList<thresholds::Threshold> all;
    for (const ThresholdRow *row : m_rows)
        all.append(row->threshold());
    return all;
}

bool ThresholdList::areRight() const
{
    return std::all_of(m_rows.begin(), m_rows.end(), [](const ThresholdRow *row) { return row->isRight(); });
}

void ThresholdList::add(const QString &rule)
{
    thresholds::Threshold threshold;
    threshold.rule = thresholds::parseRule(rule).value();
    ThresholdRow *row = appendRow();
    row->setThreshold(threshold);
    Q_EMIT edited(u"thresholds.add.%1"_s.arg(m_rows.size()), tr("the thresholds"));
    row->beginEditing();
}

void ThresholdList::remove(ThresholdRow *row)
{
    m_rows.removeOne(row);
    row->hide();
    row->deleteLater();
    m_heads->setVisible(!m_rows.isEmpty());
    Q_EMIT edited(u"thresholds.remove.%1"_s.arg(m_rows.size()), tr("the thresholds"));
}

} // namespace throng::ui
