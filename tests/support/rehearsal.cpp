// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/rehearsal.h"

#include "engine/users/historybook.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace throng::users {

namespace {

using Name = std::pair<QByteArray, QByteArray>; // method, path

struct Counts {
    quint64 all = 0;
    quint64 good = 0;
    quint64 unknown = 0; ///< given up or not answered: the server may have done it all the same
};

} // namespace

void Notes::accountFailed(int account, AccountFailure failure, const QString &reason)
{
    failed[account] = failure;
    reasons.append(reason);
}

void Notes::roomCreated(int room, const QByteArray &roomId, const QString &)
{
    created[room] = roomId;
}

void Notes::roomFailed(int room, const QString &reason)
{
    roomsFailed.append(room);
    reasons.append(reason);
}

void Notes::roomJoined(int, const QByteArray &)
{
    ++joined;
}

void Notes::joinFailed(int, const QByteArray &, const QString &reason)
{
    ++joinsFailed;
    reasons.append(reason);
}

void Notes::historyWritten(int account, int room, int messages, bool isPicture)
{
    written[{ account, room }] = messages;
    writers.append(account);
    pictures += isPicture ? 1 : 0;
}

void Notes::historyFailed(int account, int room, const QString &reason)
{
    partsFailed.append({ account, room });
    reasons.append(reason);
}

void Notes::internalError(int user, const QString &what)
{
    internalErrors.append(u"user %1: %2"_s.arg(user).arg(what));
}

Rehearsal::Rehearsal(practice::Options options, int accountCount)
    : server(std::move(options))
{
    const Result<QUrl> url = server.start();
    if (!url)
        qFatal("%s", qPrintable(url.error().toString()));
    const Result<std::shared_ptr<const http::Origin>> origin =
        http::makeOrigin(*url, { QHostAddress(QHostAddress::LocalHost) });
    if (!origin)
        qFatal("%s", qPrintable(origin.error().toString()));
    m_origin = *origin;

    for (int i = 0; i < accountCount; ++i)
        accounts.push_back({ u"user.%1"_s.arg(i, 6, 10, QChar(u'0')), u"password %1"_s.arg(i), {}, {} });
    setup.pauseBetweenTries = Milliseconds(0);
    history.pauseBetweenTries = Milliseconds(0);
    history.imagesPerWorker = 2;
    history.imageBytes = { 8, 0.3 };
    hurry(100);
    chat.imagesPerWorker = 2;
    chat.imageBytes = { 10, 0.3 };
    chat.pauseAfterFailedSync = Milliseconds(50);
}

void Rehearsal::planRooms(int count, int members)
{
    for (int i = 0; i < count; ++i) {
        PlannedRoom room;
        room.name = u"Room %1"_s.arg(i);
        for (int k = 0; k < members; ++k)
            room.members.push_back(accounts[std::size_t(i + k) % accounts.size()].username);
        rooms.push_back(std::move(room));
    }
}

void Rehearsal::hurry(double factor)
{
    const ChatParameters person;
    chat.afterAction.mean = person.afterAction.mean / factor;
    chat.doingNothing.mean = person.doingNothing.mean / factor;
    chat.typing.mean = person.typing.mean / factor;
    chat.beingAway.mean = person.beingAway.mean / factor;
    chat.acceptingInvite.mean = person.acceptingInvite.mean / factor;
    chat.inRoom.mean = person.inRoom.mean / factor;
}

bool Rehearsal::settle()
{
    planRooms(10, 6);
    return perform(Behaviour::Register, 4) && perform(Behaviour::CreateRooms, 4) && perform(Behaviour::JoinRooms, 4)
        && server.truth().joined == 60;
}

void Rehearsal::begin(Behaviour behaviour, int users)
{
    notes = Notes();
    m_counted.clear();
    (void)recorder.take();
    server.resetTruth();
    const auto book = std::make_shared<RoomBook>(rooms, u"rehearsal"_s, interrupted);
    m_names.clear();
    for (const Account &account : accounts)
        m_names.push_back(account.planName());
    const HistoryBook::Before before {
        [this](const QByteArray &roomId, const QString &account) {
            return written.value({ roomId, account });
        },
        [this](const QString &account) { return profiles.contains(account); },
    };
    m_environment = std::make_unique<Environment>(Environment { .reactor = reactor,
        .recorder = recorder,
        .deliveries = deliveries,
        .sink = notes,
        .cache = cache,
        .origin = m_origin,
        .client = client,
        .registration = matrix::RegistrationFlow(registration),
        .behaviour = behaviour,
        .setup = setup,
        .history = history,
        .crowd = Crowd(chat, populations),
        .seed = 7,
        .accounts = std::make_shared<AccountQueue>(accounts),
        .rooms = book,
        .historyBook = std::make_shared<HistoryBook>(book, m_names, history, before) });
    m_running = users;
    for (int number = 0; number < users; ++number)
        m_users.push_back(
            std::make_unique<VirtualUser>(*m_environment, number, [this](VirtualUser &) { --m_running; }));
    for (const std::unique_ptr<VirtualUser> &user : m_users)
        user->start();
}

