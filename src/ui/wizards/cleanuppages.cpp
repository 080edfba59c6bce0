// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizards/cleanuppages.h"

#include "engine/http/origin.h"
#include "engine/project/targetguard.h"
#include "ui/document/document.h"
#include "ui/support/format.h"
#include "ui/support/permissionwords.h"
#include "ui/support/widgets.h"
#include "ui/wizards/step.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QProgressBar>
#include <QRadioButton>
#include <QVBoxLayout>

#include <array>

using namespace Qt::StringLiterals;

namespace throng::ui {

CleanupChoicePage::CleanupChoicePage(Document &document)
    : m_document(document)
    , m_contents(new QLabel(this))
    , m_bySecret(new QRadioButton(tr("An administrator made with the registration &shared secret (Synapse)"), this))
    , m_byToken(new QRadioButton(tr("An administrator's access &token (Synapse)"), this))
    , m_byUsers(new QRadioButton(tr("Each &account by itself (any server)"), this))
    , m_secret(new QLineEdit(this))
    , m_wayHint(makeMuted({}, this))
    , m_sure(new QCheckBox(tr("&Remove them for good"), this))
    , m_message(new FieldMessage(this))
{
    setObjectName(u"cleanupChoice"_s);
    setTitle(stepTitle(tr("What is to be removed?")));
    setSubTitle(tr("Everything that this project's tests have made on the server, and nothing else. The project itself "
                   "and its results stay."));
    setCommitPage(true);
    setButtonText(QWizard::CommitButton, tr("C&lean up"));
    QVBoxLayout *layout = makeStepBody(this);
    m_contents->setObjectName(u"cleanupContents"_s);
    m_contents->setWordWrap(true);
    layout->addWidget(m_contents);
    layout->addWidget(m_message);
    layout->addSpacing(spacing);
    layout->addWidget(makeHeading(tr("By whom?"), this));
    m_bySecret->setObjectName(u"cleanupBySecret"_s);
    m_byToken->setObjectName(u"cleanupByToken"_s);
    m_byUsers->setObjectName(u"cleanupByUsers"_s);
    for (QRadioButton *way : { m_bySecret, m_byToken, m_byUsers }) {
        layout->addWidget(way);
        connect(way, &QRadioButton::toggled, this, &CleanupChoicePage::showWay);
    }
    m_secret->setObjectName(u"cleanupSecret"_s);
    m_secret->setEchoMode(QLineEdit::Password);
    m_secret->setAccessibleName(tr("The secret or the token"));
    layout->addWidget(m_secret);
    layout->addWidget(m_wayHint);
    layout->addStretch();
    m_sure->setObjectName(u"cleanupSure"_s);
    layout->addWidget(m_sure);
    connect(m_secret, &QLineEdit::textChanged, this, &QWizardPage::completeChanged);
    connect(m_sure, &QCheckBox::toggled, this, &QWizardPage::completeChanged);
}

void CleanupChoicePage::initializePage()
{
    m_sure->setChecked(false);
    m_anything = false;
    m_message->clear();
    const QByteArray known = m_document.secrets().sharedSecret;
    const bool bySecret = m_document.project().server.accounts == project::AccountSource::SharedSecret;
    (bySecret ? m_bySecret : m_byUsers)->setChecked(true);
    m_secret->setText(bySecret ? QString::fromUtf8(known) : QString());

    const auto url = m_document.project().server.baseUrl();
    if (!url) {
        m_message->show(FieldMessage::Kind::Error, url.error().toString());
        return;
    }
    const auto input = clean::openForCleaning(m_document.folder(), *url);
    if (!input) {
        m_message->show(FieldMessage::Kind::Error, input.error().toString());
        return;
    }
    const project::LedgerServer &server = input->ledger.server();
    m_anything = !server.isEmpty();
    if (m_anything)
        m_contents->setText(tr("On %1: %2, %3 and %4.")
                                .arg(server.url, tr("%n room(s)", nullptr, int(server.rooms.size())),
                                    tr("%n file(s)", nullptr, int(server.mediaCount())),
                                    tr("%n account(s)", nullptr, int(server.removable().size()))));
    else
        m_contents->setText(tr("Nothing is left on %1, as far as this project knows.").arg(project::ledgerUrl(*url)));
    showWay();
}

void CleanupChoicePage::showWay()
{
    m_secret->setVisible(!m_byUsers->isChecked());
    if (m_byUsers->isChecked())
        m_wayHint->setText(tr("Each account leaves its rooms and deactivates itself. Files that were sent stay, and "
                              "what becomes of the empty rooms is the server's affair."));
    else if (m_bySecret->isChecked())
        m_wayHint->setText(tr("An administrator is made for this and deactivated at the end. Rooms are purged, files "
                              "deleted, accounts deactivated and erased."));
    else
        m_wayHint->setText(tr("Rooms are purged, files deleted, accounts deactivated and erased."));
    Q_EMIT completeChanged();
}

bool CleanupChoicePage::isComplete() const
{
    return m_anything && m_sure->isChecked() && (m_byUsers->isChecked() || !m_secret->text().trimmed().isEmpty());
}

clean::CleanOptions CleanupChoicePage::options() const
{
    clean::CleanOptions options;
    const QByteArray secret = m_secret->text().trimmed().toUtf8();
    if (m_bySecret->isChecked())
        options.sharedSecret = secret;
    else if (m_byToken->isChecked())
        options.adminToken = secret;
    return options;
}

CleanupWorkPage::CleanupWorkPage(Document &document, const CleanupChoicePage &choice)
    : m_document(document)
    , m_choice(choice)
    , m_what(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_result(new QLabel(this))
    , m_message(new FieldMessage(this))
{
    setObjectName(u"cleanupWork"_s);
    setTitle(stepTitle(tr("Cleaning up")));
    setSubTitle(tr("It may be cancelled at any time; the next clean-up goes on where this one ended."));
    setFinalPage(true);
    QVBoxLayout *layout = makeStepBody(this);
    m_what->setObjectName(u"cleanupWhat"_s);
    m_bar->setObjectName(u"cleanupBar"_s);
    m_bar->setAccessibleName(tr("Progress"));
    m_result->setObjectName(u"cleanupResult"_s);
    m_result->setWordWrap(true);
    m_result->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(m_what);
    layout->addWidget(m_bar);
    layout->addWidget(m_message);
    layout->addWidget(m_result);
    layout->addStretch();
}

CleanupWorkPage::~CleanupWorkPage() = default;

void CleanupWorkPage::initializePage()
{
    m_message->clear();
    m_result->clear();
    m_what->setText(tr("Finding the server"));
    m_bar->setRange(0, 0);
    // Once the page is to be seen: finding the server may take a moment.
    QMetaObject::invokeMethod(
        this, [this] { begin(); }, Qt::QueuedConnection);
}

void CleanupWorkPage::begin()
{
    const project::Project &project = m_document.project();
    const auto url = project.server.baseUrl();
    if (!url)
        return fail(url.error().toString());
    http::TlsOptions tls;
    tls.verify = !project.server.insecure;
    tls.caFile = m_document.folder().absolutePath(project.server.caFile);
    tls.versions = project.server.http;
    const auto origin =
        QCoro::waitFor(http::resolveOrigin(*url, tls, project.server.proxy, project.server.timeouts.connect));
    if (!origin)
        return fail(origin.error().toString());
    const project::TargetGuard guard(project.permissions);
    if (const project::Verdict verdict = guard.judge(url->host(), (*origin)->addresses);
        verdict.decision != project::Verdict::Decision::Allowed)
        return fail(permissionWords(verdict));
    auto input = clean::openForCleaning(m_document.folder(), *url);
    if (!input)
        return fail(input.error().toString());
    m_cleanup =
        std::make_unique<clean::Cleanup>(*origin, std::move(input->ledger), input->accounts, m_choice.options());
    connect(m_cleanup.get(), &clean::Cleanup::progress, this, [this](int done, int total, const QString &what) {
        m_what->setText(tr("%1: %2 of %3").arg(what, formatCount(done), formatCount(total)));
        m_bar->setRange(0, total);
        m_bar->setValue(done);
    });
    connect(m_cleanup.get(), &clean::Cleanup::finished, this, &CleanupWorkPage::showReport);
    m_cleanup->start();
}

bool CleanupWorkPage::isWorking() const
{
    return m_cleanup && m_cleanup->isRunning();
}

bool CleanupWorkPage::isComplete() const
{
    return !m_result->text().isEmpty() || m_message->isError();
}

void CleanupWorkPage::cancel()
{
    m_what->setText(tr("Stopping"));
    m_cleanup->cancel();
}

void CleanupWorkPage::fail(const QString &why)
{
    m_bar->setRange(0, 1);
    m_what->setText(tr("Nothing was removed"));
    m_message->show(FieldMessage::Kind::Error, why);
    Q_EMIT completeChanged();
}

void CleanupWorkPage::showReport(const clean::CleanReport &report)
{
    if (const auto settled = clean::settleFolder(m_document.folder(), report); !settled)
        m_message->show(FieldMessage::Kind::Error, settled.error().toString());
    if (!report.problem.isEmpty())
        m_message->show(FieldMessage::Kind::Error, report.problem);
    m_bar->setRange(0, 1);
    m_bar->setValue(report.isComplete() ? 1 : 0);
    m_what->setText(report.isComplete() ? tr("Everything is gone")
            : report.cancelled          ? tr("Cancelled: the rest is still there")
                                        : tr("Not everything is gone"));
    QStringList lines;
    for (const auto &[name, count] : std::array { std::pair(tr("Rooms"), report.rooms),
             std::pair(tr("Files"), report.media), std::pair(tr("Accounts"), report.accounts) })
        lines += tr("%1: %2 of %3 gone").arg(name, formatCount(count.gone), formatCount(count.found));
    for (const QString &reason : report.reasons)
        lines += tr("Remains: %1").arg(reason);
    m_result->setText(lines.join(u'\n'));
    Q_EMIT m_document.filesChanged();
    Q_EMIT completeChanged();
}

} // namespace throng::ui
