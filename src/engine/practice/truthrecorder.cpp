// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/truthrecorder.h"

#include "engine/practice/router.h"

namespace throng::practice {

namespace {

/// The parameter that tells apart endpoints of one route: an event or receipt type.
std::string_view typeParameter(const Exchange &exchange)
{
    const std::string &path = exchange.route->path;
    if (path.find("{eventType}") == std::string::npos && path.find("{receiptType}") == std::string::npos)
        return {};
    // Both stand behind the room ID, except in sendToDevice, where there is none.
    const std::size_t index = path.find("{roomId}") == std::string::npos ? 0 : 1;
    return index < exchange.parameters.size() ? std::string_view(exchange.parameters[index]) : std::string_view();
}

} // namespace

int TruthRecorder::endpointOf(const Exchange &exchange)
{
    const std::string_view type = exchange.route ? typeParameter(exchange) : std::string_view();
    auto &byType = m_indexes[exchange.route];
    const auto known = byType.find(type);
    if (known != byType.end())
        return known->second;

    Truth::Endpoint endpoint;
    endpoint.method = exchange.route ? QByteArray::fromStdString(exchange.route->method) : QByteArrayLiteral("*");
    endpoint.name = exchange.route
        ? QByteArray::fromStdString(Router::statisticsName(*exchange.route, exchange.parameters))
        : QByteArrayLiteral("unknown");
    // Different types may share a name: those outside the specification are all "_".
    int index = 0;
    while (index < books.endpoints.size()
        && (books.endpoints[index].method != endpoint.method || books.endpoints[index].name != endpoint.name))
        ++index;
    if (index == books.endpoints.size())
        books.endpoints.append(endpoint);
    if (byType.size() < 1000) // a client that invents types does not make this grow
        byType.emplace(type, index);
    return index;
}

void TruthRecorder::finished(Exchange &exchange, int status, bool whole)
{
    RequestRecord &record = exchange.record;
    record.delivered = whole;
    record.status = status;
    ++books.endpoints[record.endpoint].answers[whole ? status : 0];
    if (listRequests)
        books.requestList.append(record);
    if (!whole || exchange.deliveries.empty())
        return;
    if (!record.initialSync)
        books.deliveries += exchange.deliveries.size();
    if (listDeliveries) {
        const QByteArray receiver = QByteArray::fromStdString(exchange.receiver);
        for (const EventPtr &event : exchange.deliveries)
            books.deliveryList.append({ QByteArray::fromStdString(event->id), receiver, event->accepted,
                record.departed, record.initialSync });
    }
}

void TruthRecorder::reset()
{
    Truth fresh;
    fresh.accounts = books.accounts;
    fresh.rooms = books.rooms;
    fresh.joined = books.joined;
    fresh.invited = books.invited;
    fresh.events = books.events;
    fresh.mediaBytes = books.mediaBytes;
    fresh.waitingSyncs = books.waitingSyncs;
    // Requests in progress remember their endpoint's number.
    for (const Truth::Endpoint &endpoint : books.endpoints)
        fresh.endpoints.append({ endpoint.method, endpoint.name, {} });
    books = fresh;
}

} // namespace throng::practice
