// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/target.h"

#include "engine/base/words.h"
#include "engine/http/accessmanager.h"
#include "engine/http/reactor.h"
#include "engine/metrics/recorder.h"
#include "engine/project/targetguard.h"

#include <QFileInfo>
#include <QNetworkInterface>

#include <algorithm>

namespace throng::run {

namespace {

tl::unexpected<TargetProblem> problem(RunFailure failure, Error error)
{
    return tl::unexpected(TargetProblem { failure, std::move(error) });
}

TargetProblem problemOf(const matrix::ApiError &error, const QString &where)
{
    const bool answered = error.status > 0 && error.status < 500;
    if (!answered)
        return { RunFailure::Unreachable,
            { Words::tr("the server does not answer: %1").arg(error.text()), where, {} } };
    return { RunFailure::NotMatrix,
        { Words::tr("this is no Matrix homeserver, or not its address for clients: %1").arg(error.text()), where,
            Words::tr("the list of versions at /_matrix/client/versions") } };
}

} // namespace

TargetFinder::TargetFinder(const RunPlan &plan, http::NameLookup lookup)
    : m_plan(plan)
    , m_lookup(std::move(lookup))
{
}

TargetFinder::~TargetFinder()
{
    m_scope.stop();
}

Task<TargetFinder::Found> TargetFinder::find()
{
    const QString where = m_plan.server.toDisplayString();
    if (!m_plan.tls.caFile.isEmpty() && !QFileInfo(m_plan.tls.caFile).isReadable())
        co_return problem(RunFailure::BadInput, { Words::tr("the CA file cannot be read"), m_plan.tls.caFile, {} });

    auto resolving =
        http::resolveOrigin(m_plan.server, m_plan.tls, m_plan.proxy, m_plan.connectTimeout, &m_scope, m_lookup);
    const Result<std::shared_ptr<const http::Origin>> origin = co_await resolving;
    if (!origin)
        co_return problem(RunFailure::Unreachable, origin.error());
    if (const std::optional<TargetProblem> refused = judge(**origin))
        co_return tl::unexpected(*refused);

    m_reactor = std::make_unique<http::Reactor>();
    guardReactor(*m_reactor, **origin);
    m_recorder = std::make_unique<metrics::Recorder>(); // these requests are no part of the measurement
    m_manager = std::make_unique<http::AccessManager>(*m_reactor, *origin, m_scope);
    matrix::ClientOptions options = m_plan.client;
    options.timeout = std::min(options.timeout, m_plan.connectTimeout);
    m_client = std::make_unique<matrix::Client>(*m_manager, *m_recorder, options);
    auto asking = m_client->versions();
    matrix::ApiResult<matrix::Versions> versions = co_await asking;

    Target target;
    target.origin = *origin;
    const auto spoken = m_reactor->statistics().spoken;
    target.speaksHttp2 =
        std::any_of(spoken.begin(), spoken.end(), [](const auto &entry) { return entry.first.startsWith("HTTP/2"); });
    if (versions)
        target.versions = std::move(*versions);
    else if (!versions.error().isRateLimited()) // a homeserver, then, though a grudging one
        co_return tl::unexpected(problemOf(versions.error(), where));
    co_return target;
}

std::optional<TargetProblem> TargetFinder::judge(const http::Origin &origin) const
{
    using Decision = project::Verdict::Decision;
    const project::Verdict verdict = project::TargetGuard(m_plan.permissions).judge(origin.host, origin.addresses);
    const auto refuse = [&](const QString &remedy) {
        return TargetProblem { RunFailure::NotPermitted, { verdict.reason, origin.host, remedy } };
    };
    switch (verdict.decision) {
    case Decision::Allowed:
        return std::nullopt;
    case Decision::NeedsConfirmation:
        return refuse(Words::tr("your confirmation that this server may be loaded (--allow-load %1)").arg(origin.host));
    case Decision::NeedsTypedWord:
        return refuse(
            Words::tr("the host's name typed as your word that you may load it (--allow-load %1)").arg(origin.host));
    case Decision::Refused:
        break;
    }
    return refuse({});
}

bool isThisMachine(const QHostAddress &address)
{
    return address.isLoopback()
        || std::ranges::any_of(QNetworkInterface::allAddresses(),
            [&address](const QHostAddress &own) { return own.isEqual(address, QHostAddress::TolerantConversion); });
}

void guardReactor(http::Reactor &reactor, const http::Origin &origin)
{
    if (origin.proxy.isEmpty())
        reactor.setAddressGuard(
            [addresses = origin.addresses](const QHostAddress &address) { return addresses.contains(address); });
}

} // namespace throng::run
