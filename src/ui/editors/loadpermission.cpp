// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/loadpermission.h"

#include "ui/support/permissionwords.h"
#include "ui/support/questions.h"

#include <QHostInfo>
#include <QWidget>

#include <utility>

using namespace Qt::StringLiterals;

namespace throng::ui {

using Decision = project::Verdict::Decision;

LoadPermission::LoadPermission(Questions &questions, QWidget *dialogParent)
    : QObject(dialogParent)
    , m_questions(questions)
    , m_dialogParent(dialogParent)
{
}

LoadPermission::~LoadPermission()
{
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(m_lookup);
}

void LoadPermission::setPermissions(const project::Permissions &permissions)
{
    if (m_permissions == permissions)
        return;
    m_permissions = permissions;
    if (m_verdict)
        judge(m_addresses);
}

void LoadPermission::setServer(const QUrl &server)
{
    const QString host = server.host();
    if (host == m_host)
        return;
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(std::exchange(m_lookup, -1));
    m_host = host;
    m_verdict.reset();
    if (host == u"localhost")
        judge({ QHostAddress(QHostAddress::LocalHost) });
    else if (const QHostAddress literal(host); !literal.isNull())
        judge({ literal });
    else if (project::isWellKnownPublicService(host))
        judge({});
    else
        Q_EMIT changed();
}

void LoadPermission::lookUp()
{
    if (m_host.isEmpty() || m_verdict || m_lookup >= 0)
        return;
    m_lookup = QHostInfo::lookupHost(m_host, this, [this](const QHostInfo &found) {
        m_lookup = -1;
        if (found.error() == QHostInfo::NoError)
            judge(found.addresses());
    });
}

void LoadPermission::judge(const QList<QHostAddress> &addresses)
{
    m_addresses = addresses;
    m_verdict = project::TargetGuard(m_permissions).judge(m_host, addresses);
    Q_EMIT changed();
}

bool LoadPermission::isAskable() const
{
    return m_verdict
        && (m_verdict->decision == Decision::NeedsConfirmation || m_verdict->decision == Decision::NeedsTypedWord);
}

bool LoadPermission::ask(const QList<QHostAddress> &addresses)
{
    judge(addresses);
    return ask();
}

bool LoadPermission::ask()
{
    if (!m_verdict || !isAskable())
        return m_verdict && m_verdict->isAllowed();
    const bool typed = m_verdict->decision == Decision::NeedsTypedWord;
    const QString reason = permissionWords(*m_verdict);
    const QString host = m_host;
    const bool yes = typed
        ? project::TargetGuard::isTypedWord(m_questions.typeHostToAllow(m_dialogParent, host, reason), host)
        : m_questions.allowPrivateTarget(m_dialogParent, host, reason);
    if (!yes || host != m_host)
        return false;
    project::TargetGuard guard(m_permissions);
    guard.grant(host, typed ? project::Consent::Typed : project::Consent::Confirmed);
    m_permissions = guard.permissions();
    judge(m_addresses);
    Q_EMIT granted(m_permissions);
    return m_verdict->isAllowed();
}

} // namespace throng::ui
