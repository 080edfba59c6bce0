// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/stopscope.h"
#include "engine/base/task.h"
#include "engine/http/reactor.h"
#include "engine/http/request.h"
#include "engine/matrix/ratelimit.h"
#include "engine/matrix/registrationflow.h"
#include "engine/matrix/roompath.h"
#include "engine/matrix/serverreport.h"
#include "engine/metrics/recorder.h"

#include <QObject>

#include <memory>

namespace throng::http {
struct Origin;
}

namespace throng::matrix {

struct LimitsProbeOptions {
    /// How the probe's account is made. LoginOnly: `username` exists, and no account is made.
    RegistrationOptions registration;
    QString username; ///< empty: one is made up. Needed with LoginOnly unless there is a token
    QString password; ///< empty: one is made up. Empty with LoginOnly: the limit of logins is not looked for
    QByteArray accessToken; ///< LoginOnly: of `username`, instead of logging in
    QString software; ///< "Synapse 1.163.2", from ServerProbe: what the findings compare with and advise
    int accounts = 0; ///< of the test to come, for the findings' arithmetic; 0: not said
    // How many of each are sent before the server is said to have no such limit.
    int invitations = 25;
    int messages = 30;
    int joins = 25;
    int logins = 7;
    Milliseconds timeout { 30'000 }; ///< for each request
    Milliseconds patience { 30'000 }; ///< the longest wait for a server that limits the probe's own registration
};

/// What LimitsProbe found out. A plain value.
struct LimitsReport {
    QString userId; ///< of the probe's account; empty if there never was one
    bool accountMade = false; ///< by the probe
    bool accountLeft = false; ///< it could not be deactivated and is there still
    QByteArray roomId; ///< of the probe's room; left and forgotten at the end
    QString problem; ///< why nothing could be found out; empty otherwise
    bool cancelled = false;
    QList<RateLimit> limits;
    std::optional<Milliseconds> loginTime; ///< the median; mostly the CPU time of a password's hash
    QList<Finding> findings;

    [[nodiscard]] const RateLimit *limit(RateLimit::Kind kind) const;
};

/// Finds out a server's rate limits by meeting them: makes one account and one room there, invites somebody who does
/// not exist, sends messages, asks to join a room that does not exist and logs in, each until the first 429. Leaves
/// the room and deactivates the account afterwards.
///
/// Whoever starts it has asked whether the server may be loaded: it sends up to some 100 requests as fast as they are
/// answered, and uses up the logins that the server allows this machine (Synapse: five, then one in 333 s).
class LimitsProbe : public QObject {
    Q_OBJECT

public:
    static constexpr int steps = 7;

    /// Connects to the origin's addresses and to no other.
    LimitsProbe(std::shared_ptr<const http::Origin> origin, LimitsProbeOptions options, QObject *parent = nullptr);
    /// Ends at once what is under way, leaving the account behind.
    ~LimitsProbe() override;

    void start(); ///< once
    /// Measures no more, cleans up and finishes; called again it leaves the rest of the cleaning.
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_running; }
    [[nodiscard]] const LimitsReport &report() const { return m_report; }

Q_SIGNALS:
    /// Step `step` (from 0) of `steps` is under way: "Sending messages: 4".
    void progress(int step, int steps, const QString &what);
    void found(const throng::matrix::Finding &finding);
    void finished(const throng::matrix::LimitsReport &report);

private:
    class Side; // a client with a scope of its own

    Task<> run();
    Task<> measure();
    Task<> cleanUp();
    Task<bool> makeAccount();
    Task<bool> makeRoom();
    Task<RateLimit> push(RateLimit::Kind kind, int count, int before, http::Clock::time_point since);
    Task<std::optional<ApiError>> once(RateLimit::Kind kind, int number);
    Task<std::optional<ApiError>> logIn();
    Task<bool> deactivate();
    Task<> leaveRoom();
    Task<ApiResult<LoginResponse>> enter();
    void add(const Finding &finding);
    void add(const RateLimit &limit);
    void sum();
    void announceEnd();

    std::shared_ptr<const http::Origin> m_origin;
    LimitsProbeOptions m_options;
    LimitsReport m_report;
    http::Reactor m_reactor;
    metrics::Recorder m_recorder; // these requests are no part of any measurement
    std::unique_ptr<Side> m_measuring;
    std::unique_ptr<Side> m_cleaning;
    RegistrationFlow m_registration;
    QByteArray m_token;
    RoomPath m_room;
    QString m_domain;
    QString m_tag; ///< part of every name that is made up
    http::Clock::time_point m_roomMade;
    std::vector<Milliseconds> m_loginTimes;
    bool m_running = false;
};

} // namespace throng::matrix
