// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/practiceserver.h"

#include "engine/practice/certificate.h"
#include "engine/practice/listener.h"
#include "engine/practice/service.h"
#include "engine/practice/timer.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <QThread>

#include <future>

namespace throng::practice {

using namespace Qt::StringLiterals;

class PracticeServer::Private {
public:
    /// Runs `question` on the server's thread and waits for what it returns.
    template <typename Question>
    auto ask(Question question)
    {
        std::packaged_task<std::invoke_result_t<Question>()> task(std::move(question));
        auto answer = task.get_future();
        boost::asio::post(context, [&task] { task(); });
        return answer.get();
    }

    explicit Private(Options wanted)
        : options(std::move(wanted))
        , work(context.get_executor())
        , thread(QThread::create([this] { context.run(); }))
    {
        thread->setObjectName(u"practice"_s);
        thread->start();
    }

    ~Private()
    {
        // The handlers that are still queued refer to both: none of them may run once they are gone.
        context.stop();
        thread->wait();
        comeBack.reset();
        listener.reset();
        service.reset();
    }

    Result<quint16> open();
    void goDown(const Fault &fault);
    void comeBackAfter(std::chrono::milliseconds downtime);

    Options options;
    boost::asio::io_context context { 1 }; // one thread runs it: no locks inside
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work;
    std::unique_ptr<Certificate> certificate;
    std::unique_ptr<Service> service; ///< made by the first start(); lives on the thread, like the listener
    std::unique_ptr<Listener> listener;
    std::unique_ptr<Timer> comeBack; ///< of a fault that had it down
    std::unique_ptr<QThread> thread;
    bool running = false;
    quint16 port = 0;
};

Result<quint16> PracticeServer::Private::open()
{
    if (!service) {
        service = std::make_unique<Service>(context, options);
        service->setRestart([this](const Fault &fault) { callSoon(context, [this, fault] { goDown(fault); }); });
    }
    if (!listener) {
        const HttpLimits limits { static_cast<std::size_t>(options.maximumHeaderBytes),
            static_cast<std::size_t>(options.maximumBodyBytes), static_cast<std::size_t>(options.maximumUploadBytes) };
        listener = std::make_unique<Listener>(context, *service, limits, options.idleTimeout,
            certificate ? certificate->context() : nullptr, options.warn);
    }
    Result<quint16> listening = listener->open(port != 0 ? port : options.port);
    if (listening)
        service->setPort(*listening);
    return listening;
}

/// Closes everything, and opens again by itself. On the server's thread, like what follows.
void PracticeServer::Private::goDown(const Fault &fault)
{
    if (!listener || !listener->isOpen())
        return;
    listener->close();
    if (fault.loseState)
        service->loseState();
    comeBack = std::make_unique<Timer>(context);
    comeBackAfter(fault.downtime);
}

void PracticeServer::Private::comeBackAfter(std::chrono::milliseconds downtime)
{
    comeBack->start(Clock::now() + downtime, [this, downtime] {
        if (!open()) // somebody else has the port just now
            comeBackAfter(std::max<std::chrono::milliseconds>(downtime, std::chrono::milliseconds(50)));
    });
}

PracticeServer::PracticeServer(Options options)
    : d(std::make_unique<Private>(std::move(options)))
{
}

PracticeServer::~PracticeServer() = default;

Result<QUrl> PracticeServer::start()
{
    if (d->running)
        return url();
    if (d->options.tls && !d->certificate) {
        Result<std::unique_ptr<Certificate>> made = Certificate::make();
        if (!made)
            return tl::unexpected(made.error());
        d->certificate = std::move(*made);
    }
    const Result<quint16> port = d->ask([this] { return d->open(); });
    if (!port)
        return tl::unexpected(port.error());
    d->port = *port;
    d->running = true;
    return url();
}

void PracticeServer::stop()
{
    if (!std::exchange(d->running, false))
        return;
    d->ask([this] {
        d->comeBack.reset();
        d->listener->close();
    });
}

Result<QUrl> PracticeServer::restart(State state)
{
    stop();
    if (state == State::Lost && d->service)
        d->ask([this] { d->service->loseState(); });
    return start();
}

bool PracticeServer::isRunning() const
{
    return d->running;
}

QUrl PracticeServer::url() const
{
    if (d->port == 0)
        return {};
    QUrl url;
    url.setScheme(d->options.tls ? u"https"_s : u"http"_s);
    url.setHost(u"127.0.0.1"_s);
    url.setPort(d->port);
    return url;
}

QByteArray PracticeServer::certificate() const
{
    return d->certificate ? d->certificate->pem() : QByteArray();
}

Truth PracticeServer::truth() const
{
    if (!d->service)
        return {};
    return d->ask([this] {
        Truth copy = d->service->truth();
        copy.connections = d->listener->connectionCount();
        copy.connectionsOpened = d->listener->connectionsOpened();
        return copy;
    });
}

void PracticeServer::resetTruth()
{
    if (d->service)
        d->ask([this] { d->service->resetTruth(); });
}

void PracticeServer::setRecording(bool requests, bool deliveries)
{
    d->options.recordRequests = requests;
    d->options.recordDeliveries = deliveries;
    if (!d->service)
        return;
    d->ask([this, requests, deliveries] { d->service->setRecording(requests, deliveries); });
}

void PracticeServer::setFaults(FaultPlan faults)
{
    d->options.faults = std::move(faults);
    if (d->service)
        d->ask([this] { d->service->setFaults(d->options.faults); });
}

void PracticeServer::setPerformance(PerformanceModel performance)
{
    d->options.performance = std::move(performance);
    if (d->service)
        d->ask([this] { d->service->setPerformance(d->options.performance); });
}

void PracticeServer::closeConnections()
{
    if (d->running)
        d->ask([this] { d->listener->closeConnections(); });
}

} // namespace throng::practice
