// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/backstage.h"
#include "engine/practice/faultinjector.h"
#include "engine/practice/homeserver.h"
#include "engine/practice/router.h"
#include "engine/practice/truthrecorder.h"
#include "engine/practice/workqueue.h"

#include <memory>

namespace throng::practice {

class Call;

/// A request's way through the server: route → fault → worker → handler → fault → connection → books.
class Service : public ExchangeHandler, public Backstage {
public:
    Service(boost::asio::io_context &context, const Options &options);
    ~Service() override;

    void setPort(quint16 port);
    /// What to do for a fault that takes the whole server down. Called from inside a connection: do it later.
    void setRestart(std::function<void(const Fault &)> restart) { m_restart = std::move(restart); }
    /// Forgets accounts, rooms and media. No exchange is in progress.
    void loseState();
    /// Everything counted so far.
    [[nodiscard]] const Truth &truth() const { return m_recorder.books; }

    void handle(const ExchangePtr &exchange) override;
    void answer(Exchange &exchange, Answer reply) override;
    void finished(Exchange &exchange, bool whole) override;
    void malformed(int status) override;

    bool isInstant() const override { return m_queue.isInstant(); }
    void workOnDelivery(std::size_t events, std::function<void()> done) override;
    TimelineDistortion distortionOf(const Exchange &exchange) const override;
    QByteArray truthJson(bool lists) override { return truth().toJson(lists); }
    void resetTruth() override { m_recorder.reset(); }
    void setRecording(bool requests, bool deliveries) override;
    void setFaults(FaultPlan faults) override { m_injector.setPlan(faults); }
    void setPerformance(PerformanceModel performance) override { m_queue.setModel(std::move(performance)); }

private:
    void befall(const ExchangePtr &exchange);
    void queue(const ExchangePtr &exchange);
    void perform(const ExchangePtr &exchange);
    bool authenticate(Call &call, bool answerFailure = true);
    void strike(Exchange &exchange);
    void refuseUnknown(const ExchangePtr &exchange, bool damaged, bool pathKnown);

    boost::asio::io_context &m_context;
    Options m_options;
    Router m_router;
    TruthRecorder m_recorder;
    FaultInjector m_injector;
    WorkQueue m_queue;
    std::function<void(const Fault &)> m_restart;
    std::unique_ptr<Homeserver> m_homeserver;
};

} // namespace throng::practice
