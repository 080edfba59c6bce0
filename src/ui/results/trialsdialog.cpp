// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/trialsdialog.h"

#include "engine/results/significance.h"
#include "ui/support/widgets.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int mostTrials = 50;
constexpr int longestPause = 24 * 3'600; // seconds
constexpr int usualPause = 60;

} // namespace

TrialsDialog::TrialsDialog(QWidget *parent)
    : QDialog(parent)
    , m_trials(new QSpinBox(this))
    , m_pause(new QSpinBox(this))
{
    setObjectName(u"trialsDialog"_s);
    setWindowTitle(tr("Run several times"));
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(spacing + 2);
    QLabel *why = makeMuted(tr("Two runs of the same test are never alike. Only several of them tell by how much they "
                               "differ by themselves, "
                               "and whether another group of runs differs by more: that takes %1 on each side.")
                                .arg(results::fewestRuns),
        this);
    why->setMinimumWidth(460);
    layout->addWidget(why);
    QFormLayout *form = makeForm();
    m_trials->setObjectName(u"trials"_s);
    m_trials->setRange(2, mostTrials);
    m_trials->setValue(results::fewestRuns);
    addField(form, tr("&Runs"), m_trials, tr("one after the other, kept as one group"));
    m_pause->setObjectName(u"trialPause"_s);
    m_pause->setRange(0, longestPause);
    m_pause->setValue(usualPause);
    m_pause->setSuffix(tr(" s"));
    addField(form, tr("&Pause"), m_pause, tr("between two of them, for the server to come to rest"));
    layout->addLayout(form);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton *start = buttons->addButton(tr("&Start"), QDialogButtonBox::AcceptRole);
    start->setObjectName(u"startTrials"_s);
    start->setProperty("primary", true);
    start->setDefault(true);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

int TrialsDialog::trials() const
{
    return m_trials->value();
}

std::chrono::seconds TrialsDialog::pause() const
{
    return std::chrono::seconds(m_pause->value());
}

} // namespace throng::ui
