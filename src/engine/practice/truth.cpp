// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/truth.h"

#include "engine/practice/json.h"

#include <numeric>

namespace throng::practice {

namespace {

std::string_view view(const QByteArray &bytes)
{
    return { bytes.constData(), static_cast<std::size_t>(bytes.size()) };
}

std::int64_t nanoseconds(RequestRecord::Clock::time_point time)
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
}

void appendCounts(JsonWriter &writer, std::string_view name, const QMap<QByteArray, quint64> &counts)
{
    writer.key(name).beginObject();
    for (auto entry = counts.begin(); entry != counts.end(); ++entry)
        writer.member(view(entry.key()), entry.value());
    writer.endObject();
}

} // namespace

quint64 Truth::Endpoint::total() const
{
    return std::accumulate(answers.begin(), answers.end(), quint64(0));
}

quint64 Truth::count(QByteArrayView method, QByteArrayView name, int status) const
{
    quint64 sum = 0;
    for (const Endpoint &endpoint : endpoints) {
        if (endpoint.method == method && endpoint.name == name)
            sum += status < 0 ? endpoint.total() : endpoint.answers.value(status);
    }
    return sum;
}

QByteArray Truth::toJson(bool lists) const
{
    std::string out;
    JsonWriter writer(out);
    writer.beginObject().key("state").beginObject();
    writer.member("accounts", accounts).member("rooms", rooms).member("joined", joined).member("invited", invited);
    writer.member("events", events).member("media_bytes", mediaBytes).member("connections", connections);
    writer.member("waiting_syncs", waitingSyncs).endObject();
    writer.key("accepted").beginObject();
    writer.member("registrations", registrations).member("logins", logins).member("refreshes", refreshes);
    writer.member("rooms_created", roomsCreated).member("joins", joins).member("invitations", invitations);
    writer.member("leaves", leaves).member("uploads", uploads).member("downloads", downloads);
    writer.member("repeated_transactions", repeatedTransactions).member("deliveries", deliveries);
    appendCounts(writer, "events_by_type", eventsByType);
    writer.endObject();
    writer.member("connections_opened", connectionsOpened).member("malformed_requests", malformedRequests);
    writer.member("state_full", stateFull);
    appendCounts(writer, "faults", faults);

    writer.key("endpoints").beginArray();
    for (const Endpoint &endpoint : endpoints) {
        writer.beginObject().member("method", view(endpoint.method)).member("name", view(endpoint.name));
        writer.key("answers").beginObject();
        for (auto answer = endpoint.answers.begin(); answer != endpoint.answers.end(); ++answer)
            writer.member(std::to_string(answer.key()), answer.value());
        writer.endObject().endObject();
    }
    writer.endArray();
    if (lists) {
        writer.key("requests").beginArray();
        for (const RequestRecord &record : requestList) {
            writer.beginObject().member("endpoint", record.endpoint).member("status", record.status);
            writer.member("arrived", nanoseconds(record.arrived)).member("complete", nanoseconds(record.complete));
            writer.member("sending", nanoseconds(record.sending)).member("departed", nanoseconds(record.departed));
            writer.member("bytes", record.bodyBytes).member("client_port", int(record.clientPort));
            if (record.fault != FaultKind::None)
                writer.member("fault", view(faultName(record.fault)));
            writer.flag("initial_sync", record.initialSync).flag("waited", record.waited);
            writer.flag("delivered", record.delivered).endObject();
        }
        writer.endArray().key("deliveries").beginArray();
        for (const DeliveryRecord &record : deliveryList) {
            writer.beginObject().member("event_id", view(record.eventId)).member("user_id", view(record.userId));
            writer.member("sent", nanoseconds(record.sent)).member("received", nanoseconds(record.received));
            writer.flag("initial_sync", record.initialSync).endObject();
        }
        writer.endArray();
    }
    writer.endObject();
    return QByteArray::fromStdString(out);
}

} // namespace throng::practice
