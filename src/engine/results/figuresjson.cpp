// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/figuresjson.h"

#include "engine/results/resultfile.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <map>

using namespace Qt::StringLiterals;

namespace throng::results {

double milliseconds(metrics::Nanoseconds time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

QJsonObject figureJson(const metrics::FigureDelta &figure)
{
    const metrics::Histogram all = figure.all();
    QJsonObject json { { u"name"_s, QString::fromLatin1(figure.key.name) },
        { u"class"_s, QString::fromLatin1(figure.key.className) }, { u"count"_s, qint64(figure.times.count()) },
        { u"censored"_s, qint64(figure.censored()) }, { u"is_lower_bound"_s, figure.isLowerBound() },
        { u"max_ms"_s, milliseconds(all.max()) }, { u"mean_ms"_s, milliseconds(all.mean()) } };
    for (const double percent : { 50.0, 90.0, 95.0, 99.0, 99.9 })
        json.insert(u"p%1_ms"_s.arg(percent), milliseconds(all.percentile(percent)));
    return json;
}

QJsonObject accountJson(const metrics::DeliveryAccount &account)
{
    return { { u"messages"_s, account.messages }, { u"expected"_s, account.expected },
        { u"delivered"_s, account.delivered }, { u"receiver_stopped"_s, account.receiverStopped },
        { u"receiver_left"_s, account.receiverLeft }, { u"gap"_s, account.gap }, { u"not_sent"_s, account.notSent },
        { u"in_flight"_s, account.inFlight }, { u"lost"_s, account.lost }, { u"unexpected"_s, account.unexpected } };
}

namespace {

/// Numbers in place of identifiers, the same for the same one within a test.
class Numbers {
public:
    int operator[](const QByteArray &identifier)
    {
        const auto found = m_numbers.find(identifier);
        return found != m_numbers.end() ? found->second
                                        : m_numbers.emplace(identifier, int(m_numbers.size()) + 1).first->second;
    }

private:
    std::map<QByteArray, int> m_numbers;
};

QJsonObject roomJson(const metrics::SlowRoom &room, Numbers &rooms)
{
    return { { u"room"_s, rooms[room.roomId] }, { u"members"_s, room.members },
        { u"deliveries"_s, qint64(room.deliveries) }, { u"mean_ms"_s, milliseconds(room.mean) },
        { u"worst_ms"_s, milliseconds(room.worst) } };
}

QJsonObject lostJson(const metrics::LostDelivery &lost, Numbers &rooms, Numbers &receivers)
{
    return { { u"room"_s, rooms[lost.roomId] }, { u"receiver"_s, receivers[lost.receiver] },
        { u"accepted_after_ms"_s, milliseconds(lost.accepted) }, { u"sync_asked_after_ms"_s, milliseconds(lost.asked) },
        { u"given_up_after_ms"_s, milliseconds(lost.givenUp) } };
}

} // namespace

QByteArray figuresJson(const std::vector<TestFigures> &tests)
{
    QJsonArray list;
    for (const TestFigures &test : tests) {
        QJsonArray figures;
        for (const metrics::FigureDelta &figure : test.totals->figures())
            figures.append(figureJson(figure));
        Numbers roomNumbers;
        Numbers receiverNumbers;
        QJsonArray rooms;
        for (const metrics::SlowRoom &room : test.deliveries->slowestRooms)
            rooms.append(roomJson(room, roomNumbers));
        QJsonArray lost;
        for (const metrics::LostDelivery &delivery : test.deliveries->lost)
            lost.append(lostJson(delivery, roomNumbers, receiverNumbers));
        QJsonObject account = accountJson(test.totals->deliveries());
        account.insert(u"oldest_in_flight_ms"_s, milliseconds(test.deliveries->oldestInFlight));
        list.append(QJsonObject { { u"test"_s, test.test }, { u"seconds"_s, test.totals->seconds() },
            { u"deliveries"_s, account }, { u"figures"_s, figures }, { u"slowest_rooms"_s, rooms },
            { u"lost"_s, lost } });
    }
    return QJsonDocument(QJsonObject { { u"tests"_s, list } }).toJson();
}

Result<> writeFiguresJson(const QString &path, const std::vector<TestFigures> &tests)
{
    return writeResultFile(path, figuresJson(tests));
}

} // namespace throng::results
