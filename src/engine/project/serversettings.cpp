// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/serversettings.h"

#include <QHostAddress>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

const QString &anAddress()
{
    static const QString text = u"an address such as https://matrix.example.org or http://127.0.0.1:8008"_s;
    return text;
}

} // namespace

Result<QUrl> parseServerUrl(const QString &typed)
{
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return failure(u"there is no server address"_s, {}, anAddress());
    if (text.startsWith(u'@') || text.startsWith(u'#') || text.startsWith(u'!'))
        return failure(u"\"%1\" is a Matrix ID, not a server's address"_s.arg(text), {}, anAddress());
    for (const QChar c : text) {
        if (c.isSpace())
            return failure(u"the server address \"%1\" has a space in it"_s.arg(text), {}, anAddress());
    }

    const qsizetype schemeEnd = text.indexOf(u"://"_s);
    const QString scheme = schemeEnd < 0 ? u"https"_s : text.left(schemeEnd).toLower();
    QString rest = schemeEnd < 0 ? text : text.mid(schemeEnd + 3);
    if (scheme != u"https" && scheme != u"http")
        return failure(u"\"%1\" is no way to reach a homeserver"_s.arg(scheme), {}, u"http or https"_s);
    if (QHostAddress(rest).protocol() == QAbstractSocket::IPv6Protocol)
        rest = u'[' + rest + u']';

    QUrl url(scheme + u"://"_s + rest, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return failure(u"\"%1\" is no server address"_s.arg(text), {}, anAddress());
    if (!url.userInfo().isEmpty()) // not repeated: it may hold a password
        return failure(u"the server address has a user name in it"_s, {}, anAddress());
    if (url.hasQuery() || url.hasFragment())
        return failure(u"the server address \"%1\" has more than a host and a path"_s.arg(text), {}, anAddress());
    if (url.port() == 0)
        return failure(u"0 is no port"_s, {}, u"a port from 1 to 65535"_s);
    QString path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path);
    return url;
}

Result<QUrl> parseMetricsUrl(const QString &typed)
{
    static const QString expected = u"an address such as http://127.0.0.1:9000/_synapse/metrics"_s;
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return failure(u"there is no address of metrics"_s, {}, expected);
    QUrl url(text.contains(u"://"_s) ? text : u"http://"_s + text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return failure(u"\"%1\" is no address of metrics"_s.arg(text), {}, expected);
    if (url.scheme() != u"http" && url.scheme() != u"https")
        return failure(u"\"%1\" is no way to fetch metrics"_s.arg(url.scheme()), {}, u"http or https"_s);
    if (!url.userInfo().isEmpty()) // not repeated: it may hold a password
        return failure(u"the address of metrics has a user name in it, which a project does not keep"_s, {}, expected);
    if (url.port() == 0)
        return failure(u"0 is no port"_s, {}, u"a port from 1 to 65535"_s);
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
