// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/limitsprobe.h"

#include "engine/http/accessmanager.h"
#include "engine/matrix/answers.h"
#include "engine/matrix/client.h"
#include "engine/matrix/content.h"
#include "engine/matrix/limitswords.h"
#include "engine/matrix/serverconfig.h"

#include <QRandomGenerator>

#include <algorithm>

namespace throng::matrix {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = RateLimit::Kind;

namespace {

const QString probeDevice = u"THRONGPROBE"_s; ///< every login takes the same, so that one logout ends them all

Milliseconds since(http::Clock::time_point begin)
{
    return std::chrono::duration_cast<Milliseconds>(http::Clock::now() - begin);
}

QString randomText()
{
    return QString::number(QRandomGenerator::system()->generate64(), 36);
}

std::shared_ptr<const http::Origin> sameOrigin(const std::shared_ptr<const http::Origin> &origin)
{
    Q_ASSERT(origin);
    return origin;
}

} // namespace

/// Two of them: what measures is stopped by cancel(), what cleans up goes on.
class LimitsProbe::Side {
public:
    Side(http::Reactor &reactor, std::shared_ptr<const http::Origin> origin, metrics::Recorder &recorder,
        Milliseconds timeout)
        : manager(reactor, std::move(origin), scope)
        , client(manager, recorder, { .timeout = timeout, .createRoomTimeout = timeout })
    {
    }

