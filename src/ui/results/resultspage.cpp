// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/resultspage.h"

#include "ui/dashboard/runcontroller.h"
#include "ui/dashboard/runwords.h"
#include "ui/support/appearance.h"
#include "ui/support/format.h"
#include "ui/support/widgets.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

enum Column { Began, Suite, Lasted, Users, Requests, Failed, P95, VerdictColumn, ColumnCount };

double p95(const run::RunSummary &run)
{
    metrics::Histogram times;
    for (const run::TestSummary &test : run.tests) {
        if (!test.plan.isSetup() || run.tests.size() == 1)
            times.merge(test.totals.responseTimes());
    }
    return times.isEmpty() ? qQNaN() : std::chrono::duration<double, std::milli>(times.percentile(95)).count();
}

int mostUsers(const run::RunSummary &run)
{
    int most = 0;
    for (const run::TestSummary &test : run.tests)
        most = std::max(most, test.totals.peakUsers());
    return most;
}

} // namespace

ResultsPage::ResultsPage(RunController &controller, QWidget *parent)
    : Page(tr("Results"), tr("the runs finished since this project was opened; they are forgotten when it is closed"),
        parent)
    , m_controller(controller)
    , m_stack(new QStackedWidget(this))
    , m_table(new QTableWidget(0, ColumnCount, this))
    , m_details(new QLabel(this))
{
    setObjectName(u"resultsPage"_s);
    auto *card = new Card(this);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(8, 6, 8, 12);
    layout->addWidget(m_table, 1);
    m_details->setWordWrap(true);
    m_details->setTextFormat(Qt::PlainText);
    m_details->setContentsMargins(8, 0, 8, 0);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_details->setObjectName(u"runDetails"_s);
    layout->addWidget(m_details);
    QLabel *nothing = makeMuted(tr("No run has finished yet. Press Start, or F5."), this);
    nothing->setAlignment(Qt::AlignCenter);
    m_stack->addWidget(nothing);
    m_stack->addWidget(card);
    body()->addWidget(m_stack, 1);

    m_table->setObjectName(u"runsTable"_s);
    m_table->setAccessibleName(tr("Finished runs"));
    m_table->setFont(withTabularFigures(m_table->font()));
    m_table->setHorizontalHeaderLabels({ tr("Began"), tr("Suite"), tr("Lasted"), tr("Users"), tr("Requests"),
        tr("Failed"), tr("p95, chat"), tr("Verdict") });
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 16);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(Suite, QHeaderView::Stretch);
    connect(m_table, &QTableWidget::currentCellChanged, this, &ResultsPage::showDetails);
    connect(&m_controller, &RunController::finished, this, &ResultsPage::reload);
    reload();
}

void ResultsPage::reload()
{
    const std::vector<run::RunSummary> &runs = m_controller.history();
    m_table->setRowCount(int(runs.size()));
    for (int row = 0; row < int(runs.size()); ++row) {
        // The newest on top.
        const run::RunSummary &run = runs[runs.size() - 1 - std::size_t(row)];
        const double response = p95(run);
        const QStringList texts { QLocale().toString(
                                      QDateTime::fromMSecsSinceEpoch(run.startedAt), QLocale::ShortFormat),
            run.suite, formatClock(std::chrono::milliseconds(run.endedAt - run.startedAt)), formatCount(mostUsers(run)),
            formatCount(qint64(run.requests())), formatShare(run.failedShare()), formatDuration(response),
            runVerdictShort(run) };
        for (int column = 0; column < ColumnCount; ++column) {
            auto *item = new QTableWidgetItem(texts[column]);
            if (column >= Lasted && column <= P95)
                item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            m_table->setItem(row, column, item);
        }
        auto *place = new QWidget;
        auto *placeLayout = new QHBoxLayout(place);
        placeLayout->setContentsMargins(4, 0, 8, 0);
        QLabel *pill = makePill(runVerdictShort(run), runVerdictPill(run), place);
        pill->setMinimumWidth(m_table->fontMetrics().horizontalAdvance(pill->text()) + 26);
        placeLayout->addWidget(pill, 0, Qt::AlignLeft | Qt::AlignVCenter);
        QTableWidgetItem *verdict = m_table->item(row, VerdictColumn);
        verdict->setText({});
        verdict->setData(Qt::AccessibleTextRole, runVerdictShort(run));
        verdict->setSizeHint(place->sizeHint() + QSize(12, 0));
        m_table->setCellWidget(row, VerdictColumn, place);
    }
    m_stack->setCurrentIndex(runs.empty() ? 0 : 1);
    if (!runs.empty()) {
        m_table->setCurrentCell(0, 0);
        setStatus(
            tr("%n run(s)", nullptr, int(runs.size())) + u" · "_s + tr("last %1").arg(runVerdictShort(runs.back())));
    } else {
        setStatus(tr("no runs yet"));
    }
    showDetails();
}

void ResultsPage::showDetails()
{
    const std::vector<run::RunSummary> &runs = m_controller.history();
    const int row = m_table->currentRow();
    if (row < 0 || row >= int(runs.size())) {
        m_details->clear();
        return;
    }
    const run::RunSummary &run = runs[runs.size() - 1 - std::size_t(row)];
    QStringList lines { runVerdictWords(run) };
    for (const run::TestSummary &test : run.tests) {
        lines.append(tr("%1: %2, %3 requests, %4 failed")
                         .arg(test.plan.name, testEndWords(test.end), formatCount(qint64(test.totals.requests())),
                             formatShare(test.totals.failedShare())));
        for (const QString &line : test.setup.explanations())
            lines.append(u"    "_s + line);
    }
    for (const QString &warning : run.warnings)
        lines.append(tr("Warning: %1").arg(warning));
    m_details->setText(lines.join(u'\n'));
}

} // namespace throng::ui
