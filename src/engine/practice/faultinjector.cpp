// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/faultinjector.h"

#include "engine/practice/json.h"

#include <simdjson.h>

namespace throng::practice {

namespace {

constexpr std::size_t abyss = 10'000; ///< arrays within each other

/// The same members, each of them null.
std::string nulled(const std::string &body)
{
    std::string out;
    JsonWriter writer(out);
    writer.beginObject();
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    if (parser.parse(body).get(object) == simdjson::SUCCESS) {
        for (const auto member : object)
            writer.rawMember(member.key, "null");
    }
    writer.endObject();
    return out;
}

/// Damage that leaves the HTTP whole and the JSON not.
void damage(const QString &how, std::string &body)
{
    const std::size_t end = body.find_last_of("}]");
    if (how == QLatin1StringView("type")) {
        body = "[\"an array where an object belongs\"]";
    } else if (how == QLatin1StringView("null")) {
        body = nulled(body);
    } else if (how == QLatin1StringView("open")) {
        body = std::string(abyss, '[');
    } else if (how == QLatin1StringView("cut") || end == std::string::npos) {
        body.erase(body.size() / 2);
    } else {
        // In a member of our own: whoever skips what it does not know never sees it.
        const bool object = body[end] == '}';
        const bool first = end > 0 && (body[end - 1] == '{' || body[end - 1] == '[');
        std::string extra = first ? "" : ",";
        if (object)
            extra += "\"org.throng.unread\":";
        if (how == QLatin1StringView("deep"))
            extra.append(abyss, '[').append(abyss, ']');
        else
            extra += how == QLatin1StringView("utf8") ? "\"\xff\xfe\xc0\x80\"" : "{\"a\":[1,2,}}";
        body.insert(end, extra);
    }
}

Answer errorPage(int status)
{
    Answer answer;
    answer.status = status;
    answer.contentType = "text/html";
    const std::string title = std::to_string(status) + " " + std::string(reasonPhrase(status));
    answer.body = "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
        + "</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n";
    return answer;
}

Answer rateLimit(const Fault &fault)
{
    Answer answer;
    answer.status = 429;
    JsonWriter writer(answer.body);
    writer.beginObject().member("errcode", "M_LIMIT_EXCEEDED").member("error", "Too Many Requests");
    if (fault.retryAfterMs)
        writer.member("retry_after_ms", fault.retryAfter.count());
    writer.endObject();
    if (fault.retryAfterHeader) {
        const auto seconds = (fault.retryAfter.count() + 999) / 1000; // rounded up, as Synapse does
        answer.extraHeaders = "Retry-After: " + std::to_string(seconds) + "\r\n";
    }
    return answer;
}

} // namespace

FaultInjector::FaultInjector(quint64 seed)
    : m_random(Random::stream(seed, u"faults"))
    , m_begin(Clock::now())
{
}

void FaultInjector::setPlan(const FaultPlan &plan)
{
    m_faults.clear();
    m_begin = Clock::now();
    for (const Fault &fault : plan.faults) {
        auto active = std::make_shared<ActiveFault>();
        active->fault = fault;
        active->method = fault.method.toStdString();
        active->endpoint = fault.endpoint.toStdString();
        active->anyRest = active->endpoint.ends_with('*');
        if (active->anyRest)
            active->endpoint.pop_back();
        m_faults.push_back(std::move(active));
    }
}

bool FaultInjector::matches(const ActiveFault &active, std::string_view method, std::string_view endpoint)
{
    if (!active.method.empty() && active.method != method)
        return false;
    return active.anyRest ? endpoint.starts_with(active.endpoint) : endpoint == active.endpoint;
}

std::shared_ptr<ActiveFault> FaultInjector::forRequest(std::string_view method, std::string_view endpoint)
{
    if (m_faults.empty())
        return nullptr;
    const auto now = Clock::now() - m_begin;
    for (const auto &active : m_faults) {
        const Fault &fault = active->fault;
        if (!matches(*active, method, endpoint) || active->isUsedUp() || now < fault.from
            || (fault.until && now >= *fault.until))
            continue;
        if (active->passed < fault.skip) {
            ++active->passed;
            continue;
        }
        if (fault.probability >= 1 || m_random.uniform() < fault.probability)
            return active;
    }
    return nullptr;
}

TimelineDistortion FaultInjector::distortionOf(const Fault &fault)
{
    TimelineDistortion distortion;
    distortion.duplicate = fault.kind == FaultKind::DuplicateEvents;
    distortion.reverse = fault.kind == FaultKind::OutOfOrderEvents;
    distortion.gap = fault.kind == FaultKind::TimelineGap;
    distortion.lose = fault.kind == FaultKind::LostEvents;
    distortion.hugeEventBytes = fault.kind == FaultKind::HugeEvent ? fault.bytes : 0;
    return distortion;
}

WirePlan FaultInjector::distort(const Fault &fault, Answer &answer)
{
    using Cut = WirePlan::Cut;
    using End = WirePlan::End;
    WirePlan plan;
    switch (fault.kind) {
    case FaultKind::BrokenJson:
        damage(fault.damage, answer.body);
        break;
    case FaultKind::TruncatedBody:
        plan = { Cut::WithinBody, End::Close };
        break;
    case FaultKind::ShortContentLength:
        plan.lengthError = -static_cast<int>((answer.payload().size() + 1) / 2);
        break;
    case FaultKind::LongContentLength:
        plan.lengthError = static_cast<int>(answer.payload().size() / 2) + 1;
        break;
    case FaultKind::EndlessBody:
        plan.endless = true;
        break;
    case FaultKind::SlowDrip:
        plan.dripInterval = fault.interval;
        break;
    case FaultKind::ResetBeforeHeaders:
        plan = { Cut::BeforeHead, End::Reset };
        break;
    case FaultKind::ResetWithinHeaders:
        plan = { Cut::WithinHead, End::Reset };
        break;
    case FaultKind::ResetAfterHeaders:
        plan = { Cut::AfterHead, End::Reset };
        break;
    case FaultKind::Silence:
    case FaultKind::Restart:
        plan.silent = true;
        break;
    case FaultKind::CloseAfterAnswer:
        plan.end = End::Close;
        break;
    default:
        break;
    }
    return plan;
}

std::optional<Answer> FaultInjector::instead(const Fault &fault)
{
    switch (fault.kind) {
    case FaultKind::RateLimit:
        return rateLimit(fault);
    case FaultKind::HttpError:
        return errorPage(fault.status);
    case FaultKind::Silence:
    case FaultKind::Restart: // its connection is closed with the others
        return Answer();
    case FaultKind::NotFound: {
        Answer answer;
        answer.status = 404;
        answer.body = R"({"errcode":"M_UNRECOGNIZED","error":"Unrecognized request"})";
        return answer;
    }
    case FaultKind::UnknownToken: {
        Answer answer;
        answer.status = 401;
        JsonWriter(answer.body)
            .beginObject()
            .member("errcode", "M_UNKNOWN_TOKEN")
            .member("error", "Invalid access token passed.")
            .flag("soft_logout", fault.softLogout)
            .endObject();
        return answer;
    }
    default:
        return std::nullopt;
    }
}

} // namespace throng::practice
