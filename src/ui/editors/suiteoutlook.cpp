// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/suiteoutlook.h"

#include "engine/project/project.h"
#include "engine/run/machineoutlook.h"
#include "ui/editors/suitetimeline.h"
#include "ui/support/format.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace throng::ui {

SuiteOutlook::SuiteOutlook(QWidget *parent)
    : Card(parent)
    , m_headline(makeHeading({}, this))
    , m_basis(makeMuted({}, this))
    , m_machine(makeMuted({}, this))
    , m_edit(makeLink(tr("Rounds, thresholds, &commands…"), this))
    , m_timeline(new SuiteTimeline(this))
{
    m_headline->setObjectName(u"timelineHeadline"_s);
    m_headline->setWordWrap(true);
    m_basis->setObjectName(u"timelineBasis"_s);
    m_basis->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_edit->setObjectName(u"editSuite"_s);
    m_edit->setToolTip(tr("The suite's name, how often it is run, what all its tests are to keep, and its commands"));
    m_machine->setObjectName(u"machineOutlook"_s);
    m_machine->setWordWrap(true);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 10, 16, 6);
    layout->setSpacing(4);
    auto *head = new QHBoxLayout;
    head->addWidget(m_headline, 3);
    head->addWidget(m_basis, 2);
    head->addSpacing(spacing);
    head->addWidget(m_edit);
    layout->addLayout(head);
    layout->addWidget(m_timeline);
    layout->addWidget(m_machine);
    connect(m_edit, &QPushButton::clicked, this, &SuiteOutlook::editRequested);
    connect(m_timeline, &SuiteTimeline::chosen, this, &SuiteOutlook::chosen);
}

void SuiteOutlook::setRooms(int rooms, qint64 memberships, double messageReach)
{
    m_headcount.rooms = rooms;
    m_headcount.memberships = memberships;
    m_headcount.messageReach = messageReach;
}

void SuiteOutlook::setCurrent(int test)
{
    m_timeline->setCurrent(test);
}

/// Remembered, because finding them out takes longer than a key press should.
run::ChatRates SuiteOutlook::ratesOf(const users::ChatParameters &parameters)
{
    constexpr qsizetype most = 32;
    for (const auto &[known, rates] : std::as_const(m_rates)) {
        if (known == parameters)
            return rates;
    }
    if (m_rates.size() >= most)
        m_rates.removeFirst();
    m_rates.append({ parameters, run::chatRates(parameters) });
    return m_rates.last().second;
}

void SuiteOutlook::showSuite(const project::Suite *suite, const project::Project &project, const QString &folder)
{
    m_headcount.accounts = project.users.count;
    QList<run::TestOutlook> tests;
    if (suite)
        tests = run::timeline(
            *suite, m_headcount, [this](const users::ChatParameters &parameters) { return ratesOf(parameters); },
            folder);
    m_timeline->setTests(tests);
    QString headline = timelineHeadline(tests);
    if (suite && suite->rounds > 1)
        headline = tr("%Ln round(s), %1 apart, each: %2", nullptr, suite->rounds)
                       .arg(formatSpan(suite->pauseBetweenRounds), headline);
    m_headline->setText(headline);
    m_edit->setEnabled(suite);
    m_span = timelineSpan(tests);
    m_basis->setText(
        tr("expected, from %1 and %2")
            .arg(tr("%Ln account(s)", nullptr, m_headcount.accounts), tr("%Ln room(s)", nullptr, m_headcount.rooms)));
    showMachine(tests, project);
}

void SuiteOutlook::showMachine(const QList<run::TestOutlook> &tests, const project::Project &project)
{
    using Limit = run::MachineOutlook::Limit;
    const QUrl server = project.server.baseUrl().value_or(QUrl()); // half an address: elsewhere, over TLS
    const auto means = run::GeneratorMeans::ofThisMachine(server);
    const auto outlook = run::machineOutlook(tests, means, run::UserCost::of(server, project.server.http));
    m_machine->setVisible(outlook.has_value());
    if (!outlook)
        return;
    const int most = std::accumulate(tests.begin(), tests.end(), 0,
        [](int users, const run::TestOutlook &test) { return test.isChat() ? std::max(users, test.users) : users; });
    const QString users = tr("%Ln user(s) like these", nullptr, outlook->rounded());
    const QString where = means.sharedWithServer ? tr("beside the server") : tr("with nothing else to do");
    const QString limit = outlook->limit == Limit::Files ? tr("files that may be open (ulimit -Hn)")
        : outlook->limit == Limit::Memory                ? tr("memory")
                                                         : tr("processor time");
    m_machine->setText(outlook->users >= most
            ? tr("This machine will do: %1 it should carry about %2.").arg(where, users)
            : tr("Too much for this machine: %1 it should carry about %2. More would need more %3.")
                  .arg(where, users, limit));
}

} // namespace throng::ui
