// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/serversettings.h"

#include "engine/base/words.h"

#include <QHostAddress>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

QString anAddress()
{
    return Words::tr("an address such as https://matrix.example.org or http://127.0.0.1:8008");
}

} // namespace

Result<QUrl> parseServerUrl(const QString &typed)
{
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return failure(Words::tr("there is no server address"), {}, anAddress());
    if (text.startsWith(u'@') || text.startsWith(u'#') || text.startsWith(u'!'))
        return failure(Words::tr("\"%1\" is a Matrix ID, not a server's address").arg(text), {}, anAddress());
    for (const QChar c : text) {
        if (c.isSpace())
            return failure(Words::tr("the server address \"%1\" has a space in it").arg(text), {}, anAddress());
    }

    const qsizetype schemeEnd = text.indexOf(u"://"_s);
    const QString scheme = schemeEnd < 0 ? u"https"_s : text.left(schemeEnd).toLower();
    QString rest = schemeEnd < 0 ? text : text.mid(schemeEnd + 3);
    if (scheme != u"https" && scheme != u"http")
        return failure(Words::tr("\"%1\" is no way to reach a homeserver").arg(scheme), {}, Words::tr("http or https"));
    if (QHostAddress(rest).protocol() == QAbstractSocket::IPv6Protocol)
        rest = u'[' + rest + u']';

    QUrl url(scheme + u"://"_s + rest, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return failure(Words::tr("\"%1\" is no server address").arg(text), {}, anAddress());
    if (!url.userInfo().isEmpty()) // not repeated: it may hold a password
        return failure(Words::tr("the server address has a user name in it"), {}, anAddress());
    if (url.hasQuery() || url.hasFragment())
        return failure(
            Words::tr("the server address \"%1\" has more than a host and a path").arg(text), {}, anAddress());
    if (url.port() == 0)
        return failure(Words::tr("0 is no port"), {}, Words::tr("a port from 1 to 65535"));
    QString path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path);
    return url;
}

Result<QUrl> parseMetricsUrl(const QString &typed)
{
    const QString expected = Words::tr("an address such as http://127.0.0.1:9000/_synapse/metrics");
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return failure(Words::tr("there is no address of metrics"), {}, expected);
    QUrl url(text.contains(u"://"_s) ? text : u"http://"_s + text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return failure(Words::tr("\"%1\" is no address of metrics").arg(text), {}, expected);
    if (url.scheme() != u"http" && url.scheme() != u"https")
        return failure(
            Words::tr("\"%1\" is no way to fetch metrics").arg(url.scheme()), {}, Words::tr("http or https"));
    if (!url.userInfo().isEmpty()) // not repeated: it may hold a password
        return failure(
            Words::tr("the address of metrics has a user name in it, which a project does not keep"), {}, expected);
    if (url.port() == 0)
        return failure(Words::tr("0 is no port"), {}, Words::tr("a port from 1 to 65535"));
    url.setFragment({});
    if (url.path().isEmpty())
        url.setPath(u"/metrics"_s);
    return url;
}

Result<QUrl> ServerSettings::baseUrl() const
{
    return parseServerUrl(url);
}

} // namespace throng::project
