// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/thresholdrow.h"

#include "engine/thresholds/ruleparser.h"
#include "ui/support/explanations.h"
#include "ui/support/icons.h"
#include "ui/support/widgets.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int longestSeconds = 24 * 3'600;

int inSeconds(std::chrono::milliseconds time)
{
    return int(std::chrono::duration_cast<std::chrono::seconds>(time).count());
}

} // namespace

ThresholdRow::ThresholdRow(QWidget *parent)
    : QWidget(parent)
    , m_rule(new QLineEdit(this))
    , m_test(new QComboBox(this))
    , m_settle(new QSpinBox(this))
    , m_abort(new QSpinBox(this))
    , m_remove(new QToolButton(this))
    , m_message(new FieldMessage(this))
{
    m_rule->setObjectName(u"thresholdRule"_s);
    m_rule->setAccessibleName(tr("Threshold"));
    m_rule->setPlaceholderText(
        tr("for example %1").arg(u"p95(send) < 500ms"_s)); // a rule is the same in every language
    m_rule->setMinimumWidth(160);
    m_test->setObjectName(u"thresholdTest"_s);
    m_test->setAccessibleName(tr("The test that the threshold is for"));
    m_test->setFixedWidth(testWidth);
    m_test->hide();
    m_settle->setObjectName(u"thresholdSettle"_s);
    m_settle->setAccessibleName(tr("Seconds at the test's beginning that are not judged"));
    m_settle->setToolTip(tr("So much of the test's beginning is not judged: users come in, caches fill"));
    m_settle->setSpecialValueText(tr("at once"));
    m_abort->setObjectName(u"thresholdAbort"_s);
    m_abort->setAccessibleName(tr("Seconds after which it ends the run when broken"));
    m_abort->setToolTip(tr("Broken for so long without a break, it ends the run"));
    m_abort->setSpecialValueText(tr("never"));
    for (QSpinBox *box : { m_settle, m_abort }) {
        box->setRange(0, longestSeconds);
        box->setSuffix(tr(" s"));
        box->setGroupSeparatorShown(true);
        box->setFixedWidth(numberWidth);
    }
    m_remove->setObjectName(u"removeThreshold"_s);
    m_remove->setIcon(icon(u"remove"_s));
    m_remove->setToolTip(tr("Remove this threshold"));
    m_remove->setAccessibleName(tr("Remove this threshold"));
    m_remove->setAutoRaise(true);
    explain(this);

    auto *grid = new QGridLayout(this);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(spacing);
    grid->setVerticalSpacing(2);
    grid->addWidget(m_rule, 0, 0);
    grid->addWidget(m_test, 0, 1);
    grid->addWidget(m_settle, 0, 2);
    grid->addWidget(m_abort, 0, 3);
    grid->addWidget(m_remove, 0, 4);
    grid->addWidget(m_message, 1, 0, 1, 5);
    grid->setColumnStretch(0, 1);

    connect(m_rule, &QLineEdit::textEdited, this, [this](const QString &text) {
        showWrong();
        if (auto rule = thresholds::parseRule(text)) {
            m_value.rule = *std::move(rule);
            Q_EMIT edited(u"rule"_s);
        }
        Q_EMIT rightChanged();
    });
    connect(m_test, &QComboBox::activated, this, [this] {
        m_value.test = m_test->currentData().toString();
        showWrong();
        Q_EMIT edited(u"test"_s);
        Q_EMIT rightChanged();
    });
    connect(m_settle, &QSpinBox::valueChanged, this, [this](int seconds) {
        m_value.settle = std::chrono::seconds(seconds);
        Q_EMIT edited(u"settle"_s);
    });
    connect(m_abort, &QSpinBox::valueChanged, this, [this](int seconds) {
        if (seconds > 0)
            m_value.abortAfter = std::chrono::seconds(seconds);
        else
            m_value.abortAfter.reset();
        Q_EMIT edited(u"abort"_s);
    });
    connect(m_remove, &QToolButton::clicked, this, &ThresholdRow::removeRequested);
}

void ThresholdRow::setThreshold(const thresholds::Threshold &threshold)
{
    if (m_value == threshold)
        return;
    // Blanks that are being typed at the end belong to no rule.
    if (m_rule->text().trimmed() != threshold.rule.text)
        m_rule->setText(threshold.rule.text);
    m_value = threshold;
    const QSignalBlocker settleBlocker(m_settle);
    const QSignalBlocker abortBlocker(m_abort);
    m_settle->setValue(inSeconds(threshold.settle));
    m_abort->setValue(threshold.abortAfter ? inSeconds(*threshold.abortAfter) : 0);
    showTest();
    showWrong();
}

void ThresholdRow::offerTests(const QStringList &tests)
{
    m_tests = tests;
    m_test->setVisible(!tests.isEmpty());
    showTest();
    if (!m_rule->text().isEmpty())
        showWrong();
}

bool ThresholdRow::isRight() const
{
    const bool isTestThere = m_value.test.isEmpty() || m_tests.isEmpty() || m_tests.contains(m_value.test);
    return isTestThere && thresholds::parseRule(m_rule->text()).has_value();
}

/// One that has been renamed or removed since is still what the threshold says.
void ThresholdRow::showTest()
{
    m_test->clear();
    m_test->addItem(tr("every test"), QString());
    for (const QString &test : std::as_const(m_tests))
        m_test->addItem(test, test);
    if (!m_value.test.isEmpty() && !m_tests.contains(m_value.test))
        m_test->addItem(m_value.test, m_value.test);
    m_test->setCurrentIndex(m_test->findData(m_value.test));
}

void ThresholdRow::beginEditing()
{
    m_rule->setFocus();
    m_rule->selectAll();
}

void ThresholdRow::showWrong()
{
    QStringList wrong;
    if (const auto rule = thresholds::parseRule(m_rule->text()); !rule) {
        const thresholds::RuleError &error = rule.error();
        wrong += tr("At character %L1: %2. Expected: %3.").arg(error.position + 1).arg(error.message, error.expected);
        if (!m_value.rule.text.isEmpty())
            wrong += tr("Until then, “%1” holds.").arg(m_value.rule.text);
    }
    if (!m_value.test.isEmpty() && !m_tests.isEmpty() && !m_tests.contains(m_value.test))
        wrong += tr("The suite has no test “%1” any more: choose another.").arg(m_value.test);
    if (wrong.isEmpty())
        m_message->clear();
    else
        m_message->show(FieldMessage::Kind::Error, wrong.join(u' '));
}

} // namespace throng::ui
