// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/service.h"

#include "engine/practice/api.h"
#include "engine/practice/call.h"
#include "engine/practice/connection.h"

namespace throng::practice {

Service::Service(boost::asio::io_context &context, const Options &options)
    : m_context(context)
    , m_options(options)
    , m_injector(options.seed)
    , m_queue(context, options.seed)
    , m_homeserver(std::make_unique<Homeserver>(context, options, m_recorder.books, *this))
{
    Service::setRecording(options.recordRequests, options.recordDeliveries);
    m_injector.setPlan(options.faults);
    m_queue.setModel(options.performance);
    addMatrixApi(m_router);
    addPracticeApi(m_router);
}

Service::~Service() = default;

void Service::setPort(quint16 port)
{
    m_homeserver->port = port;
}

void Service::loseState()
{
    const quint16 port = m_homeserver->port;
    m_homeserver.reset();
    Truth &books = m_recorder.books;
    books.accounts = books.rooms = books.joined = books.invited = books.events = books.mediaBytes = 0;
    m_options.seed += 1; // a new life: its tokens and identifiers are not the old ones
    m_homeserver = std::make_unique<Homeserver>(m_context, m_options, books, *this);
    setPort(port);
}

void Service::setRecording(bool requests, bool deliveries)
{
    m_recorder.listRequests = requests;
    m_recorder.listDeliveries = deliveries;
}

// ------------------------------------------------------------------------------------- a request's way in

void Service::handle(const ExchangePtr &exchange)
{
    Router::Match match = m_router.match(exchange->request.method, exchange->request.target);
    exchange->route = match.route;
    exchange->parameters = std::move(match.parameters);
    if (match.route && match.route->access == Route::Access::Practice && !match.damaged) {
        Call call(*m_homeserver, exchange);
        match.route->handler(call);
        return;
    }
    exchange->record.endpoint = m_recorder.endpointOf(*exchange);
    if (!match.route || match.damaged) {
        refuseUnknown(exchange, match.damaged, match.pathKnown);
        return;
    }
    if (!m_injector.isEmpty()) {
        const Truth::Endpoint &endpoint = m_recorder.books.endpoints[exchange->record.endpoint];
        exchange->fault = m_injector.forRequest({ endpoint.method.constData(), std::size_t(endpoint.method.size()) },
            { endpoint.name.constData(), std::size_t(endpoint.name.size()) });
        if (exchange->fault) {
            befall(exchange);
            return;
        }
    }
    queue(exchange);
}

void Service::refuseUnknown(const ExchangePtr &exchange, bool damaged, bool pathKnown)
{
    Call call(*m_homeserver, exchange);
    if (damaged)
        call.fail(400, "M_INVALID_PARAM", "The path is no percent-encoded UTF-8");
    else
        call.fail(pathKnown ? 405 : 404, "M_UNRECOGNIZED", "Unrecognized request");
}

void Service::befall(const ExchangePtr &exchange)
{
    const Fault &fault = exchange->fault->fault;
    std::optional<Answer> instead = FaultInjector::instead(fault);
    if (!instead) {
        queue(exchange); // it is served, and the fault strikes on the way out
        return;
    }
    if (fault.kind == FaultKind::UnknownToken) {
        // The token is worth nothing from now on. After a soft logout the session can be refreshed.
        Call call(*m_homeserver, exchange);
        if (authenticate(call, false)) {
            if (fault.softLogout)
                m_homeserver->accounts.dropAccessToken(*call.device);
            else
                m_homeserver->accounts.logout(*call.device);
        }
    }
    if (fault.kind == FaultKind::Restart && m_restart)
        m_restart(fault);
    exchange->answer(std::move(*instead));
}

void Service::queue(const ExchangePtr &exchange)
{
    if (m_queue.isInstant()) {
        perform(exchange);
        return;
    }
    const Truth::Endpoint &endpoint = m_recorder.books.endpoints[exchange->record.endpoint];
    const auto time = m_queue.serviceTime(endpoint.method, endpoint.name);
    const bool accepted = m_queue.submit(time, [this, exchange] {
        if (!exchange->answered) // or its client has left
            perform(exchange);
    });
    if (!accepted) {
        Call call(*m_homeserver, exchange);
        call.fail(503, "M_UNKNOWN", "The server is overloaded");
    }
}

bool Service::authenticate(Call &call, bool answerFailure)
{
    if (call.exchange->route->access == Route::Access::Anyone)
        return answerFailure;
    constexpr std::string_view scheme = "Bearer ";
    const std::string &header = call.exchange->request.authorization;
    std::string token;
    if (header.starts_with(scheme))
        token = header.substr(scheme.size());
    else if (const auto inQuery = call.query("access_token"))
        token = *inQuery; // deprecated since v1.11, and still sent
    if (token.empty()) {
        if (answerFailure)
            call.fail(401, "M_MISSING_TOKEN", "Missing access token");
        return false;
    }
    Accounts::TokenState state {};
    Device *device = m_homeserver->accounts.deviceOfToken(token, state);
    if (state != Accounts::TokenState::Good) {
        if (!answerFailure)
            return false;
        const bool expired = state == Accounts::TokenState::Expired;
        Answer answer;
        answer.status = 401;
        JsonWriter(answer.body)
            .beginObject()
            .member("errcode", "M_UNKNOWN_TOKEN")
            .member("error", expired ? "Access token has expired" : "Invalid access token passed.")
            .flag("soft_logout", expired)
            .endObject();
        call.exchange->answer(std::move(answer));
        return false;
    }
    call.device = device;
    device->lastSeen = m_homeserver->now();
    if (call.exchange->route->access == Route::Access::Admin && !device->user->admin) {
        if (answerFailure)
            call.fail(403, "M_FORBIDDEN", "You are not a server admin");
        return false;
    }
    return true;
}

void Service::perform(const ExchangePtr &exchange)
{
    Call call(*m_homeserver, exchange);
    if (!authenticate(call))
        return;
    if (exchange->fault && exchange->fault->fault.kind == FaultKind::ClockJump) {
        m_homeserver->clockJump = exchange->fault->fault.jump;
        exchange->route->handler(call);
        m_homeserver->clockJump = {};
        return;
    }
    exchange->route->handler(call);
}

// ------------------------------------------------------------------------------------ and its answer's out

void Service::answer(Exchange &exchange, Answer reply)
{
    WirePlan plan;
    if (exchange.fault) {
        const Fault &fault = exchange.fault->fault;
        const TimelineDistortion distortion = FaultInjector::distortionOf(fault);
        const bool ofTimelines = distortion.duplicate || distortion.reverse || distortion.gap || distortion.lose
            || distortion.hugeEventBytes > 0;
        // A fault of timelines strikes only where there are events for it.
        if (!ofTimelines || exchange.distorted) {
            if (reply.blob && fault.kind == FaultKind::BrokenJson)
                reply.blob.reset(), reply.body = "{";
            plan = FaultInjector::distort(fault, reply);
            strike(exchange);
        }
    }
    exchange.record.status = reply.status;
    if (const std::shared_ptr<Connection> connection = exchange.connection.lock())
        connection->send(std::move(reply), plan);
}

void Service::strike(Exchange &exchange)
{
    ++exchange.fault->strikes;
    exchange.record.fault = exchange.fault->fault.kind;
    ++m_recorder.books.faults[faultName(exchange.fault->fault.kind)];
}

void Service::finished(Exchange &exchange, bool whole)
{
    if (!exchange.route || exchange.route->access != Route::Access::Practice)
        m_recorder.finished(exchange, exchange.record.status, whole);
}

void Service::malformed(int)
{
    ++m_recorder.books.malformedRequests;
}

void Service::workOnDelivery(std::size_t events, std::function<void()> done)
{
    // Woken polls are never refused: they were accepted long ago.
    if (!m_queue.submit(m_queue.deliveryTime(events), done))
        callSoon(m_context, std::move(done));
}

TimelineDistortion Service::distortionOf(const Exchange &exchange) const
{
    if (!exchange.fault || exchange.fault->isUsedUp())
        return {};
    return FaultInjector::distortionOf(exchange.fault->fault);
}

} // namespace throng::practice