bool Rehearsal::finish()
{
    if (!QTest::qWaitFor([this] { return m_running == 0; }, 60000))
        return false;
    m_users.clear();
    for (auto session = notes.sessions.cbegin(); session != notes.sessions.cend(); ++session)
        accounts[std::size_t(session.key())].session = session.value();
    for (auto room = notes.created.cbegin(); room != notes.created.cend(); ++room)
        rooms[std::size_t(room.key())].roomId = room.value();
    for (auto part = notes.written.cbegin(); part != notes.written.cend(); ++part)
        written[{ rooms[std::size_t(part.key().second)].roomId, m_names[std::size_t(part.key().first)] }] =
            part.value();
    for (const int account : std::as_const(notes.profiles))
        profiles.insert(m_names[std::size_t(account)]);
    return notes.internalErrors.isEmpty();
}

bool Rehearsal::perform(Behaviour behaviour, int users)
{
    begin(behaviour, users);
    return finish();
}

void Rehearsal::stopGracefully()
{
    for (const std::unique_ptr<VirtualUser> &user : m_users)
        user->stopGracefully();
}

void Rehearsal::stopNow()
{
    for (const std::unique_ptr<VirtualUser> &user : m_users)
        user->stopNow();
}

void Rehearsal::collect()
{
    metrics::mergeEndpoints(m_counted, recorder.take().endpoints);
}

QStringList Rehearsal::differences()
{
    collect();
    std::map<Name, Counts> ours;
    for (const metrics::EndpointDelta &endpoint : m_counted) {
        Counts &counts = ours[{ endpoint.key.method, endpoint.key.name }];
        for (const quint64 outcome : endpoint.outcomes)
            counts.all += outcome;
        counts.good += endpoint.count(metrics::Outcome::Ok);
        for (const metrics::Outcome outcome :
            { metrics::Outcome::Cancelled, metrics::Outcome::Timeout, metrics::Outcome::NetworkError })
            counts.unknown += endpoint.count(outcome);
    }
    std::map<Name, Counts> theirs;
    const practice::Truth truth = server.truth();
    for (const practice::Truth::Endpoint &endpoint : truth.endpoints) {
        if (endpoint.total() == 0)
            continue;
        Counts &counts = theirs[{ endpoint.method, endpoint.name }];
        counts.all += endpoint.total();
        counts.good += endpoint.answers.value(200);
        if (endpoint.name.endsWith("/register"))
            counts.good += endpoint.answers.value(401); // a step of the flow
        if (endpoint.method == "GET" && endpoint.name.contains("/profile/"))
            counts.good += endpoint.answers.value(404); // without a name: an answer
    }

    QStringList lines;
    std::map<Name, Counts> all = ours;
    all.insert(theirs.begin(), theirs.end());
    for (const auto &[name, unused] : all) {
        const Counts &a = ours[name];
        const Counts &b = theirs[name];
        if (a.all != b.all || b.good < a.good || b.good > a.good + a.unknown)
            lines.append(u"%1 %2: counted %3 (%4 good), server %5 (%6 good)"_s
                             .arg(QString::fromLatin1(name.first), QString::fromLatin1(name.second))
                             .arg(a.all)
                             .arg(a.good)
                             .arg(b.all)
                             .arg(b.good));
    }
    return lines;
}

quint64 Rehearsal::counted(metrics::Kind kind)
{
    collect();
    quint64 sum = 0;
    for (const metrics::EndpointDelta &endpoint : m_counted) {
        if (endpoint.key.kind == kind)
            sum += endpoint.requests() + endpoint.count(metrics::Outcome::Cancelled);
    }
    return sum;
}

quint64 Rehearsal::counted(const QByteArray &method, const QByteArray &name, metrics::Outcome outcome)
{
    collect();
    quint64 sum = 0;
    for (const metrics::EndpointDelta &endpoint : m_counted) {
        if (endpoint.key.method == method && endpoint.key.name == name)
            sum += endpoint.count(outcome);
    }
    return sum;
}

} // namespace throng::users
