// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/serveraddress.h"

#include "engine/project/serversettings.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

using Kind = AddressJudgement::Kind;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(throng::ui::ServerAddress)
};

/// `text` if it is an address, else empty.
QString ifAddress(const QString &text)
{
    const auto url = project::parseServerUrl(text);
    return url ? text : QString();
}

/// "example.org" of "@alice:example.org", of "alice@example.org", and of links to either.
QString serverOfId(const QString &text)
{
    static const QRegularExpression id(u"[@#!][^\\s:/]+:([^\\s/?]+)"_s);
    if (const auto match = id.match(text); match.hasMatch())
        return match.captured(1);
    static const QRegularExpression mail(u"^[^\\s@:/]+@([^\\s@/]+)$"_s);
    if (const auto match = mail.match(text); match.hasMatch())
        return match.captured(1);
    return {};
}

/// The slips that hands make: a scheme that is nearly one, spaces, backslashes, commas.
QString withoutSlips(const QString &typed)
{
    QString text = typed;
    static const QRegularExpression spaces(u"\\s+"_s);
    text.remove(spaces);
    text.replace(u'\\', u'/');
    text.replace(u',', u'.');
    static const QRegularExpression scheme(
        u"^(h+t*t*p*s*|[a-z]{0,2}ttps?|http[a-z]s?)[:;]?/{1,3}(?=[^/])"_s, QRegularExpression::CaseInsensitiveOption);
    const auto match = scheme.match(text);
    if (match.hasMatch() && !match.captured(1).isEmpty()) {
        const bool secure = match.captured(1).endsWith(u's', Qt::CaseInsensitive);
        text = (secure ? u"https://"_s : u"http://"_s) + text.mid(match.capturedLength());
    }
    return text;
}

/// "1.2.3.4.5" and "300.1.1.1" are names to a URL, and to nobody else.
bool looksLikeNumbers(const QString &host)
{
    static const QRegularExpression digits(u"^[0-9.]+$"_s);
    return digits.match(host).hasMatch();
}

QString hostOnly(const QUrl &url)
{
    QUrl shorter = url;
    shorter.setPath({});
    return shorter.toString();
}

AddressJudgement wrong(const QString &text, const QString &better = {})
{
    return { Kind::Wrong, text, better };
}

AddressJudgement judgeUrl(const QString &typed, const QUrl &url)
{
    const bool hasScheme = typed.contains(u"://");
    const QString host = url.host();
    if (!hasScheme && (host == u"http" || host == u"https"))
        return wrong(
            Words::tr("After http or https there are a colon and two slashes."), ifAddress(withoutSlips(typed)));
    if (looksLikeNumbers(host) && QHostAddress(host).isNull())
        return wrong(Words::tr("“%1” is no IP address: four numbers from 0 to 255 make one.").arg(host));
    if (host.contains(u"..") || host.startsWith(u'.') || host.contains(u'_'))
        return wrong(Words::tr("“%1” is no name of a server.").arg(host));
    if (const qsizetype api = url.path().indexOf(u"/_matrix"); api >= 0) {
        QUrl shorter = url;
        shorter.setPath(url.path().left(api));
        return { Kind::Doubtful,
            Words::tr("/_matrix is put behind the address by itself: this would ask for it twice."),
            shorter.toString() };
    }
    if (!url.path().isEmpty())
        return { Kind::Doubtful,
            Words::tr("“%1” will be put before /_matrix. Right only if a proxy serves the homeserver there.")
                .arg(url.path()),
            hostOnly(url) };
    if (hasScheme)
        return { Kind::Good, {}, {} };
    const bool local = host == u"localhost" || QHostAddress(host).isLoopback();
    if (local) {
        QUrl plain = url;
        plain.setScheme(u"http"_s);
        return { Kind::Good,
            Words::tr("Means %1. A server on this machine mostly speaks plain http.").arg(url.toString()),
            plain.toString() };
    }
    return { Kind::Good, Words::tr("Means %1.").arg(url.toString()), {} };
}

} // namespace

AddressJudgement judgeAddress(const QString &given)
{
    const QString typed = given.trimmed();
    if (typed.isEmpty())
        return { Kind::Empty, Words::tr("A host name means https; write http:// for a server without TLS."), {} };
    const auto url = project::parseServerUrl(typed);
    if (url)
        return judgeUrl(typed, *url);

    if (const QString server = serverOfId(typed); !server.isEmpty())
        return wrong(Words::tr("That names a user or a room. What is asked for is the server."),
            ifAddress(u"https://"_s + server));
    static const QRegularExpression port(u":([0-9]+)(/|$)"_s);
    if (const auto match = port.match(typed); match.hasMatch()) {
        bool isNumber = false;
        const int number = match.captured(1).toInt(&isNumber);
        if (!isNumber || number < 1 || number > 65535)
            return wrong(Words::tr("A port is a number from 1 to 65535."));
    }
    QString better = ifAddress(withoutSlips(typed));
    if (typed.contains(u'#') || typed.contains(u'?')) { // copied from a browser
        const QUrl browsed(typed);
        if (!browsed.host().isEmpty())
            better = ifAddress(hostOnly(browsed.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment)));
    }
    static const QRegularExpression space(u"\\s"_s);
    if (typed.contains(space))
        return wrong(Words::tr("There is a space in it."), better);
    static const QRegularExpression scheme(u"^([A-Za-z][A-Za-z0-9+.-]*)://"_s);
    if (const auto match = scheme.match(typed); match.hasMatch()) {
        const QString name = match.captured(1).toLower();
        if (name != u"http" && name != u"https")
            return wrong(Words::tr("A homeserver speaks http or https, not “%1”.").arg(name), better);
    }
    return wrong(Error { url.error().message, {}, url.error().expected }.toString(), better);
}

} // namespace throng::ui
