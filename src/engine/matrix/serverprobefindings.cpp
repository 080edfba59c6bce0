// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the probe makes of each answer.
#include "engine/matrix/answers.h"
#include "engine/matrix/encoding.h"
#include "engine/matrix/serverconfig.h"
#include "engine/matrix/serverprobe.h"
#include "engine/matrix/uia.h"

#include <QDateTime>
#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <tuple>
#include <utility>

namespace throng::matrix {

using namespace Qt::StringLiterals;
using Severity = Finding::Severity;
using Subject = Finding::Subject;

namespace {

constexpr qint64 shortCertificateDays = 14;

bool isLoopback(const QUrl &url)
{
    return url.host() == u"localhost"_s || QHostAddress(url.host()).isLoopback();
}

/// "Synapse 1.163.2" of a Server header; empty when it is a proxy that signs.
QString softwareOf(const QString &header)
{
    static const QStringList proxies { u"nginx"_s, u"openresty"_s, u"caddy"_s, u"apache"_s, u"cloudflare"_s,
        u"traefik"_s, u"haproxy"_s, u"envoy"_s, u"varnish"_s, u"lighttpd"_s, u"h2o"_s };
    for (const QString &proxy : proxies) {
        if (header.startsWith(proxy, Qt::CaseInsensitive))
            return {};
    }
    QString name = header;
    if (const qsizetype slash = name.indexOf(u'/'); slash > 0)
        name[slash] = u' ';
    return name;
}

bool isSamePlace(const QUrl &a, const QUrl &b)
{
    const auto place = [](const QUrl &url) {
        return std::tuple(url.scheme(), url.host(), url.port(url.scheme() == u"https"_s ? 443 : 80),
            withoutTrailingSlashes(url.path()));
    };
    return place(a) == place(b);
}

QString shown(const QUrl &url)
{
    return url.toDisplayString(QUrl::RemoveUserInfo);
}

} // namespace

void ServerProbe::readWellKnown(Answer &answer)
{
    if (!answer.isOk())
        return; // most homeservers have none at their own address; whether anybody is there, the next question tells
    const Result<WellKnown> wellKnown = parseWellKnown(std::move(answer.body));
    if (!wellKnown)
        return; // a website's page for everything, usually
    QUrl base(wellKnown->homeserver, QUrl::StrictMode);
    if (!base.isValid() || base.host().isEmpty() || (base.scheme() != u"https"_s && base.scheme() != u"http"_s)) {
        add(Subject::WellKnown, Severity::Warning,
            tr("%1 names “%2” as its homeserver, which is no http or https URL.")
                .arg(shown(m_report.asked), wellKnown->homeserver.left(200)),
            tr("Matrix clients will not find this server. Enter the homeserver's own URL here."));
        return;
    }
    base.setPath(withoutTrailingSlashes(base.path()));
    if (!isSamePlace(base, m_report.asked))
        m_elsewhere = base;
}

/// Only a place that is no homeserver itself sends its clients away: who types the homeserver's own URL means it.
bool ServerProbe::goElsewhere()
{
    if (m_elsewhere.isEmpty())
        return false;
    m_report.baseUrl = std::exchange(m_elsewhere, {});
    add(Subject::WellKnown, Severity::Note,
        tr("%1 sends its clients to %2.").arg(shown(m_report.asked), shown(m_report.baseUrl)),
        tr("A test loads the address that was entered, as it is. Enter %1 to load that server.")
            .arg(shown(m_report.baseUrl)));
    if (m_step >= 0)
        ask();
    return true;
}

void ServerProbe::readVersions(Answer &answer)
{
    Result<Versions> versions = answer.isOk() ? parseVersions(QByteArray(answer.body))
                                              : Result<Versions>(failure(tr("HTTP %1").arg(answer.status)));
    if (!versions && goElsewhere())
        return;
    if (answer.status == 0 || answer.error == QNetworkReply::SslHandshakeFailedError) {
        reportUnreachable(answer);
        return;
    }
    const QString where = shown(m_report.baseUrl);
    if (answer.status >= 300 && answer.status < 400) {
        m_report.state = ServerState::NotMatrix;
        add(Subject::Server, Severity::Problem, tr("%1 redirects to %2.").arg(where, answer.location.left(200)),
            tr("Enter the URL that it redirects to: a load test follows no redirects."));
        return;
    }
    if (answer.status >= 502 && answer.status <= 504) {
        m_report.state = ServerState::NotThere;
        add(Subject::Server, Severity::Problem,
            tr("A proxy answers at %1, the homeserver behind it does not (HTTP %2).").arg(where).arg(answer.status),
            tr("Start the homeserver, or look at where the proxy sends /_matrix."));
        return;
    }
    if (!versions) {
        m_report.state = ServerState::NotMatrix;
        add(Subject::Server, Severity::Problem,
            tr("Something answers at %1, but it is no Matrix homeserver (%2).")
                .arg(where, versions.error().toString().left(200)),
            tr("Check host and port. Synapse listens on 8008 unless told otherwise; behind a proxy /_matrix must be "
               "passed on."));
        return;
    }
    m_report.state = ServerState::Matrix;
    m_report.versions = *std::move(versions);
    m_report.software = softwareOf(answer.serverHeader);
    const QString newest = m_report.versions.versions.isEmpty() ? u"none"_s : m_report.versions.versions.constLast();
    const bool slidingSync = m_report.versions.unstableFeatures.contains(u"org.matrix.simplified_msc3575"_s);
    add(Subject::Versions, Severity::Good,
        slidingSync ? tr("A Matrix homeserver answers at %1, up to version %2, with sliding sync.").arg(where, newest)
                    : tr("A Matrix homeserver answers at %1, up to version %2.").arg(where, newest));
    if (!m_report.versions.hasAuthenticatedMedia())
        add(Subject::Versions, Severity::Note, tr("It has no authenticated media."),
            tr("Pictures will be downloaded the old way."));
    if (!m_elsewhere.isEmpty())
        add(Subject::WellKnown, Severity::Note, tr("Its .well-known sends clients to %1.").arg(shown(m_elsewhere)),
            tr("The test will load %1, as you entered it. Enter the other URL to load what is between, too.")
                .arg(where));
    reportTls(answer);
}

void ServerProbe::reportUnreachable(const Answer &answer)
{
    const QString where = shown(m_report.baseUrl);
    if (answer.error == QNetworkReply::SslHandshakeFailedError) {
        m_report.state = ServerState::TlsNotTrusted;
        add(Subject::Tls, Severity::Problem,
            tr("Something is at %1, but there is no trusted connection to it: %2").arg(where, answer.errorText),
            tr("If the certificate is of an authority of your own, give its CA file. If the server speaks plain HTTP, "
               "write http:// in its URL. Going without the check is possible; everybody on the way can then read the "
               "accounts."));
        return;
    }
    m_report.state = ServerState::NotThere;
    const bool unknownName = answer.error == QNetworkReply::HostNotFoundError;
    add(Subject::Server, Severity::Problem, tr("There is no server at %1: %2").arg(where, answer.errorText),
        unknownName ? tr("Check the spelling of the name, and that this machine's name server knows it.")
                    : tr("Check that the homeserver runs, the port, and the firewalls between here and there."));
}

void ServerProbe::reportTls(const Answer &answer)
{
    if (m_report.baseUrl.scheme() != u"https"_s) {
        if (isLoopback(m_report.baseUrl))
            add(Subject::Tls, Severity::Good, tr("Without TLS, on this machine: nobody else can listen."));
        else
            add(Subject::Tls, Severity::Warning, tr("The connection is not encrypted."),
                tr("Passwords and tokens travel readable. Also, users come over TLS, which costs the server more."));
        return;
    }
    const QString spoken = u' ' + (answer.http2 ? tr("It answers in HTTP/2.") : tr("It answers in HTTP/1.1."));
    if (!m_options.certificateChecked) {
        add(Subject::Tls, Severity::Warning, tr("Its certificate is not checked.") + spoken,
            tr("Everybody on the way can read the accounts. Give the CA file instead, and the check can stay on."));
        return;
    }
    if (!answer.goodUntil.isValid()) { // not every manager tells
        add(Subject::Tls, Severity::Good, tr("Its certificate is trusted.") + spoken);
        return;
    }
    const QString what = tr("Its certificate is trusted: by %1, good until %2.")
                             .arg(answer.issuer, QLocale().toString(answer.goodUntil.date(), QLocale::ShortFormat))
        + spoken;
    if (QDateTime::currentDateTimeUtc().daysTo(answer.goodUntil) < shortCertificateDays)
        add(Subject::Tls, Severity::Warning, what,
            tr("It runs out soon; from then on every connection fails. Renew it before the next test."));
    else
        add(Subject::Tls, Severity::Good, what);
}

void ServerProbe::reportRateLimits()
{
    Finding finding { Subject::RateLimits, Severity::Note, {}, {} };
    if (m_report.limitedQuestions > 0) {
        finding.severity = Severity::Warning;
        finding.text = tr("It answered %1 of %2 questions with 429 (too many requests)")
                           .arg(m_report.limitedQuestions)
                           .arg(m_report.questions);
        finding.text += m_limitedFor.count() > 0
            ? tr(", and wants to be left alone for %1 s.").arg(QLocale().toString((m_limitedFor.count() + 999) / 1000))
            : u"."_s;
        finding.advice = tr("It limits this machine already. A test would meet that at once: raise its limits.");
    } else {
        finding.text = tr("None was met by these %1 questions.").arg(m_report.questions);
        finding.advice = isSynapse(m_report.software)
            ? tr(
                "Unless told otherwise, Synapse limits registrations (3 at once, then one in 6 s), logins (5, then one "
                "in 5.6 min) and invitations of one person (5, then one in 5.6 min), which a test meets first. Probing "
                "the limits finds out.")
            : tr("Probing the limits, with an account made for it, finds out.");
    }
    if (const std::optional<ServerConfig> config = configForLoadTest(m_report.software)) {
        finding.advice += u' ' + tr("For a load test this belongs into %1:").arg(config->file);
        finding.config = config->text;
        finding.configFile = config->file;
    }
    add(finding);
}

void ServerProbe::readSoftware(Answer &answer)
{
    const QJsonObject server = QJsonDocument::fromJson(answer.body).object().value(u"server"_s).toObject();
    const QString name = server.value(u"name"_s).toString().left(80);
    if (answer.isOk() && !name.isEmpty())
        m_report.software = QString(name + u' ' + server.value(u"version"_s).toString().left(80)).trimmed();
    if (!m_report.software.isEmpty())
        add(Subject::Software, Severity::Note, tr("It runs %1.").arg(m_report.software));
}

void ServerProbe::readLogin(Answer &answer)
{
    Result<QStringList> types = answer.isOk() ? parseLoginFlows(std::move(answer.body))
                                              : Result<QStringList>(failure(tr("HTTP %1").arg(answer.status)));
    if (!types) {
        add(Subject::Login, Severity::Warning,
            tr("It does not say how to log in (%1).").arg(types.error().toString().left(200)),
            tr("Accounts may have to come with their access tokens."));
        return;
    }
    m_report.loginTypes = *std::move(types);
    if (m_report.hasPasswordLogin())
        add(Subject::Login, Severity::Good, tr("Users log in with a password."));
    else
        add(Subject::Login, Severity::Warning,
            tr("Users cannot log in with a password (it offers %1).")
                .arg(m_report.loginTypes.isEmpty() ? tr("nothing") : m_report.loginTypes.join(u", "_s)),
            tr("Import access tokens (tokens.csv), or switch password login on for the test."));
}

void ServerProbe::readOAuth(Answer &answer)
{
    m_report.hasOAuth = answer.isOk() && QJsonDocument::fromJson(answer.body).object().value(u"issuer"_s).isString();
    if (m_report.hasOAuth)
        add(Subject::OAuth, Severity::Warning,
            tr("Accounts belong to an OAuth service (Matrix Authentication Service)."),
            tr("Its log-in needs a person with a browser for each account. Make the accounts with that service's own "
               "tools and import their access tokens."));
}

void ServerProbe::readSharedSecret(Answer &answer)
{
    m_report.hasSharedSecret = answer.isOk() && parseNonce(std::move(answer.body)).has_value();
    if (m_report.hasSharedSecret)
        add(Subject::SharedSecret, Severity::Good, tr("Accounts can be made with its registration shared secret."),
            tr("The best way to make many: Synapse's rate limits do not slow it down."));
    else if (m_options.secretGiven)
        add(Subject::SharedSecret, Severity::Problem,
            tr("It does not let accounts be made with a shared secret (HTTP %1).").arg(answer.status),
            tr("Set registration_shared_secret in the homeserver's configuration, and let /_synapse/admin through the "
               "proxy, or choose another way to register."));
}

void ServerProbe::readMetrics(Answer &answer)
{
    m_report.hasMetrics = answer.isOk() && answer.body.contains("process_cpu_seconds_total");
    if (m_report.hasMetrics)
        add(Subject::Metrics, Severity::Good, tr("It shows its metrics at /_synapse/metrics."),
            tr("They tell what a test costs the server: CPU, memory, lag."));
    else
        add(Subject::Metrics, Severity::Note, tr("It shows no metrics at this address."),
            tr("A test runs without. With enable_metrics and a listener for them you would see the server's CPU and "
               "memory, too."));
}

void ServerProbe::readRegistration(Answer &answer)
{
    const bool secret = m_options.secretGiven && m_report.hasSharedSecret;
    const Severity closed = secret ? Severity::Note : Severity::Problem;
    const QString otherwise =
        tr("Open it for the test, give the registration shared secret, or use accounts that exist (log in only).");
    if (answer.isOk()) {
        m_report.registration = RegistrationState::Open;
        add(Subject::Registration, Severity::Warning, tr("It registers whoever asks, without a question."),
            tr("It has just made an account without a name for this question."));
        return;
    }
    if (answer.status == 401) {
        if (Result<UiaChallenge> challenge = parseChallenge(QByteArray(answer.body))) {
            m_report.registrationFlows = challenge->flows;
            const QString stages = flowsText(challenge->flows);
            if (!nextStage(*challenge, false).isEmpty()) {
                m_report.registration = RegistrationState::Open;
                add(Subject::Registration, Severity::Good, tr("Registration is open (%1).").arg(stages));
            } else if (!nextStage(*challenge, true).isEmpty()) {
                m_report.registration = RegistrationState::NeedsToken;
                const bool ready = m_options.tokenGiven || secret;
                add(Subject::Registration, ready ? Severity::Good : Severity::Problem,
                    tr("Registration takes a registration token (%1).").arg(stages),
                    ready ? QString()
                          : tr("Give a token that may be used often enough, or the registration shared secret."));
            } else {
                m_report.registration = RegistrationState::NeedsPerson;
                add(Subject::Registration, closed, tr("Registration takes a person (%1).").arg(stages), otherwise);
            }
            return;
        }
    }
    if (answer.status == 0 || answer.status == 429 || answer.status >= 500) {
        add(Subject::Registration, Severity::Warning,
            tr("It did not say how to register (%1).")
                .arg(answer.status == 0 ? answer.errorText : tr("HTTP %1").arg(answer.status)),
            tr("Ask again."));
        return;
    }
    m_report.registration = RegistrationState::Closed;
    add(Subject::Registration, closed,
        tr("Registration is closed (HTTP %1%2).")
            .arg(answer.status)
            .arg(answer.errcode.isEmpty() ? QString() : u", "_s + answer.errcode.left(64)),
        otherwise);
}

} // namespace throng::matrix
