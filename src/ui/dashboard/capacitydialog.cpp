// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboard/capacitydialog.h"

#include "engine/capacity/capacitywords.h"
#include "ui/charts/capacitychart.h"
#include "ui/dashboard/runcontroller.h"
#include "ui/document/document.h"
#include "ui/support/appearance.h"
#include "ui/support/explanations.h"
#include "ui/support/format.h"
#include "ui/support/widgets.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

enum Column { UsersColumn, VerdictColumn, ReasonColumn, ColumnCount };

QSpinBox *makeSeconds(const QString &name, std::chrono::milliseconds value)
{
    auto *box = new QSpinBox;
    box->setObjectName(name);
    box->setRange(1, 3'600);
    box->setSuffix(CapacityDialog::tr(" s"));
    box->setValue(int(std::chrono::duration_cast<std::chrono::seconds>(value).count()));
    box->setFixedWidth(150);
    return box;
}

QSpinBox *makeUsers(const QString &name, int least, int most)
{
    auto *box = new QSpinBox;
    box->setObjectName(name);
    box->setRange(least, std::max(least, most));
    box->setGroupSeparatorShown(true);
    box->setFixedWidth(150);
    return box;
}

QString outcomeWords(capacity::StepOutcome outcome)
{
    switch (outcome) {
    case capacity::StepOutcome::Meets:
        return CapacityDialog::tr("kept");
    case capacity::StepOutcome::Breaks:
        return CapacityDialog::tr("broken");
    case capacity::StepOutcome::Disturbed:
    case capacity::StepOutcome::Unjudgeable:
        return CapacityDialog::tr("not judged");
    }
    Q_UNREACHABLE();
}

/// What the last chat test of the suite is to keep, as makeCapacityPlan() will see it.
QStringList rulesOf(const project::Suite &suite)
{
    QStringList rules;
    const auto chat = std::find_if(suite.tests.rbegin(), suite.tests.rend(),
        [](const project::Test &test) { return test.enabled && !test.isSetup(); });
    if (chat == suite.tests.rend())
        return rules;
    for (const thresholds::Threshold &threshold : suite.thresholds) {
        if (threshold.test.isEmpty() || threshold.test == chat->name)
            rules += threshold.rule.text;
    }
    for (const thresholds::Threshold &threshold : chat->thresholds)
        rules += threshold.rule.text;
    return rules;
}

} // namespace

CapacityDialog::CapacityDialog(Document &document, RunController &controller, QWidget *parent)
    : QDialog(parent)
    , m_document(document)
    , m_controller(controller)
    , m_fields(new QWidget(this))
    , m_from(makeUsers(u"capacityFrom"_s, 0, document.project().users.count))
    , m_to(makeUsers(u"capacityTo"_s, 1, document.project().users.count))
    , m_settle(makeSeconds(u"capacitySettle"_s, capacity::CapacityOptions().settle))
    , m_measure(makeSeconds(u"capacityMeasure"_s, capacity::CapacityOptions().measure))
    , m_message(new FieldMessage(this))
    , m_state(makeMuted({}, this))
    , m_curve(new CapacityChart(this))
    , m_steps(new QTableWidget(0, ColumnCount, this))
    , m_answer(new QLabel(this))
{
    setObjectName(u"capacityDialog"_s);
    setWindowTitle(tr("Find capacity"));
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(spacing);
    layout->addWidget(makeMuted(
        tr("How many users does this server carry? The suite's tests that set up run first; then the load of its chat "
           "test doubles until a threshold breaks, and what lies between is narrowed down."),
        this));
    addFields();
    layout->addWidget(m_fields);
    layout->addWidget(m_message);
    m_state->setObjectName(u"capacityState"_s);
    layout->addWidget(m_state);
    layout->addWidget(m_curve, 2);

    m_steps->setObjectName(u"capacitySteps"_s);
    m_steps->setAccessibleName(tr("Steps of the search"));
    m_steps->setHorizontalHeaderLabels({ tr("Users"), tr("Thresholds"), tr("What broke, or why it was not judged") });
    m_steps->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_steps->horizontalHeader()->setStretchLastSection(true);
    m_steps->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_steps->verticalHeader()->hide();
    m_steps->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_steps->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_steps->setShowGrid(false);
    layout->addWidget(m_steps, 1);
    m_answer->setObjectName(u"capacityAnswer"_s);
    m_answer->setWordWrap(true);
    m_answer->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_answer->setFont(scaled(font(), 1.1, true));
    layout->addWidget(m_answer);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_start = buttons->addButton(tr("&Start"), QDialogButtonBox::ActionRole);
    m_start->setObjectName(u"capacityStart"_s);
    m_stop = buttons->addButton(tr("Sto&p"), QDialogButtonBox::ActionRole);
    m_stop->setObjectName(u"capacityStop"_s);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &CapacityDialog::reject);
    connect(m_start, &QPushButton::clicked, this, &CapacityDialog::start);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (m_run)
            m_run->stop();
        showProgress();
    });
    connect(&m_controller, &RunController::couldNotStart, this, [this](const QString &why) {
        m_message->show(FieldMessage::Kind::Error, why);
        setSearching(false);
    });
    setSearching(false);
    showWhatItGoesBy();
    explain(this);
    resize(760, 680);
}

CapacityDialog::~CapacityDialog() = default;

