// SPDX-License-Identifier: GPL-3.0-or-later

// Where a reply goes when the server sends it elsewhere.
#include "engine/http/reply.h"

#include "engine/base/words.h"
#include "engine/http/accessmanager.h"
#include "engine/http/origin.h"

using namespace Qt::StringLiterals;

namespace throng::http {

bool Reply::isRedirect() const
{
    const int status = response.status;
    if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308)
        return false;
    if (response.headers.value("location").isNull())
        return false;
    const QVariant policy = request().attribute(QNetworkRequest::RedirectPolicyAttribute);
    const int chosen = policy.isValid() ? policy.toInt() : int(m_manager.redirectPolicy());
    return chosen != QNetworkRequest::ManualRedirectPolicy;
}

void Reply::redirect()
{
    const QVariant asked = request().attribute(QNetworkRequest::RedirectPolicyAttribute);
    const int policy = asked.isValid() ? asked.toInt() : int(m_manager.redirectPolicy());
    const QUrl location = QUrl::fromEncoded(response.headers.value("location").toByteArray());
    m_target = url().resolved(location);
    if (!m_target.hasFragment() && url().hasFragment())
        m_target.setFragment(url().fragment());
    if (!m_target.isValid() || (m_target.scheme() != "http"_L1 && m_target.scheme() != "https"_L1)) {
        fail(ProtocolUnknownError,
            Words::tr("%1 redirects to what is no web address: %2")
                .arg(url().toDisplayString(), m_target.toDisplayString()));
        return;
    }
    if (m_redirectsLeft-- <= 0) {
        fail(
            TooManyRedirectsError, Words::tr("Too many redirects; the last was to %1").arg(m_target.toDisplayString()));
        return;
    }
    const bool lessSafe = url().scheme() == "https"_L1 && m_target.scheme() == "http"_L1;
    if ((lessSafe && policy == QNetworkRequest::NoLessSafeRedirectPolicy)
        || (policy == QNetworkRequest::SameOriginRedirectPolicy && !isSameOrigin(url(), m_target))) {
        fail(InsecureRedirectError,
            Words::tr("%1 redirects to %2, which is not followed")
                .arg(url().toDisplayString(), m_target.toDisplayString()));
        return;
    }
    if (policy == QNetworkRequest::UserVerifiedRedirectPolicy) {
        connect(this, &QNetworkReply::redirectAllowed, this, &Reply::follow, Qt::SingleShotConnection);
        Q_EMIT redirected(m_target);
        return;
    }
    follow();
    Q_EMIT redirected(m_target);
}

void Reply::follow()
{
    if (isFinished())
        return;
    const int status = response.status;
    const bool becomesGet =
        (status == 303 && m_method != "HEAD") || ((status == 301 || status == 302) && m_method == "POST");
    if (becomesGet) {
        m_method = "GET"_ba;
        setOperation(QNetworkAccessManager::GetOperation);
        m_upload.drop();
    } else if (!m_upload.rewind()) {
        failSoon(ContentReSendError, Words::tr("Redirected, but the upload cannot be read a second time"));
        return;
    }
    Transfer::reset();
    m_discards = false;
    m_decoder.reset();
    setUrl(m_target);
    send();
}

} // namespace throng::http
