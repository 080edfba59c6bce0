// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/matrix/types.h"

#include <QList>
#include <QString>
#include <QUrl>

namespace throng::matrix {

/// One thing that a probe learnt: what, what it means for a load test, what to do about it.
struct Finding {
    enum class Subject : quint8 {
        Server,
        Tls,
        WellKnown,
        Versions,
        Software,
        Login,
        Registration,
        SharedSecret,
        OAuth,
        Metrics,
        RateLimits, ///< what ServerProbe noticed of them, having created nothing
        // What LimitsProbe finds out with an account of its own
        ProbeAccount,
        RegistrationLimit,
        RoomLimit,
        InvitationLimit,
        MessageLimit,
        JoinLimit,
        LoginLimit,
        LoginCost,
        Configuration,
    };
    enum class Severity : quint8 {
        Good, ///< as it should be
        Note, ///< worth knowing
        Warning, ///< a test can run, with a drawback
        Problem, ///< a test cannot run, or not so
    };

    Subject subject = Subject::Server;
    Severity severity = Severity::Note;
    QString text; ///< what was found, one sentence
    QString advice; ///< what it means and what to do; empty when there is nothing to do
    QString config {}; ///< a whole block for the server's configuration, to be copied; mostly empty
    QString configFile {}; ///< which file that is for: "homeserver.yaml"

    friend bool operator==(const Finding &, const Finding &) = default;
};

enum class ServerState : quint8 {
    Unknown, ///< not asked yet, or cancelled
    NotThere, ///< no such name, refused, silent, or a proxy whose homeserver does not answer
    TlsNotTrusted, ///< something is there, but its certificate is not trusted, or it speaks no TLS
    NotMatrix, ///< something answers, but no Matrix homeserver
    Matrix,
};

enum class RegistrationState : quint8 {
    Unknown,
    Open, ///< whoever asks: no stage, dummy, terms
    NeedsToken, ///< with a registration token
    NeedsPerson, ///< e-mail, captcha or a browser: nothing that a load tester can do
    Closed,
};

/// What a server is and what it lets one do. A plain value.
struct ServerReport {
    QUrl asked; ///< what the probe was given
    QUrl baseUrl; ///< where the homeserver is: `asked`, or where its .well-known says if nobody is there
    ServerState state = ServerState::Unknown;
    Versions versions;
    QString software; ///< "Synapse 1.163.2"; empty if it does not tell
    QStringList loginTypes; ///< "m.login.password"
    RegistrationState registration = RegistrationState::Unknown;
    std::vector<QStringList> registrationFlows;
    bool hasSharedSecret = false; ///< Synapse's admin registration answers with a nonce
    bool hasOAuth = false; ///< accounts are an OAuth service's (Matrix Authentication Service)
    bool hasMetrics = false; ///< /_synapse/metrics answers here
    int questions = 0; ///< that were put to it
    int limitedQuestions = 0; ///< of these answered with 429
    QList<Finding> findings;

    [[nodiscard]] bool hasPasswordLogin() const;
    /// Accounts can be made: openly, with a token, or by shared secret.
    [[nodiscard]] bool canRegister() const;
    [[nodiscard]] bool hasProblem() const;
};

} // namespace throng::matrix
