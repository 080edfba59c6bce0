// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/serverwatch.h"

#include "engine/base/stopscope.h"
#include "engine/base/task.h"
#include "engine/base/words.h"
#include "engine/http/accessmanager.h"
#include "engine/http/reactor.h"
#include "engine/metrics/processtree.h"
#include "engine/metrics/serverfigures.h"
#include "engine/project/targetguard.h"
#include "engine/run/target.h"

#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::run {

namespace {

using http::Clock;

constexpr auto lookupTimeout = std::chrono::seconds(10);
/// A server under load takes its time for metrics, too; the next look waits for the one before.
constexpr auto scrapeTimeout = std::chrono::seconds(20);
/// Synapse's metrics are some 100 KB, of which a large one with many workers has a few hundred.
constexpr qint64 largestPage = 8 * 1024 * 1024;

double secondsNow()
{
    return std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
}

/// Whether the server is here for certain, and not only one of several that answer to its name.
bool isHere(const http::Origin &server)
{
    return server.proxy.isEmpty() && !server.addresses.isEmpty()
        && std::ranges::all_of(server.addresses, isThisMachine);
}

} // namespace

/// What lives on the watch's thread.
class ServerWatch::Watcher final : public QObject {
public:
    Watcher(ServerWatch &watch, WatchPlan plan)
        : m_watch(watch)
        , m_plan(std::move(plan))
    {
    }
    ~Watcher() override { m_scope.stop(); }

    void begin()
    {
        m_reactor = std::make_unique<http::Reactor>();
        m_reactor->setAddressGuard([this](const QHostAddress &address) { return m_allowed.contains(address); });
        for (const QUrl &url : std::as_const(m_plan.metrics)) {
            auto source = std::make_unique<Source>();
            source->url = url;
            source->name = url.host() + (url.port() > 0 ? u":%1"_s.arg(url.port()) : QString());
            // Two pages of one address are told apart by their paths.
            if (std::ranges::any_of(m_sources, [&](const auto &other) { return other->name == source->name; }))
                source->name += url.path();
            m_sources.push_back(std::move(source));
        }
        for (std::size_t i = 0; i < m_sources.size(); ++i)
            watchMetrics(i);
        if (m_plan.target && isHere(*m_plan.target))
            watchProcesses();
    }

private:
    struct Source {
        QUrl url;
        QString name;
        std::unique_ptr<http::AccessManager> manager; // once its host is found and allowed
        metrics::ServerFigures figures;
        bool complained = false;
    };

    Task<> watchMetrics(std::size_t index)
    {
        try {
            for (;;) {
                const Clock::time_point next = Clock::now() + m_plan.interval;
                auto scraping = scrape(index);
                co_await scraping;
                auto sleeping = m_reactor->sleep(m_scope, std::max(next - Clock::now(), Clock::duration(0)));
                co_await sleeping;
            }
        } catch (const Stopped &) {
        }
    }

    Task<> scrape(std::size_t index)
    {
        Source &source = *m_sources[index];
        if (!source.manager) {
            auto opening = open(index);
            const Result<> opened = co_await opening;
            if (!opened) {
                complain(source, opened.error());
                co_return;
            }
        }
        http::Request request;
        request.target = source.url.path(QUrl::FullyEncoded).toLatin1();
        if (source.url.hasQuery())
            request.target += '?' + source.url.query(QUrl::FullyEncoded).toLatin1();
        request.timeout = scrapeTimeout;
        request.repeatable = true;
        request.extraHeaders = "Accept: text/plain;version=0.0.4\r\n";
        http::Exchange exchange = source.manager->exchange(std::move(request));
        const http::Response response = co_await exchange;
        const QString where = source.url.toDisplayString();
        if (!response.isOk()) {
            complain(source, { response.failureText, where, {} });
        } else if (response.status != 200) {
            complain(source,
                { Words::tr("answers with status %1").arg(response.status), where, Words::tr("a page of metrics") });
        } else {
            auto figures = source.figures.read(response.body, where, secondsNow());
            if (figures)
                tell(source.name, *std::move(figures));
            else
                complain(source, figures.error());
        }
    }

    /// Finds the source's host, and has the guard judge its addresses.
    Task<Result<>> open(std::size_t index)
    {
        Source &source = *m_sources[index];
        QUrl base = source.url;
        base.setPath({});
        base.setQuery(QString());
        auto resolving = http::resolveOrigin(base, m_plan.tls, {}, lookupTimeout, &m_scope, m_plan.nameLookup);
        const Result<std::shared_ptr<const http::Origin>> origin = co_await resolving;
        if (!origin)
            co_return tl::unexpected(origin.error());
        const project::Verdict verdict =
            project::TargetGuard(m_plan.permissions).judge((*origin)->host, (*origin)->addresses);
        if (!verdict.isAllowed())
            co_return failure(verdict.reason, source.url.toDisplayString(),
                Words::tr("your permission for %1, as for a server that is tested").arg((*origin)->host));
        m_allowed += (*origin)->addresses;
        source.manager = std::make_unique<http::AccessManager>(*m_reactor, *origin, m_scope);
        source.manager->setLimits({ .bodyBytes = largestPage });
        co_return Result<>();
    }

    Task<> watchProcesses()
    {
        using Found = metrics::ProcessTree::Found;
        bool complained = false;
        bool known = false;
        try {
            for (;;) {
                if (!known) {
                    const Found found = m_processes.find(m_plan.target->port);
                    if (found == Found::Ourselves)
                        co_return;
                    if (found == Found::NotReadable && !std::exchange(complained, true))
                        Q_EMIT m_watch.trouble(
                            Words::tr("Processor time and memory of the server cannot be seen: its process is another "
                                      "user's. What it says of itself can be had from its metrics' address."));
                    known = found == Found::Yes;
                }
                if (known) {
                    auto figures = m_processes.sample(secondsNow());
                    known = figures.has_value();
                    if (known)
                        tell(m_processes.name(), *std::move(figures));
                }
                auto sleeping = m_reactor->sleep(m_scope, m_plan.interval);
                co_await sleeping;
            }
        } catch (const Stopped &) {
        }
    }

    void tell(const QString &source, std::vector<metrics::ServerFigure> figures)
    {
        Q_EMIT m_watch.scraped({ source, QDateTime::currentMSecsSinceEpoch(), std::move(figures) });
    }

    void complain(Source &source, const Error &error)
    {
        if (!std::exchange(source.complained, true))
            Q_EMIT m_watch.trouble(Words::tr("The server's metrics could not be fetched, and this is said once: %1")
                                       .arg(error.toString()));
    }

    ServerWatch &m_watch;
    const WatchPlan m_plan;
    StopScope m_scope;
    QList<QHostAddress> m_allowed;
    std::unique_ptr<http::Reactor> m_reactor;
    std::vector<std::unique_ptr<Source>> m_sources; // with their managers gone before the reactor
    metrics::ProcessTree m_processes;
};

ServerWatch::ServerWatch(const WatchPlan &plan)
    : m_watcher(new Watcher(*this, plan))
{
    m_thread.setObjectName(u"throng server watch"_s);
}

void ServerWatch::start()
{
    m_watcher->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_watcher, &QObject::deleteLater);
    connect(&m_thread, &QThread::started, m_watcher, [watcher = m_watcher] { watcher->begin(); });
    m_thread.start();
}

ServerWatch::~ServerWatch()
{
    if (!m_thread.isRunning()) {
        delete m_watcher;
        return;
    }
    m_thread.quit();
    m_thread.wait();
}

} // namespace throng::run
