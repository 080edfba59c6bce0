// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/limitswords.h"

#include "engine/base/words.h"
#include "engine/matrix/serverconfig.h"

#include <QLocale>

#include <algorithm>

namespace throng::matrix {

using Kind = RateLimit::Kind;
using Severity = Finding::Severity;
using Subject = Finding::Subject;

namespace {

Subject subjectOf(Kind kind)
{
    switch (kind) {
    case Kind::Registration:
        return Subject::RegistrationLimit;
    case Kind::Room:
        return Subject::RoomLimit;
    case Kind::Invitation:
        return Subject::InvitationLimit;
    case Kind::Message:
        return Subject::MessageLimit;
    case Kind::Join:
        return Subject::JoinLimit;
    case Kind::Login:
        return Subject::LoginLimit;
    }
    Q_UNREACHABLE();
}

QString refusedText(Kind kind)
{
    switch (kind) {
    case Kind::Registration:
        return Words::tr("A registration was answered with 429 (too many requests)");
    case Kind::Room:
        return Words::tr("Making a room was answered with 429 (too many requests)");
    case Kind::Invitation:
        return Words::tr("The first invitation was answered with 429 (too many requests)");
    case Kind::Message:
        return Words::tr("The first message was answered with 429 (too many requests)");
    case Kind::Join:
        return Words::tr("The first join was answered with 429 (too many requests)");
    case Kind::Login:
        return Words::tr("The first login was answered with 429 (too many requests)");
    }
    Q_UNREACHABLE();
}

QString allowedText(Kind kind, int atOnce)
{
    const QString count = QLocale().toString(atOnce);
    switch (kind) {
    case Kind::Invitation:
        return Words::tr("A person may be invited %1 times at once").arg(count);
    case Kind::Message:
        return Words::tr("A user may send %1 messages at once").arg(count);
    case Kind::Join:
        return Words::tr("A user may join %1 rooms at once").arg(count);
    case Kind::Login:
        return Words::tr("There may be %1 logins at once").arg(count);
    case Kind::Registration:
    case Kind::Room:
        break;
    }
    return refusedText(kind);
}

QString freeText(Kind kind, int tried)
{
    const QString count = QLocale().toString(tried);
    switch (kind) {
    case Kind::Invitation:
        return Words::tr("%1 invitations of one person met no limit.").arg(count);
    case Kind::Message:
        return Words::tr("%1 messages in a row met no limit.").arg(count);
    case Kind::Join:
        return Words::tr("%1 joins in a row met no limit.").arg(count);
    case Kind::Login:
        return Words::tr("%1 logins in a row met no limit.").arg(count);
    case Kind::Registration:
    case Kind::Room:
        break;
    }
    return Words::tr("One account was made without meeting a limit.");
}

QString meaning(Kind kind)
{
    switch (kind) {
    case Kind::Registration:
        return Words::tr("Accounts are registered no faster than that; by shared secret they are not limited.");
    case Kind::Room:
        return Words::tr("Rooms are made no faster than that.");
    case Kind::Invitation:
        return Words::tr("Who is in more rooms than that is invited late, and making the rooms takes long.");
    case Kind::Message:
        return Words::tr("Lively users pass that: expect 429 answers while they chat.");
    case Kind::Join:
        return Words::tr("Who is in more rooms than that joins late, and joining takes long.");
    case Kind::Login:
        return Words::tr("Users whose tokens are known do not log in; all others wait. The probe has used up this "
                         "machine's logins for now.");
    }
    Q_UNREACHABLE();
}

/// Synapse's name of it.
QString setting(Kind kind)
{
    switch (kind) {
    case Kind::Registration:
        return QStringLiteral("rc_registration");
    case Kind::Room:
        return QStringLiteral("rc_room_creation");
    case Kind::Invitation:
        return QStringLiteral("rc_invites (per_user, per_room, per_issuer)");
    case Kind::Message:
        return QStringLiteral("rc_message");
    case Kind::Join:
        return QStringLiteral("rc_joins, rc_joins_per_room");
    case Kind::Login:
        return QStringLiteral("rc_login (address, account)");
    }
    Q_UNREACHABLE();
}

QString adviceFor(Kind kind, const LimitsProbeOptions &options)
{
    return meaning(kind) + QLatin1Char(' ')
        + (isSynapse(options.software) ? Words::tr("The setting: %1.").arg(setting(kind))
                                       : Words::tr("Raise the server's limit for the test."));
}

Finding registrationFinding(const LimitsReport &report, const LimitsProbeOptions &options)
{
    const RateLimit *limit = report.limit(Kind::Registration);
    if (limit && limit->met)
        return findingOf(*limit, options);
    if (options.registration.mode == RegistrationOptions::Mode::SharedSecret)
        return { Subject::RegistrationLimit, Severity::Good,
            Words::tr("Accounts that are made by shared secret are not limited."), {} };
    const QString one = freeText(Kind::Registration, 1);
    if (!isSynapse(options.software))
        return { Subject::RegistrationLimit, Severity::Note, one,
            Words::tr("One account cannot show how many may be made at once.") };
    // One account cannot show it, but whoever left the other limits alone will have left this one, too.
    const bool untouched = std::any_of(report.limits.begin(), report.limits.end(), isSynapseDefault);
    const LimitDefault known = synapseDefault(Kind::Registration);
    return { Subject::RegistrationLimit, untouched ? Severity::Warning : Severity::Note,
        one + QLatin1Char(' ')
            + Words::tr("Unless told otherwise, Synapse lets one address make %1 at once, then one in %2.")
                  .arg(QLocale().toString(known.atOnce), spanText(known.oneEvery)),
        untouched ? Words::tr("Other limits here are Synapse's own, so this one will be, too. %1")
                        .arg(adviceFor(Kind::Registration, options))
                  : Words::tr("One account cannot show it. Look at rc_registration.") };
}

Finding loginCostFinding(Milliseconds time, const LimitsProbeOptions &options)
{
    Finding finding { Subject::LoginCost, Severity::Good,
        Words::tr("A login takes %1, most of it to check the password.").arg(spanText(time)), {} };
    if (time.count() < 100)
        return finding;
    finding.severity = Severity::Note;
    const int accounts = options.accounts > 0 ? options.accounts : 1000;
    finding.advice = Words::tr("That is the server's CPU: %1 logins take at least %2 on one core, and so do as many "
                               "registrations. For a test the passwords' hash may be cheap%3.")
                         .arg(QLocale().toString(accounts), spanText(time * accounts),
                             isSynapse(options.software) ? Words::tr(" (bcrypt_rounds: 4)") : QString());
    return finding;
}

Finding accountFinding(const LimitsReport &report)
{
    if (!report.accountMade)
        return { Subject::ProbeAccount, Severity::Note,
            Words::tr("%1 was used; its room has been left.").arg(report.userId), {} };
    if (!report.accountLeft)
        return { Subject::ProbeAccount, Severity::Good,
            Words::tr("%1 and its room were made for this; the account is deactivated again.").arg(report.userId), {} };
    return { Subject::ProbeAccount, Severity::Note,
        Words::tr("%1 was made for this and could not be deactivated.").arg(report.userId),
        Words::tr("It stays on the server, with a password that nobody knows.") };
}

} // namespace

QString spanText(Milliseconds span)
{
    const double seconds = double(span.count()) / 1000;
    const auto figure = [](double value) {
        QString text = QLocale().toString(value, 'f', value < 9.95 ? 1 : 0);
        const QString zero = QLocale().decimalPoint() + QLocale().zeroDigit();
        if (text.endsWith(zero))
            text.chop(zero.size());
        return text;
    };
    if (seconds < 0.95)
        return Words::tr("%1 ms").arg(QLocale().toString(span.count()));
    if (seconds < 99.5)
        return Words::tr("%1 s").arg(figure(seconds));
    if (seconds < 5970)
        return Words::tr("%1 min").arg(figure(seconds / 60));
    return Words::tr("%1 h").arg(figure(seconds / 3600));
}

int stepOf(Kind kind)
{
    switch (kind) {
    case Kind::Registration:
        return 0;
    case Kind::Room:
        return 1;
    case Kind::Invitation:
        return 2;
    case Kind::Message:
        return 3;
    case Kind::Join:
        return 4;
    case Kind::Login:
        return 5;
    }
    Q_UNREACHABLE();
}

QString progressText(Kind kind, int number)
{
    const QString count = QLocale().toString(number);
    switch (kind) {
    case Kind::Invitation:
        return Words::tr("Inviting nobody, time %1").arg(count);
    case Kind::Message:
        return Words::tr("Sending message %1").arg(count);
    case Kind::Join:
        return Words::tr("Asking to join, time %1").arg(count);
    case Kind::Login:
        return Words::tr("Logging in, time %1").arg(count);
    case Kind::Registration:
    case Kind::Room:
        break;
    }
    return {};
}

Finding findingOf(const RateLimit &limit, const LimitsProbeOptions &options)
{
    Finding finding { subjectOf(limit.kind), Severity::Good, {}, {} };
    if (!limit.trouble.isEmpty()) {
        finding.severity = Severity::Note;
        finding.text = Words::tr("Not found out: %1").arg(limit.trouble);
        if (!finding.text.endsWith(QLatin1Char('.')))
            finding.text += QLatin1Char('.');
        return finding;
    }
    if (!limit.met) {
        finding.text = freeText(limit.kind, limit.tried);
        return finding;
    }
    finding.severity = Severity::Warning;
    finding.text = limit.atOnce > 0 ? allowedText(limit.kind, limit.atOnce) : refusedText(limit.kind);
    finding.text += limit.oneEvery ? Words::tr(", then one in about %1").arg(spanText(*limit.oneEvery))
                                   : Words::tr("; it does not say how long to wait");
    if (isSynapse(options.software) && isSynapseDefault(limit))
        finding.text += Words::tr(" (Synapse's default)");
    finding.text += QLatin1Char('.');
    finding.advice = adviceFor(limit.kind, options);
    return finding;
}

QList<Finding> closingFindings(const LimitsReport &report, const LimitsProbeOptions &options)
{
    QList<Finding> findings;
    if (!report.problem.isEmpty())
        findings.append({ Subject::ProbeAccount, Severity::Problem,
            Words::tr("The limits could not be found out: %1").arg(report.problem),
            Words::tr("Look at how accounts are made, above, and probe again.") });
    const bool registers = options.registration.mode != RegistrationOptions::Mode::LoginOnly;
    const RateLimit *registration = report.limit(Kind::Registration);
    if (registers && (report.accountMade || (registration && registration->met)))
        findings.append(registrationFinding(report, options));
    if (report.loginTime)
        findings.append(loginCostFinding(*report.loginTime, options));
    if (!report.userId.isEmpty())
        findings.append(accountFinding(report));

    const auto isLimited = [](const RateLimit &limit) { return limit.met; };
    const std::optional<ServerConfig> config = configForLoadTest(options.software);
    if (config && std::any_of(report.limits.begin(), report.limits.end(), isLimited))
        findings.append({ Subject::Configuration, Severity::Note,
            Words::tr("For a load test this belongs into %1.").arg(config->file), config->remark, config->text,
            config->file });
    return findings;
}

} // namespace throng::matrix
