// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/reply.h"

#include "engine/base/words.h"
#include "engine/http/accessmanager.h"
#include "engine/http/destination.h"
#include "engine/http/lanequeue.h"
#include "engine/http/replyerrors.h"

#include <QNetworkCookie>
#include <QNetworkCookieJar>

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

namespace throng::http {

namespace {

/// No timeout: as Qt's manager has it when nobody sets one.
constexpr Nanoseconds forever = std::chrono::hours(24 * 365);

QByteArray verb(QNetworkAccessManager::Operation operation, const QNetworkRequest &request)
{
    switch (operation) {
    case QNetworkAccessManager::HeadOperation:
        return "HEAD"_ba;
    case QNetworkAccessManager::GetOperation:
        return "GET"_ba;
    case QNetworkAccessManager::PutOperation:
        return "PUT"_ba;
    case QNetworkAccessManager::PostOperation:
        return "POST"_ba;
    case QNetworkAccessManager::DeleteOperation:
        return "DELETE"_ba;
    default:
        return request.attribute(QNetworkRequest::CustomVerbAttribute).toByteArray();
    }
}

bool isAutomatic(const QNetworkRequest &request, QNetworkRequest::Attribute attribute)
{
    return request.attribute(attribute, QNetworkRequest::Automatic).toInt() == QNetworkRequest::Automatic;
}

bool hasLineBreak(QByteArrayView text)
{
    return text.contains('\r') || text.contains('\n') || text.contains('\0');
}

Lane wantedLane(const QNetworkRequest &request)
{
    const int lane = request.attribute(AccessManager::LaneAttribute, int(Lane::Ordinary)).toInt();
    return lane == int(Lane::Sync) ? Lane::Sync : Lane::Ordinary;
}

} // namespace

Reply::Reply(AccessManager &manager, QNetworkAccessManager::Operation operation, const QNetworkRequest &request,
    QIODevice *outgoingData)
    : QNetworkReply(&manager)
    , m_manager(manager)
    , m_method(verb(operation, request))
    , m_upload(outgoingData)
    , m_redirectsLeft(request.maximumRedirectsAllowed())
    , m_timeout(std::chrono::milliseconds(
          request.transferTimeout() > 0 ? request.transferTimeout() : manager.transferTimeout()))
{
    setRequest(request);
    setOperation(operation);
    setUrl(request.url());
    open(QIODevice::ReadOnly);
    m_withCookies = isAutomatic(request, QNetworkRequest::CookieLoadControlAttribute);
    begin();
}

Reply::~Reply()
{
    m_lookupScope.stop();
}

void Reply::begin()
{
    if (m_manager.scope().isStopped()) {
        failSoon(OperationCanceledError, Words::tr("Stopped before the request was sent"));
        return;
    }
    bool valid = !m_method.isEmpty() && !hasLineBreak(m_method) && !m_method.contains(' ');
    const auto names = request().rawHeaderList();
    for (const QByteArray &name : names)
        valid = valid && !name.isEmpty() && !hasLineBreak(name) && !hasLineBreak(request().rawHeader(name));
    if (!valid) {
        failSoon(ProtocolInvalidOperationError, Words::tr("The request's method or a header has no valid form"));
        return;
    }
    link(m_manager.scope());
    m_upload.onMore([this] {
        if (m_lane)
            m_lane->resumeSending(*this);
    });
    const bool streams = request().attribute(QNetworkRequest::DoNotBufferUploadDataAttribute).toBool();
    const QVariant size = request().header(QNetworkRequest::ContentLengthHeader);
    m_upload.prepare(streams && size.isValid() ? size.toLongLong() : -1, [this] { send(); });
}

void Reply::send()
{
    buildHead();
    if (Destination *known = m_manager.destinationFor(url()))
        startAt(*known);
    else
        resolveAndSend();
}

void Reply::startAt(Destination &destination)
{
    destination.start(*this, wantedLane(request()), m_timeout > Nanoseconds(0) ? m_timeout : forever);
}

Task<> Reply::resolveAndSend()
{
    Result<std::shared_ptr<const Origin>> origin;
    try {
        QUrl place = url();
        place.setPath({});
        Task<Result<std::shared_ptr<const Origin>>> resolving = resolveOrigin(place, m_manager.m_foreignTls,
            m_manager.m_foreignProxy, m_manager.m_lookupTimeout, &m_lookupScope, m_manager.m_lookup);
        origin = co_await resolving;
    } catch (const Stopped &) {
        co_return; // this reply is over, or gone
    }
    if (!origin) {
        failSoon(HostNotFoundError, origin.error().toString());
        co_return;
    }
    Destination *known = m_manager.destinationFor(url()); // another reply may have been as quick
    if (!known)
        known = &m_manager.addDestination(*origin);
    startAt(*known);
}

void Reply::appendHead(QByteArray &out) const
{
    out.append(m_head);
}

Transfer::More Reply::moreBody(QByteArray &chunk)
{
    const More more = m_upload.next(chunk);
    if (m_upload.fellShort())
        failSoon(ContentReSendError, Words::tr("The upload's device ended before all of its data had been read"));
    return more;
}

bool Reply::isRepeatable() const
{
    // RFC 9110, 9.2.2: the idempotent methods
    return m_method == "GET" || m_method == "HEAD" || m_method == "PUT" || m_method == "DELETE" || m_method == "OPTIONS"
        || m_method == "TRACE";
}

void Reply::sent(qint64 bodyBytes)
{
    m_uploaded = bodyBytes;
    postponeTimeout();
    if (m_upload.size() > 16 * 1024) // else the end comes as soon
        announceSoon();
}

void Reply::headReceived(qint64 announced, QByteArrayView reason)
{
    postponeTimeout();
    m_announced = announced;
    setAttribute(QNetworkRequest::HttpStatusCodeAttribute, response.status);
    setAttribute(QNetworkRequest::HttpReasonPhraseAttribute, QString::fromLatin1(reason));
    setAttribute(QNetworkRequest::Http2WasUsedAttribute, response.httpVersion == 20);
    setAttribute(QNetworkRequest::ConnectionEncryptedAttribute, url().scheme() == "https"_L1);
    takeHeaders();
    if (const QByteArrayView location = response.headers.value("location");
        response.status / 100 == 3 && !location.isNull())
        setAttribute(QNetworkRequest::RedirectionTargetAttribute, QUrl::fromEncoded(location.toByteArray()));
    m_discards = m_discards || isRedirect();
    if (m_decode && !m_discards && response.status != 204 && response.status != 304) {
        m_decoder = ContentDecoder::forCoding(response.headers.value("content-encoding"));
        if (m_decoder) {
            setAttribute(QNetworkRequest::OriginalContentLengthAttribute, announced);
            setRawHeader("Content-Length"_ba, {}); // of what nobody will see
            m_announced = -1;
        }
    }
    m_headUnreported = true;
}

void Reply::takeHeaders()
{
    const bool saveCookies = isAutomatic(request(), QNetworkRequest::CookieSaveControlAttribute);
    const auto previous = rawHeaderList(); // of a response that redirected
    for (const QByteArray &name : previous)
        setRawHeader(name, {});
    response.headers.forEach([&](QByteArrayView nameView, QByteArrayView valueView) {
        const QByteArray name = nameView.toByteArray();
        QByteArray value = valueView.toByteArray();
        const bool isCookie = nameView.compare("set-cookie", Qt::CaseInsensitive) == 0;
        if (hasRawHeader(name)) // as Qt's manager joins them
            value.prepend(rawHeader(name) + (isCookie ? "\n" : ", "));
        setRawHeader(name, value);
        if (isCookie && saveCookies)
            m_manager.cookieJar()->setCookiesFromUrl(QNetworkCookie::parseCookies(valueView.toByteArray()), url());
    });
}

void Reply::bodyReceived(QByteArrayView data)
{
    postponeTimeout();
    if (m_discards)
        return;
    if (!m_decoder) {
        m_data.append(data);
        m_received += data.size();
    } else {
        const qsizetype before = m_data.size();
        const bool fine = m_bodyError == NoError && m_decoder->decode(data, m_data, m_manager.limits().bodyBytes);
        m_received += m_data.size() - before;
        if (!fine && m_bodyError == NoError) {
            m_bodyError = ProtocolFailure;
            m_bodyErrorText = m_decoder->isTooLarge()
                ? Words::tr("The response's body is larger than %1 bytes when decoded")
                      .arg(m_manager.limits().bodyBytes)
                : Words::tr("The response's compressed body is damaged");
        }
    }
    m_dataUnreported = true;
}

void Reply::progressed()
{
    if (m_bodyError != NoError)
        failSoon(m_bodyError, m_bodyErrorText);
    else
        announceSoon();
}

bool Reply::wantsMore() const
{
    return m_discards || readBufferSize() == 0 || m_data.size() - m_readAt < readBufferSize();
}

void Reply::postponeTimeout()
{
    if (m_timeout > Nanoseconds(0))
        postpone(Clock::now() + m_timeout);
}

void Reply::announceSoon()
{
    // Slots may do anything, abort this or delete the manager: never from inside the connection.
    if (std::exchange(m_notifying, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_notifying = false;
            if (!isFinished())
                announce();
        },
        Qt::QueuedConnection);
}

void Reply::announce()
{
    if (m_upload.exists() && m_uploadReported != m_uploaded) {
        m_uploadReported = m_uploaded;
        Q_EMIT uploadProgress(m_uploaded, m_upload.size());
    }
    if (m_discards)
        return;
    if (std::exchange(m_headUnreported, false))
        Q_EMIT metaDataChanged();
    if (std::exchange(m_dataUnreported, false)) {
        Q_EMIT readyRead();
        Q_EMIT downloadProgress(m_received, m_announced);
    }
}

void Reply::finished()
{
    if (response.failure != Failure::None) {
        const auto [error, text] = networkError(response.failure, response.failureText, m_timeout > Nanoseconds(0));
        fail(error, text);
        return;
    }
    if (isRedirect()) {
        redirect();
        return;
    }
    if (m_bodyError == NoError && m_decoder && response.bytesReceived && m_received > 0 && !m_decoder->isComplete()) {
        m_bodyError = ProtocolFailure;
        m_bodyErrorText = Words::tr("The response's compressed body ends too early");
    }
    if (m_bodyError != NoError) {
        fail(m_bodyError, m_bodyErrorText);
        return;
    }
    if (const auto [error, text] =
            networkError(response.status, attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString(), url());
        error != NoError) {
        fail(error, text);
        return;
    }
    conclude();
}

void Reply::stopped()
{
    if (m_lane)
        m_lane->abandon(*this);
    fail(OperationCanceledError, Words::tr("Stopped"));
}

void Reply::abort()
{
    if (isFinished())
        return;
    if (m_lane)
        m_lane->abandon(*this);
    fail(OperationCanceledError, Words::tr("Operation canceled"));
}

void Reply::close()
{
    QNetworkReply::close();
    m_discards = true;
    m_data.clear();
    m_readAt = 0;
    if (m_lane)
        m_lane->resumeReading(*this);
}

void Reply::failSoon(NetworkError error, const QString &text)
{
    QMetaObject::invokeMethod(
        this,
        [this, error, text] {
            if (isFinished())
                return;
            if (m_lane)
                m_lane->abandon(*this);
            fail(error, text);
        },
        Qt::QueuedConnection);
}

void Reply::fail(NetworkError error, const QString &text)
{
    setError(error, text);
    conclude();
}

void Reply::conclude()
{
    unlink();
    m_lookupScope.stop();
    m_discards = !isOpen(); // a redirect that was not followed shows its head
    announce();
    if (isFinished()) // a slot aborted it
        return;
    setFinished(true);
    if (error() != NoError)
        Q_EMIT errorOccurred(error());
    Q_EMIT readChannelFinished();
    Q_EMIT QNetworkReply::finished();
}

qint64 Reply::bytesAvailable() const
{
    return QNetworkReply::bytesAvailable() + m_data.size() - m_readAt;
}

void Reply::setReadBufferSize(qint64 size)
{
    QNetworkReply::setReadBufferSize(size);
    if (m_lane && wantsMore())
        m_lane->resumeReading(*this);
}

qint64 Reply::readData(char *data, qint64 size)
{
    const qint64 count = std::min(size, qint64(m_data.size() - m_readAt));
    if (count == 0)
        return isFinished() ? -1 : 0;
    std::memcpy(data, m_data.constData() + m_readAt, std::size_t(count));
    m_readAt += count;
    if (m_readAt == m_data.size()) {
        m_data.resize(0);
        m_readAt = 0;
    }
    if (m_lane && wantsMore())
        m_lane->resumeReading(*this);
    return count;
}

} // namespace throng::http

#include "moc_reply.cpp"
