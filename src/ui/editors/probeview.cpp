// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/probeview.h"

#include "ui/editors/findingrow.h"
#include "ui/editors/limitsoffer.h"
#include "ui/editors/servercheck.h"
#include "ui/support/widgets.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QTime>
#include <QTimer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

using Subject = matrix::Finding::Subject;

QString now()
{
    return QLocale().toString(QTime::currentTime(), QLocale::ShortFormat);
}

bool isOfLimits(Subject subject)
{
    return subject >= Subject::ProbeAccount;
}

} // namespace

ProbeView::ProbeView(ServerCheck &check, QWidget *parent)
    : QWidget(parent)
    , m_check(check)
    , m_state(makeMuted(tr("not checked yet"), this))
    , m_probeLimits(makeLink(tr("Probe &limits…"), this))
    , m_cancel(new QPushButton(tr("&Cancel"), this))
    , m_progress(new QProgressBar(this))
    , m_offer(new LimitsOffer(this))
    , m_scroll(new QScrollArea(this))
    , m_rows(new QWidget)
    , m_list(new QVBoxLayout)
{
    setObjectName(u"probeView"_s);
    m_state->setObjectName(u"probeState"_s);
    m_state->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_probeLimits->setObjectName(u"probeLimits"_s);
    m_probeLimits->setToolTip(tr("Makes one account and one room on the server, having said so first"));
    m_probeLimits->setAccessibleDescription(m_probeLimits->toolTip());
    m_probeLimits->hide();
    m_cancel->setObjectName(u"cancelProbe"_s);
    m_cancel->setAutoDefault(false);
    m_cancel->hide();
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(4);
    m_progress->setAccessibleName(tr("Progress of the check"));
    QSizePolicy keepsPlace = m_progress->sizePolicy();
    keepsPlace.setRetainSizeWhenHidden(true);
    m_progress->setSizePolicy(keepsPlace);
    m_progress->hide();
    m_offer->hide();

    auto *header = new QHBoxLayout;
    header->addWidget(makeHeading(tr("What the server said"), this));
    header->addWidget(m_state, 1);
    header->addWidget(m_probeLimits);
    header->addWidget(m_cancel);

    m_list->setContentsMargins({});
    m_list->setSpacing(0);
    auto *rowsLayout = new QVBoxLayout(m_rows);
    rowsLayout->setContentsMargins({});
    rowsLayout->addLayout(m_list);
    rowsLayout->addStretch();
    m_rows->setProperty("page", true);
    m_scroll->setWidget(m_rows);
    m_scroll->setObjectName(u"findings"_s);
    m_scroll->setAccessibleName(tr("What the server said"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_rows->setAutoFillBackground(false);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(spacing);
    layout->addLayout(header);
    layout->addWidget(m_progress);
    layout->addWidget(m_offer);
    layout->addWidget(m_scroll, 1);

    connect(m_cancel, &QPushButton::clicked, this, &ProbeView::cancel);
    connect(m_probeLimits, &QPushButton::clicked, this, [this] {
        m_probeLimits->hide();
        m_offer->offer(m_server, m_makesAccount);
    });
    connect(m_offer, &LimitsOffer::accepted, this, &ProbeView::limitsWanted);
    connect(m_offer, &LimitsOffer::declined, this, [this] {
        m_offer->hide();
        setMayProbe(m_mayProbe);
        m_probeLimits->setFocus();
    });
    connect(&m_check, &ServerCheck::progress, this, &ProbeView::showSteps);
    connect(&m_check, &ServerCheck::found, this, &ProbeView::add);
    connect(&m_check, &ServerCheck::finished, this, [this](const matrix::ServerReport &report) {
        end(tr("checked %1 · %2 questions, nothing created").arg(now(), QLocale().toString(report.questions)));
        setMayProbe(report.state == matrix::ServerState::Matrix);
    });
    connect(&m_check, &ServerCheck::limitsFinished, this, &ProbeView::limitsFinished);
    connect(&m_check, &ServerCheck::failed, this, [this](const QString &why) {
        removeRows();
        end(tr("not checked"));
        add({ Subject::Server, matrix::Finding::Severity::Problem, why, {} });
    });
    connect(&m_check, &ServerCheck::limitsFailed, this, &ProbeView::limitsFailed);
}

void ProbeView::limitsFailed(const QString &why)
{
    end(tr("limits not probed; nothing was created"));
    setMayProbe(true);
    removeLimits();
    if (!why.isEmpty())
        add({ Subject::ProbeAccount, matrix::Finding::Severity::Problem, why, {} });
}

void ProbeView::setTarget(const QString &server, bool makesAccount)
{
    m_server = server;
    m_makesAccount = makesAccount;
    if (m_offer->isVisibleTo(this))
        m_offer->offer(server, makesAccount);
}

void ProbeView::setMayProbe(bool may)
{
    m_mayProbe = may;
    m_probeLimits->setVisible(may);
}

void ProbeView::begin()
{
    removeRows();
    setMayProbe(false);
    working(tr("asking…"));
}

void ProbeView::beginLimits()
{
    removeLimits();
    m_probeLimits->hide();
    working(tr("probing the limits…"));
}

void ProbeView::working(const QString &text)
{
    m_offer->hide();
    m_progress->setRange(0, 0);
    m_progress->show();
    m_cancel->setEnabled(true);
    m_cancel->show();
    m_state->setText(text);
}

void ProbeView::showSteps(int step, int steps, const QString &what)
{
    m_progress->setRange(0, steps);
    m_progress->setValue(step);
    m_state->setText(what);
}

void ProbeView::cancel()
{
    if (m_check.isProbingLimits()) {
        m_state->setText(tr("cancelling, and cleaning up…"));
        m_cancel->setEnabled(false);
        m_check.cancel();
        return;
    }
    m_check.cancel();
    end(tr("cancelled; nothing was created"));
    Q_EMIT cancelled();
}

void ProbeView::forget(const QString &why)
{
    m_check.abandon();
    removeRows();
    setMayProbe(false);
    end(why);
}

void ProbeView::sayReached()
{
    if (m_findings.isEmpty())
        m_state->setText(tr("not checked; a run reached it %1").arg(now()));
}

void ProbeView::end(const QString &text)
{
    m_offer->hide();
    m_progress->hide();
    m_cancel->hide();
    m_state->setText(text);
}

void ProbeView::limitsFinished(const matrix::LimitsReport &report)
{
    if (report.cancelled)
        end(report.accountLeft ? tr("cancelled; the probe's account is still there") : tr("cancelled and cleaned up"));
    else
        end(report.problem.isEmpty() ? tr("limits probed %1").arg(now()) : tr("limits not found out"));
    setMayProbe(true);
}

void ProbeView::removeRows()
{
    qDeleteAll(m_findings);
    m_findings.clear();
}

/// What an earlier probe of the limits said, and what the check could only guess of them.
void ProbeView::removeLimits()
{
    m_findings.removeIf([](FindingRow *row) {
        const bool goes = isOfLimits(row->subject()) || row->subject() == Subject::RateLimits;
        if (goes)
            delete row;
        return goes;
    });
}

void ProbeView::add(const matrix::Finding &finding)
{
    auto *row = new FindingRow(finding, m_rows);
    m_findings.append(row);
    m_list->addWidget(row);
    row->show();
    if (isOfLimits(finding.subject)) { // they come below what is read already
        QTimer::singleShot(0, row, [this, row] { m_scroll->ensureWidgetVisible(row, 0, 0); });
    }
}

} // namespace throng::ui
