// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/replyerrors.h"

#include "engine/base/words.h"

using namespace Qt::StringLiterals;

namespace throng::http {

namespace {

QNetworkReply::NetworkError errorFor(int status)
{
    switch (status) {
    case 400:
    case 418:
        return QNetworkReply::ProtocolInvalidOperationError;
    case 401:
        return QNetworkReply::AuthenticationRequiredError;
    case 403:
        return QNetworkReply::ContentAccessDenied;
    case 404:
        return QNetworkReply::ContentNotFoundError;
    case 405:
        return QNetworkReply::ContentOperationNotPermittedError;
    case 407:
        return QNetworkReply::ProxyAuthenticationRequiredError;
    case 409:
        return QNetworkReply::ContentConflictError;
    case 410:
        return QNetworkReply::ContentGoneError;
    case 500:
        return QNetworkReply::InternalServerError;
    case 501:
        return QNetworkReply::OperationNotImplementedError;
    case 503:
        return QNetworkReply::ServiceUnavailableError;
    default:
        break;
    }
    if (status >= 500)
        return QNetworkReply::UnknownServerError;
    return status >= 400 ? QNetworkReply::UnknownContentError : QNetworkReply::NoError;
}

} // namespace

std::pair<QNetworkReply::NetworkError, QString> networkError(
    Failure failure, const QString &text, bool isTransferTimeout)
{
    switch (failure) {
    case Failure::None:
        return { QNetworkReply::NoError, {} };
    case Failure::Timeout:
        return { isTransferTimeout ? QNetworkReply::OperationCanceledError : QNetworkReply::TimeoutError, text };
    case Failure::NameResolution:
        return { QNetworkReply::HostNotFoundError, text };
    case Failure::Connect:
        return { QNetworkReply::ConnectionRefusedError, text };
    case Failure::Tls:
        return { QNetworkReply::SslHandshakeFailedError, text };
    case Failure::ConnectionLost:
        return { QNetworkReply::RemoteHostClosedError, text };
    case Failure::Proxy:
        return { QNetworkReply::ProxyConnectionRefusedError, text };
    case Failure::Protocol:
    case Failure::TooLarge:
        break;
    }
    return { QNetworkReply::ProtocolFailure, text };
}

std::pair<QNetworkReply::NetworkError, QString> networkError(int status, const QString &reason, const QUrl &url)
{
    const QNetworkReply::NetworkError error = errorFor(status);
    if (error == QNetworkReply::NoError)
        return { error, {} };
    const QString said = reason.isEmpty() ? QString::number(status) : u"%1 %2"_s.arg(status).arg(reason);
    return { error,
        Words::tr("Error transferring %1 - server replied: %2").arg(url.toDisplayString(QUrl::RemoveQuery), said) };
}

} // namespace throng::http