    StopScope scope;
    http::AccessManager manager;
    Client client;
};

const RateLimit *LimitsReport::limit(RateLimit::Kind kind) const
{
    const auto found =
        std::find_if(limits.begin(), limits.end(), [kind](const RateLimit &limit) { return limit.kind == kind; });
    return found == limits.end() ? nullptr : &*found;
}

LimitsProbe::LimitsProbe(std::shared_ptr<const http::Origin> origin, LimitsProbeOptions options, QObject *parent)
    : QObject(parent)
    , m_origin(sameOrigin(origin))
    , m_options(std::move(options))
    , m_registration(m_options.registration)
    , m_tag(randomText())
{
    // Behind a proxy it is the proxy that is connected to.
    if (m_origin->proxy.isEmpty())
        m_reactor.setAddressGuard(
            [addresses = m_origin->addresses](const QHostAddress &address) { return addresses.contains(address); });
    m_measuring = std::make_unique<Side>(m_reactor, m_origin, m_recorder, m_options.timeout);
    m_cleaning = std::make_unique<Side>(m_reactor, m_origin, m_recorder, std::min(m_options.timeout, 10'000ms));
    if (m_options.username.isEmpty())
        m_options.username = u"throng-probe-"_s + m_tag;
    if (m_options.password.isEmpty() && m_options.registration.mode != RegistrationOptions::Mode::LoginOnly)
        m_options.password = randomText() + randomText();
}

LimitsProbe::~LimitsProbe()
{
    m_cleaning->scope.stop();
    m_measuring->scope.stop();
}

void LimitsProbe::start()
{
    Q_ASSERT(!m_running);
    m_running = true;
    run(); // dropped, but never lost: it catches everything, and ends before this object does
}

void LimitsProbe::cancel()
{
    if (!m_running)
        return;
    if (std::exchange(m_report.cancelled, true))
        m_cleaning->scope.stop();
    else
        m_measuring->scope.stop();
}

Task<> LimitsProbe::run()
{
    try {
        Task<> measuring = measure();
        co_await measuring;
    } catch (const Stopped &) {
        m_report.cancelled = true;
    }
    m_report.accountLeft = m_report.accountMade;
    try {
        if (!m_token.isEmpty()) {
            Q_EMIT progress(steps - 1, steps, tr("Cleaning up"));
            Task<> cleaning = cleanUp();
            co_await cleaning;
        }
    } catch (const Stopped &) {
        // what is left is in the report
    }
    announceEnd();
}

/// From the event loop: the coroutines are still on the stack here, and so may be a StopScope.
void LimitsProbe::announceEnd()
{
    QMetaObject::invokeMethod(
        this,
        [this] {
            sum();
            m_running = false;
            Q_EMIT finished(m_report);
        },
        Qt::QueuedConnection);
}

Task<> LimitsProbe::measure()
{
    Q_EMIT progress(0, steps,
        m_options.registration.mode == RegistrationOptions::Mode::LoginOnly ? tr("Logging in")
                                                                            : tr("Making an account"));
    Task<bool> makingAccount = makeAccount();
    if (!co_await makingAccount)
        co_return;
    Q_EMIT progress(1, steps, tr("Making a room"));
    Task<bool> makingRoom = makeRoom();
    if (!co_await makingRoom)
        co_return;

    // In this order, because Synapse takes the room and the invitation off what may be sent, and not the other way.
    // The same person is invited again and again: that makes one event, and meets whichever limit is the tightest.
    const http::Clock::time_point begin = http::Clock::now();
    Task<RateLimit> inviting = push(Kind::Invitation, m_options.invitations, 0, begin);
    add(co_await inviting);
    const int before = isSynapse(m_options.software) ? 2 : 0;
    Task<RateLimit> sending = push(Kind::Message, m_options.messages, before, m_roomMade);
    add(co_await sending);
    Task<RateLimit> joining = push(Kind::Join, m_options.joins, 0, http::Clock::now());
    add(co_await joining);
    Task<RateLimit> loggingIn = push(Kind::Login, m_options.logins, 0, http::Clock::now());
    add(co_await loggingIn);
}

Task<ApiResult<LoginResponse>> LimitsProbe::enter()
{
    Client &client = m_measuring->client;
    if (m_options.registration.mode != RegistrationOptions::Mode::LoginOnly) {
        Task<ApiResult<LoginResponse>> registering = m_registration.run(client, m_options.username, m_options.password);
        co_return co_await registering;
    }
    if (m_options.accessToken.isEmpty()) {
        PasswordLogin login { m_options.username, m_options.password, probeDevice, u"Throng"_s, false };
        Task<ApiResult<LoginResponse>> loggingIn = client.login(login);
        co_return co_await loggingIn;
    }
    client.setCredentials(m_options.accessToken, m_options.username);
    Task<ApiResult<WhoAmI>> asking = client.whoami();
    const ApiResult<WhoAmI> who = co_await asking;
    if (!who)
        co_return tl::unexpected(who.error());
    co_return LoginResponse { who->userId, m_options.accessToken, who->deviceId, {}, {} };
}

Task<bool> LimitsProbe::makeAccount()
{
    const bool makes = m_options.registration.mode != RegistrationOptions::Mode::LoginOnly;
    RateLimit limit { makes ? Kind::Registration : Kind::Login };
    ApiResult<LoginResponse> entered;
    for (;;) {
        Task<ApiResult<LoginResponse>> entering = enter();
        entered = co_await entering;
        ++limit.tried;
        if (entered || !entered.error().isRateLimited())
            break;
        limit.met = true;
        limit.oneEvery = entered.error().retryAfter;
        if (limit.tried > 2 || limit.oneEvery.value_or(1h) > m_options.patience)
            break;
        Q_EMIT progress(0, steps, tr("Waiting %1, as the server's limit wants").arg(spanText(*limit.oneEvery)));
        http::Sleep pause = m_reactor.sleep(m_measuring->scope, *limit.oneEvery);
        co_await pause;
    }
    if (makes)
        m_report.limits.append(limit); // its finding comes last: what the others say bears on it
    else if (limit.met)
        add(limit);
    if (!entered) {
        m_report.problem = entered.error().text();
        co_return false;
    }
    m_report.accountMade = makes;
    m_report.userId = entered->userId;
    m_token = entered->accessToken;
    m_domain = entered->userId.mid(entered->userId.indexOf(u':') + 1);
    m_measuring->client.setCredentials(m_token, entered->userId);
    co_return true;
}

Task<bool> LimitsProbe::makeRoom()
{
    CreateRoomRequest wanted;
    wanted.name = tr("Throng's probe of the rate limits");
    wanted.federate = false;
    Task<ApiResult<RoomResponse>> creating = m_measuring->client.createRoom(wanted);
    const ApiResult<RoomResponse> room = co_await creating;
    m_roomMade = http::Clock::now();
    if (!room) {
        if (room.error().isRateLimited())
            add(RateLimit { Kind::Room, 1, true, 0, room.error().retryAfter, {} });
        m_report.problem = tr("No room could be made: %1").arg(room.error().text());
        co_return false;
    }
    m_report.roomId = room->roomId;
    m_room = RoomPath(room->roomId);
    co_return true;
}

/// Does it until a 429 comes. `before`: so many were taken off the same bucket since `begin` by what went before.
Task<RateLimit> LimitsProbe::push(Kind kind, int count, int before, http::Clock::time_point begin)
{
    RateLimit limit { kind };
    if (kind == Kind::Login && m_options.password.isEmpty()) {
        limit.trouble = tr("no password is known");
        co_return limit;
    }
    while (limit.tried < count) {
        Q_EMIT progress(stepOf(kind), steps, progressText(kind, limit.tried + 1));
        // Of the time before the request, not of its answer: Synapse holds a 429 back for half a second.
        const Milliseconds passed = since(begin);
        Task<std::optional<ApiError>> trying = once(kind, limit.tried);
        const std::optional<ApiError> error = co_await trying;
        ++limit.tried;
        if (!error)
            continue;
        if (error->isRateLimited()) {
            limit.met = true;
            limit.atOnce = limit.tried - 1 + before;
            // What is left of the wait for a place, and what of it is over already.
            if (error->retryAfter)
                limit.oneEvery = *error->retryAfter + passed;
            break;
        }
        // Nobody can be invited who does not exist, says one server, and another that the room is unknown: whether it
        // counts them is all that matters. What has to work but does not is a trouble.
        if (error->isUnanswered() || kind == Kind::Message || kind == Kind::Login) {
            limit.trouble = error->text();
            break;
        }
    }
    co_return limit;
}

Task<std::optional<ApiError>> LimitsProbe::once(Kind kind, int number)
{
    Client &client = m_measuring->client;
    switch (kind) {
    case Kind::Invitation: {
        Task<ApiResult<>> inviting = client.invite(m_room, u"@throng-nobody-%1:%2"_s.arg(m_tag, m_domain));
        const ApiResult<> invited = co_await inviting;
        co_return invited ? std::nullopt : std::optional(invited.error());
    }
    case Kind::Message: {
        Task<ApiResult<SendResponse>> sending = client.sendText(m_room, tr("Probe %1").arg(number + 1));
        const ApiResult<SendResponse> sent = co_await sending;
        co_return sent ? std::nullopt : std::optional(sent.error());
    }
    case Kind::Join: {
        // None that exists: Synapse looks at its limit first, and nothing has to be left again.
        const RoomPath nowhere(u"!throng-nowhere-%1:%2"_s.arg(m_tag, m_domain).toUtf8());
        Task<ApiResult<RoomResponse>> joining = client.join(nowhere);
        const ApiResult<RoomResponse> joined = co_await joining;
        co_return joined ? std::nullopt : std::optional(joined.error());
    }
    case Kind::Login: {
        Task<std::optional<ApiError>> loggingIn = logIn();
        co_return co_await loggingIn;
    }
    case Kind::Registration:
    case Kind::Room:
        break;
    }
    Q_UNREACHABLE();
}

Task<std::optional<ApiError>> LimitsProbe::logIn()
{
    const http::Clock::time_point begin = http::Clock::now();
    PasswordLogin login { m_options.username, m_options.password, probeDevice, u"Throng"_s, false };
    Task<ApiResult<LoginResponse>> loggingIn = m_measuring->client.login(login);
    const ApiResult<LoginResponse> entered = co_await loggingIn;
    if (!entered)
        co_return entered.error();
    m_loginTimes.push_back(since(begin));
    // The last token is the one that works: a device has one at a time.
    if (m_options.accessToken.isEmpty())
        m_token = entered->accessToken;
    co_return std::nullopt;
}

Task<> LimitsProbe::cleanUp()
{
    Client &client = m_cleaning->client;
    client.setCredentials(m_token, m_report.userId);
    if (m_report.accountMade) {
        Task<bool> deactivating = deactivate();
        if (co_await deactivating) { // that leaves the rooms, too
            m_report.accountLeft = false;
            co_return;
        }
    }
    Task<> leaving = leaveRoom();
    co_await leaving;
    if (m_options.accessToken.isEmpty()) {
        Task<ApiResult<>> loggingOut = client.logout();
        co_await loggingOut;
    }
}

Task<> LimitsProbe::leaveRoom()
{
    if (m_room.isEmpty())
        co_return;
    Client &client = m_cleaning->client;
    for (int attempt = 0; attempt < 2; ++attempt) {
        Task<ApiResult<>> leaving = client.leave(m_room);
        const ApiResult<> left = co_await leaving;
        if (left || !left.error().isRateLimited() || left.error().retryAfter.value_or(0ms) > m_options.patience)
            break;
        // The messages have used up what the account may do; leaving is one such thing.
        http::Sleep pause = m_reactor.sleep(m_cleaning->scope, left.error().retryAfter.value_or(5s));
        co_await pause;
    }
    Task<ApiResult<>> forgetting = client.forget(m_room);
    co_await forgetting;
}

/// POST /account/deactivate: asked for the password first (user-interactive authentication).
Task<bool> LimitsProbe::deactivate()
{
    http::Request request;
    request.method = http::Method::Post;
    request.target = "/_matrix/client/v3/account/deactivate"_ba;
    request.contentType = "application/json"_ba;
    request.timeout = 10s;
    request.body = R"({"erase":true})"_ba;
    http::Exchange asking = m_cleaning->manager.exchange(request);
    const http::Response question = co_await asking;
    if (question.isOk() && question.status == 200)
        co_return true;
    const Result<UiaChallenge> challenge = parseChallenge(QByteArray(question.body));
    if (!question.isOk() || question.status != 401 || !challenge)
        co_return false;
    QByteArray auth = R"({"type":"m.login.password","identifier":{"type":"m.id.user")"_ba;
    appendField(auth, "user", m_report.userId);
    auth.append('}');
    appendField(auth, "password", m_options.password);
    appendField(auth, "session", challenge->session);
    request.body = R"({"erase":true,"auth":)"_ba + auth + "}}";
    http::Exchange answering = m_cleaning->manager.exchange(request);
    const http::Response answer = co_await answering;
    co_return answer.isOk() && answer.status == 200;
}

void LimitsProbe::add(const Finding &finding)
{
    m_report.findings.append(finding);
    Q_EMIT found(finding);
}

void LimitsProbe::add(const RateLimit &limit)
{
    m_report.limits.append(limit);
    add(findingOf(limit, m_options));
}

/// What can be said only when everything is known.
void LimitsProbe::sum()
{
    if (!m_loginTimes.empty()) {
        const auto middle = m_loginTimes.begin() + std::ptrdiff_t(m_loginTimes.size() / 2);
        std::nth_element(m_loginTimes.begin(), middle, m_loginTimes.end());
        m_report.loginTime = *middle;
    }
    for (const Finding &finding : closingFindings(m_report, m_options))
        add(finding);
}

} // namespace throng::matrix
