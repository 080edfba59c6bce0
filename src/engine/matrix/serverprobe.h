// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/matrix/serverreport.h"

#include <QDateTime>
#include <QNetworkReply>
#include <QObject>

QT_FORWARD_DECLARE_CLASS(QNetworkAccessManager)

namespace throng::matrix {

struct ProbeOptions {
    Milliseconds timeout { 10'000 }; ///< for each question
    bool certificateChecked = true; ///< false if the manager takes any certificate: the report then says so
    bool secretGiven = false; ///< accounts are to be made by shared secret, so closed registration is no problem
    bool tokenGiven = false; ///< a registration token is at hand
};

/// Finds out what is at a URL: whether a homeserver is there, which, and how accounts can be made on it.
///
/// Asks a handful of questions one after the other and creates nothing: the registration that it begins has no
/// name, no password and no stage done, and is answered with the list of stages. Works over any
/// QNetworkAccessManager: http::AccessManager, which knows the project's CA file and proxy, or Qt's own.
/// Redirects are followed for .well-known alone, as the specification has it; elsewhere they are reported.
class ServerProbe : public QObject {
    Q_OBJECT

public:
    /// The manager must outlive the probe.
    explicit ServerProbe(QNetworkAccessManager &manager, ProbeOptions options = {}, QObject *parent = nullptr);
    ~ServerProbe() override;

    /// Begins, or begins anew. `url` has scheme and host; a path in it is kept as the homeserver's base path.
    /// If no homeserver answers there but its .well-known names one, that one is looked at.
    void start(const QUrl &url);
    /// Gives up at once; there will be no further signal.
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_step >= 0; }
    [[nodiscard]] const ServerReport &report() const { return m_report; }

Q_SIGNALS:
    /// Question `step` (from 0) of `steps` was just put: "Looking for a homeserver at …".
    void progress(int step, int steps, const QString &what);
    void found(const throng::matrix::Finding &finding);
    void finished(const throng::matrix::ServerReport &report);

private:
    /// An answer, as far as the probe cares.
    struct Answer {
        int status = 0; ///< 0: none came
        QNetworkReply::NetworkError error = QNetworkReply::NoError;
        QString errorText;
        QByteArray body;
        QString location;
        QString serverHeader;
        QString errcode;
        Milliseconds retryAfter { 0 }; ///< of a 429
        QString issuer; ///< of the certificate, if the manager tells
        QDateTime goodUntil;
        bool http2 = false; ///< it came in HTTP/2

        [[nodiscard]] bool isOk() const { return status >= 200 && status < 300; }
    };
    struct Question;
    static const Question questions[];

    void ask();
    void answered();
    [[nodiscard]] Answer takeAnswer(QNetworkReply &reply) const;
    void next();
    void finish();
    void add(Finding::Subject subject, Finding::Severity severity, const QString &text, const QString &advice = {});
    void add(const Finding &finding);

    void readWellKnown(Answer &answer);
    bool goElsewhere();
    void readVersions(Answer &answer);
    void readSoftware(Answer &answer);
    void readLogin(Answer &answer);
    void readOAuth(Answer &answer);
    void readSharedSecret(Answer &answer);
    void readMetrics(Answer &answer);
    void readRegistration(Answer &answer);
    void reportUnreachable(const Answer &answer);
    void reportTls(const Answer &answer);
    void reportRateLimits();

    QNetworkAccessManager &m_manager;
    ProbeOptions m_options;
    ServerReport m_report;
    Milliseconds m_limitedFor { 0 };
    QUrl m_elsewhere; ///< where .well-known sends clients, unless that is here
    QNetworkReply *m_reply = nullptr;
    int m_step = -1; ///< index into questions; -1: not running
};

} // namespace throng::matrix
