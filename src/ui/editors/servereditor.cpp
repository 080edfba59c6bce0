// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/servereditor.h"

#include "engine/run/limitsoptions.h"
#include "ui/editors/loadpermission.h"
#include "ui/editors/probeview.h"
#include "ui/editors/servercheck.h"
#include "ui/editors/serverform.h"
#include "ui/support/permissionwords.h"
#include "ui/support/secretstore.h"
#include "ui/support/widgets.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

using Source = project::AccountSource;

ServerEditor::ServerEditor(run::Secrets &secrets, Questions &questions, QWidget *parent)
    : QWidget(parent)
    , m_secrets(secrets)
    , m_check(new ServerCheck(this))
    , m_form(new ServerForm(questions, this))
    , m_view(new ProbeView(*m_check, this))
    , m_permission(new LoadPermission(questions, this))
{
    setObjectName(u"serverEditor"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(spacing + 2);
    auto *card = new Card(this);
    auto *cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(16, 14, 16, 14);
    cardLayout->addWidget(m_form);
    layout->addWidget(card);
    auto *report = new Card(this);
    auto *reportLayout = new QVBoxLayout(report);
    reportLayout->setContentsMargins(16, 12, 16, 12);
    reportLayout->addWidget(m_view);
    layout->addWidget(report, 1);

    connect(m_form, &ServerForm::edited, this, &ServerEditor::fieldEdited);
    connect(m_form, &ServerForm::validChanged, this, &ServerEditor::validChanged);
    connect(m_form, &ServerForm::checkRequested, this, &ServerEditor::checkServer);
    connect(m_form, &ServerForm::secretEdited, this, &ServerEditor::takeSecret);
    connect(m_form, &ServerForm::secretDone, this, [this] {
        if (m_keepsAtOnce)
            keepSecret();
    });
    connect(m_form, &ServerForm::permissionWanted, this, [this] { m_permission->ask(); });
    connect(m_permission, &LoadPermission::changed, this, &ServerEditor::showPermission);
    connect(m_permission, &LoadPermission::granted, this, &ServerEditor::permissionsChanged);
    connect(m_view, &ProbeView::limitsWanted, this, &ServerEditor::probeLimits);
    connectCheck();
    showTarget();
    showSecretPlace();
}

void ServerEditor::connectCheck()
{
    connect(m_view, &ProbeView::cancelled, this, [this] {
        m_form->setChecking(false);
        setStatus(tr("not checked yet"));
        Q_EMIT notChecked();
    });
    connect(m_check, &ServerCheck::failed, this, [this] {
        m_form->setChecking(false);
        setStatus(tr("address unusable"));
        Q_EMIT notChecked();
    });
    connect(m_check, &ServerCheck::finished, this, &ServerEditor::showReport);
    connect(m_check, &ServerCheck::limitsFinished, this, [this] { m_form->setChecking(false); });
    connect(m_check, &ServerCheck::limitsFailed, this, [this] { m_form->setChecking(false); });
}

void ServerEditor::offerMetrics()
{
    m_form->offerMetrics();
}

const project::ServerSettings &ServerEditor::value() const
{
    return m_form->value();
}

bool ServerEditor::isValid() const
{
    return m_form->isValid();
}

bool ServerEditor::isChecking() const
{
    return m_check->isRunning();
}

bool ServerEditor::isProbingLimits() const
{
    return m_check->isProbingLimits();
}

void ServerEditor::setValue(const project::ServerSettings &settings)
{
    m_form->setValue(settings);
    showTarget();
    showSecret();
    lookForSecret();
}

void ServerEditor::setPermissions(const project::Permissions &permissions)
{
    m_permission->setPermissions(permissions);
}

void ServerEditor::setStatus(const QString &status)
{
    m_status = status;
    Q_EMIT statusChanged();
}

void ServerEditor::forget(const QString &why)
{
    m_software.clear();
    m_view->forget(why);
    m_form->setChecking(false);
    setStatus(value().url.isEmpty() ? tr("no address yet") : tr("not checked yet"));
}

void ServerEditor::leave()
{
    if (!m_check->isRunning())
        return;
    if (m_check->isProbingLimits()) {
        m_check->cancel(); // it cleans up behind itself
        return;
    }
    m_view->forget(tr("not checked yet"));
    m_form->setChecking(false);
}

void ServerEditor::fieldEdited(const QString &field)
{
    Q_EMIT edited(field);
    showTarget();
    if (field == u"url") {
        forget(tr("the address has changed; not checked yet"));
        showSecretPlace();
    } else if (field == u"accounts") {
        showSecret();
        lookForSecret();
    }
}

void ServerEditor::checkServer()
{
    lookForSecret();
    m_view->begin();
    m_form->setChecking(true);
    m_permission->lookUp();
    setStatus(tr("checking…"));
    const Source source = value().accounts;
    m_check->start(value(), m_folder, source == Source::SharedSecret && !m_secrets.sharedSecret.isEmpty(),
        source == Source::RegistrationToken && !m_secrets.registrationToken.isEmpty());
}

void ServerEditor::setReachable()
{
    setStatus(m_software.isEmpty() ? tr("reachable") : tr("%1, reachable").arg(m_software));
}

void ServerEditor::serverReached(const QString &software)
{
    if (m_check->isRunning()) // that will tell more
        return;
    if (!software.isEmpty())
        m_software = software;
    m_view->sayReached();
    setReachable();
}

void ServerEditor::showReport(const matrix::ServerReport &report)
{
    m_form->setChecking(false);
    const bool found = report.state == matrix::ServerState::Matrix;
    m_software = found ? report.software : QString();
    if (found)
        setReachable();
    else
        setStatus(tr("no homeserver found"));
    if (found && report.baseUrl != report.asked)
        m_form->adviseAddress(
            tr("The homeserver is elsewhere. A test loads the address above as it is."), report.baseUrl.toString());
    Q_EMIT checked(report);
}

void ServerEditor::probeLimits()
{
    const std::vector<users::Account> accounts = m_accounts ? m_accounts() : std::vector<users::Account>();
    auto options = run::limitsProbeOptions(value().accounts, m_secrets, accounts);
    if (!options) {
        m_view->limitsFailed(options.error().toString());
        return;
    }
    options->software = m_software;
    m_view->beginLimits();
    m_form->setChecking(true);
    m_check->probeLimits(value(), m_folder, *options, *m_permission);
}

void ServerEditor::showTarget()
{
    const auto url = value().baseUrl();
    m_permission->setServer(url ? *url : QUrl());
    m_view->setTarget(url ? url->toDisplayString() : value().url, value().accounts != Source::ExistingAccounts);
    showPermission();
}

void ServerEditor::showPermission()
{
    if (const auto &verdict = m_permission->verdict())
        m_form->showPermission(permissionWords(*verdict), m_permission->isAskable());
    else
        m_form->showPermission(value().url.isEmpty() ? tr("Which one it takes shows with the address.")
                                                     : tr("Check looks up whether the address is private or public."),
            false);
}

QByteArray *ServerEditor::secretInUse() const
{
    switch (value().accounts) {
    case Source::RegistrationToken:
        return &m_secrets.registrationToken;
    case Source::SharedSecret:
        return &m_secrets.sharedSecret;
    case Source::OpenRegistration:
    case Source::ExistingAccounts:
        break;
    }
    return nullptr;
}

QString ServerEditor::secretKey() const
{
    const auto url = value().baseUrl();
    if (!url || !secretInUse())
        return {};
    const bool token = value().accounts == Source::RegistrationToken;
    return (token ? u"registration-token "_s : u"shared-secret "_s) + url->toString();
}

void ServerEditor::takeSecret()
{
    if (QByteArray *secret = secretInUse())
        *secret = m_form->secret().toUtf8();
    m_keptKey.clear();
    showSecretPlace();
}

void ServerEditor::showSecret()
{
    const QByteArray *secret = secretInUse();
    m_form->setSecret(secret ? QString::fromUtf8(*secret) : QString());
    showSecretPlace();
}

void ServerEditor::setSecretStore(SecretStore *store, bool atOnce)
{
    m_store = store;
    m_keepsAtOnce = atOnce;
    showSecretPlace();
    lookForSecret();
}

void ServerEditor::lookForSecret()
{
    const QString key = secretKey();
    if (!m_store || key.isEmpty() || !secretInUse()->isEmpty())
        return;
    m_store->read(key, this, [this, key](const SecretStore::Found &found) {
        m_keyringProblem = found.problem;
        QByteArray *secret = secretInUse();
        // Something may have been typed meanwhile.
        if (key == secretKey() && secret && secret->isEmpty() && !found.secret.isEmpty()) {
            *secret = found.secret;
            m_keptKey = key;
            showSecret();
        }
        showSecretPlace();
    });
}

void ServerEditor::keepSecret()
{
    const QString key = secretKey();
    if (!m_store || key.isEmpty())
        return;
    const bool keeps = m_form->keepsSecret();
    const QByteArray secret = keeps ? *secretInUse() : QByteArray();
    if (secret.isEmpty() && m_keptKey != key)
        return; // nothing to keep, and nothing of ours to take away
    m_store->write(key, secret, this, [this, key, stays = !secret.isEmpty()](const QString &problem) {
        m_keyringProblem = problem;
        m_keptKey = problem.isEmpty() && stays ? key : QString();
        showSecretPlace();
    });
}

void ServerEditor::showSecretPlace()
{
    if (!m_store)
        m_form->showSecretPlace(tr("Without a system keyring it is kept in memory until Throng is closed, and written "
                                   "nowhere: you will be asked again."),
            false, false);
    else if (!m_keyringProblem.isEmpty())
        m_form->showSecretPlace(tr("The system keyring does not answer (%1). The secret is kept in memory until Throng "
                                   "is closed, and written nowhere: you will be asked again.")
                                    .arg(m_keyringProblem),
            true, true);
    else if (!m_keptKey.isEmpty() && m_keptKey == secretKey())
        m_form->showSecretPlace(tr("It is in the system keyring, not in the project."), false, true);
    else
        m_form->showSecretPlace(tr("It never gets into the project's files."), false, true);
}

} // namespace throng::ui