void CapacityDialog::addFields()
{
    m_from->setSpecialValueText(tr("automatic"));
    m_to->setValue(m_document.project().users.count);
    QFormLayout *form = makeForm();
    form->setContentsMargins({});
    m_fields->setLayout(form);
    addField(form, tr("&From"), m_from, tr("users in the first step"));
    addField(form, tr("&To"), m_to, tr("users at most"));
    addField(form, tr("S&ettle"), m_settle, tr("before each load is measured"));
    addField(form, tr("&Measure"), m_measure, tr("up to three times that where percentiles need it"));
}

void CapacityDialog::showWhatItGoesBy()
{
    const int suite = m_document.currentSuite();
    const QStringList rules = suite < 0 ? QStringList() : rulesOf(m_document.project().suites[suite]);
    m_start->setEnabled(!rules.isEmpty());
    if (rules.isEmpty())
        m_message->show(FieldMessage::Kind::Error,
            tr("Nothing says what the server is to keep. Give the suite's chat test a threshold, such as "
               "p95(send) < 500ms, on the page Tests."));
    else
        m_state->setText(tr("It is to keep: %1").arg(rules.join(u", "_s)));
}

void CapacityDialog::start()
{
    m_message->clear();
    m_answer->clear();
    m_steps->setRowCount(0);
    m_run.reset();
    setSearching(true);
    m_state->setText(tr("Asking the server…"));
    m_controller.prepare(this, [this](const run::RunPlan &plan) { begin(plan); });
    if (!m_run && !m_controller.isActive())
        setSearching(false); // the user changed their mind
}

void CapacityDialog::begin(const run::RunPlan &plan)
{
    auto searched = capacity::makeCapacityPlan(plan);
    if (!searched) {
        m_message->show(FieldMessage::Kind::Error, searched.error().toString());
        setSearching(false);
        return;
    }
    capacity::CapacityOptions options;
    if (m_from->value() > 0)
        options.from = m_from->value();
    options.most = m_to->value();
    options.settle = std::chrono::seconds(m_settle->value());
    options.measure = std::chrono::seconds(m_measure->value());
    using capacity::CapacityRun;
    m_run = std::make_unique<CapacityRun>(
        *std::move(searched), std::make_unique<run::ProjectRunFiles>(m_document.folder()), options);
    m_curve->setReport(m_run->report());
    connect(m_run.get(), &CapacityRun::testStarted, this, [this](int, const run::TestPlan &test) {
        m_test = test.name;
        showProgress();
    });
    connect(m_run.get(), &CapacityRun::stepStarted, this, &CapacityDialog::showProgress);
    connect(m_run.get(), &CapacityRun::snapshot, this, &CapacityDialog::showProgress);
    connect(m_run.get(), &CapacityRun::stepFinished, this, &CapacityDialog::showStep);
    connect(m_run.get(), &CapacityRun::finished, this, &CapacityDialog::showAnswer);
    m_run->start();
}

void CapacityDialog::showProgress()
{
    if (!m_run || !m_isSearching)
        return;
    using Phase = capacity::CapacityRun::Phase;
    const capacity::CapacityRun::Progress &progress = m_run->progress();
    const QString step = tr("Step %1, %n user(s)", nullptr, progress.users).arg(formatCount(progress.step));
    const QString left = formatCount(qint64(std::ceil(progress.remaining)));
    switch (progress.phase) {
    case Phase::Preparing:
        m_state->setText(tr("Setting up: %1").arg(m_test));
        break;
    case Phase::Changing:
        m_state->setText(tr("%1: users come or go").arg(step));
        break;
    case Phase::Settling:
        m_state->setText(tr("%1: settling, %2 s left").arg(step, left));
        break;
    case Phase::Measuring:
        m_state->setText(tr("%1: measuring, %2 s left").arg(step, left));
        break;
    case Phase::Finishing:
        m_state->setText(tr("Users finish what they are at"));
        break;
    }
}

void CapacityDialog::showStep(const capacity::Step &step)
{
    const int row = m_steps->rowCount();
    m_steps->insertRow(row);
    m_steps->setItem(row, UsersColumn, new QTableWidgetItem(formatCount(step.users)));
    m_steps->setItem(row, VerdictColumn, new QTableWidgetItem(outcomeWords(step.outcome)));
    auto *reason = new QTableWidgetItem(step.reason);
    reason->setToolTip(step.reason);
    m_steps->setItem(row, ReasonColumn, reason);
    m_steps->scrollToBottom();
    m_curve->setReport(m_run->report());
}

void CapacityDialog::showAnswer(const capacity::CapacityReport &report)
{
    setSearching(false);
    m_state->clear();
    m_curve->setReport(report);
    if (report.run.state == run::RunSummary::State::Failed)
        m_message->show(FieldMessage::Kind::Error, report.run.error.toString());
    else
        m_answer->setText(capacity::summaryOf(report));
    Q_EMIT m_document.filesChanged();
}

void CapacityDialog::setSearching(bool searching)
{
    m_isSearching = searching;
    m_fields->setEnabled(!searching);
    m_start->setEnabled(!searching);
    m_stop->setEnabled(searching);
}

void CapacityDialog::reject()
{
    if (!m_isSearching) {
        QDialog::reject();
        return;
    }
    if (m_run)
        m_run->stop();
    showProgress();
}

} // namespace throng::ui
