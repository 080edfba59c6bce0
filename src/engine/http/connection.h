// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/transport.h"

#include <memory>

namespace throng::http {

class LaneQueue;
class Reactor;
class Transfer;

/// An open transport that carries a lane's transfers in one version of HTTP. The lane decides what goes on it and hears
/// from it what became of that.
class Connection : protected Transport::Observer {
public:
    Connection(LaneQueue &lane, std::unique_ptr<Transport> transport)
        : m_lane(&lane)
        , m_transport(std::move(transport))
    {
        m_transport->setObserver(this);
    }
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;
    virtual ~Connection() = default;

    /// The lane has no more to do with it. It hears nothing any more.
    virtual void close() = 0;

    /// Another transfer may begin on it.
    [[nodiscard]] virtual bool hasRoom() const = 0;
    /// It carries nothing.
    [[nodiscard]] virtual bool isIdle() const = 0;
    /// For one that is idle: looks whether the server has closed it meanwhile, since the first send after that would
    /// still succeed.
    [[nodiscard]] virtual bool checkStillOpen() = 0;
    /// Failures come later, never from inside this call.
    virtual void begin(Transfer &transfer) = 0;
    /// The lane wants no more of that transfer. False: nothing else can follow it on this connection.
    [[nodiscard]] virtual bool cancel(Transfer &transfer) = 0;
    virtual void resumeSending(Transfer &transfer) = 0;
    virtual void resumeReading(Transfer &transfer) = 0;

    [[nodiscard]] Transport &transport() { return *m_transport; }
    /// It answered at least one request: the server may close it at any time now.
    [[nodiscard]] bool isReused() const { return m_answered > 0; }

protected:
    /// `httpVersion` as in Response. The first answer says what the connection's peer speaks.
    void countAnswer(Reactor &reactor, int httpVersion);

    LaneQueue *m_lane;
    std::unique_ptr<Transport> m_transport;

private:
    quint64 m_answered = 0;
};

} // namespace throng::http
