// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/client.h"

#include "engine/matrix/clientcall.h"
#include "engine/matrix/encoding.h"

#include <QRandomGenerator>

namespace throng::matrix {

using namespace Qt::StringLiterals;

namespace {

constexpr auto unknownId = static_cast<metrics::EndpointId>(~quint32(0));

/// Bytes. What says "done" or gives an ID never comes near it: a body that does not end is known by it, before ten
/// thousand of them fill the memory.
constexpr qint64 shortAnswer = 1024 * 1024;

/// Answers that grow with rooms, members, events or pictures; they are bounded by http::Limits alone.
bool mayBeLong(Endpoint endpoint)
{
    switch (endpoint) {
    case Endpoint::InitialSync:
    case Endpoint::CatchUpSync:
    case Endpoint::PollSync:
    case Endpoint::JoinedRooms:
    case Endpoint::Members:
    case Endpoint::Messages:
    case Endpoint::Download:
    case Endpoint::Thumbnail:
    case Endpoint::LegacyDownload:
    case Endpoint::LegacyThumbnail:
        return true;
    default:
        return false;
    }
}

metrics::RequestTrace traceOf(const http::Timings &timings)
{
    return { timings.start, timings.opening, timings.localPort, timings.writing, timings.unread, timings.worked };
}

} // namespace

metrics::Sample makeSample(const http::Timings &timings, qsizetype bytes, const ApiError *error)
{
    metrics::Sample sample;
    sample.duration = timings.total - timings.waited;
    sample.waited = timings.waited;
    sample.bytes = static_cast<quint64>(bytes);
    sample.trace = traceOf(timings);
    if (error) {
        sample.outcome = error->outcome;
        sample.error = error->label();
        sample.errorDetail = error->text().toUtf8();
    }
    return sample;
}

Client::Client(http::AccessManager &manager, metrics::Recorder &recorder, ClientOptions options)
    : m_manager(manager)
    , m_recorder(recorder)
    , m_options(options)
    // Not of the project's seed: a server keeps transaction IDs for a token, and a second run with the same seed and
    // tokens would have its events swallowed as repetitions.
    , m_transactionPrefix("t" + QByteArray::number(QRandomGenerator::system()->generate64(), 36) + '.')
{
    m_ids.fill(unknownId);
}

void Client::setCredentials(const QByteArray &accessToken, const QString &userId)
{
    m_manager.setBearerToken(accessToken);
    m_userId = userId;
    m_encodedUserId = percentEncoded(userId.toUtf8());
}

metrics::EndpointId Client::id(Endpoint endpoint)
{
    metrics::EndpointId &known = m_ids[static_cast<std::size_t>(endpoint)];
    if (known == unknownId)
        known = m_recorder.endpoint(endpointKey(endpoint));
    return known;
}

void Client::recordCancelled(Endpoint endpoint, const http::Exchange &exchange)
{
    if (!exchange.isBegun())
        return; // stopped before: nobody asked the server anything
    metrics::Sample sample;
    sample.outcome = metrics::Outcome::Cancelled;
    sample.duration = exchange.elapsed();
    sample.trace = traceOf(exchange.timings());
    m_recorder.record(id(endpoint), sample);
}

http::Request Client::request(Endpoint endpoint, QByteArray target, QByteArray body) const
{
    http::Request request;
    request.method = endpointMethod(endpoint);
    request.target = std::move(target);
    if (!body.isEmpty()) {
        request.body = std::move(body);
        request.contentType = "application/json"_ba;
    }
    request.timeout = endpoint == Endpoint::CreateRoom ? m_options.createRoomTimeout : m_options.timeout;
    request.bodyLimit = mayBeLong(endpoint) ? 0 : shortAnswer;
    request.repeatable = isRepeatable(endpoint);
    request.authorized = needsToken(endpoint);
    return request;
}

http::Request Client::roomRequest(Endpoint endpoint, const RoomPath &room, QByteArrayView rest, QByteArray body) const
{
    QByteArray target;
    target.reserve(room.path().size() + rest.size());
    target.append(room.path()).append(rest);
    return request(endpoint, std::move(target), std::move(body));
}

} // namespace throng::matrix
