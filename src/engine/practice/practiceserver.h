// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/practice/options.h"
#include "engine/practice/truth.h"

#include <QByteArray>
#include <QUrl>

#include <memory>

namespace throng::practice {

/// A Matrix homeserver in this process, on a thread of its own, on loopback only, that knows the truth about
/// every request. Its functions may be called from any one thread at a time; they block until the server's
/// thread has answered (microseconds), except during a stop.
class PracticeServer {
public:
    explicit PracticeServer(Options options = {});
    PracticeServer(const PracticeServer &) = delete;
    PracticeServer &operator=(const PracticeServer &) = delete;
    ~PracticeServer();

    enum class State : quint8 { Kept, Lost };

    /// Begins to listen and says where. Fails when the port is taken or descriptors have run out.
    Result<QUrl> start();
    /// Closes the listener and every connection, long polls included; the state is kept for the next start().
    void stop();
    /// stop() and start() on the same port. State::Lost forgets accounts, rooms and media, but not the truth.
    Result<QUrl> restart(State state = State::Kept);

    [[nodiscard]] bool isRunning() const;
    /// http://127.0.0.1:PORT, or https; empty before the first start().
    [[nodiscard]] QUrl url() const;
    /// PEM of the certificate it shows, which is its own authority: what a client's CA file must contain. Empty
    /// without Options::tls.
    [[nodiscard]] QByteArray certificate() const;

    /// A copy of everything counted so far.
    [[nodiscard]] Truth truth() const;
    /// Forgets the counts and lists, not the homeserver's state.
    void resetTruth();
    void setRecording(bool requests, bool deliveries);
    /// From now on these faults, their time windows counted from now; an empty plan ends all faults.
    void setFaults(FaultPlan faults);
    void setPerformance(PerformanceModel performance);
    /// Closes every connection under its client's feet (FIN); goes on listening.
    void closeConnections();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace throng::practice
