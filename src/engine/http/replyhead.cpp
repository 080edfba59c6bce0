// SPDX-License-Identifier: GPL-3.0-or-later

// What a reply's request looks like on the wire.
#include "engine/http/reply.h"

#include "engine/http/accessmanager.h"
#include "engine/http/origin.h"

#include <QNetworkCookie>
#include <QNetworkCookieJar>

using namespace Qt::StringLiterals;

namespace throng::http {

void Reply::buildHead()
{
    const QUrl target = url();
    const QNetworkRequest &asked = request();
    m_head = m_method + ' ';
    const QString path = target.path(QUrl::FullyEncoded);
    m_head += path.isEmpty() ? "/"_ba : path.toLatin1();
    if (target.hasQuery())
        m_head += '?' + target.query(QUrl::FullyEncoded).toLatin1();
    m_head += " HTTP/1.1\r\n";
    if (!asked.hasRawHeader("Host")) {
        const QString host = target.host(QUrl::FullyEncoded);
        m_head += "Host: " + (host.contains(u':') && !host.startsWith(u'[') ? u'[' + host + u']' : host).toLatin1();
        if (target.port() >= 0 && portOf(target) != (target.scheme() == "https"_L1 ? 443 : 80))
            m_head += ':' + QByteArray::number(target.port());
        m_head += "\r\n";
    }
    // What was meant for the first host is not for the one it redirects to.
    const bool foreign = !isSameOrigin(target, asked.url());
    const auto names = asked.rawHeaderList();
    for (const QByteArray &name : names) {
        const auto is = [&](const char *other) { return name.compare(other, Qt::CaseInsensitive) == 0; };
        if (is("Content-Length") || is("Transfer-Encoding") || (!m_upload.exists() && is("Content-Type")))
            continue;
        if (foreign && (is("Authorization") || is("Cookie") || is("Host") || is("Proxy-Authorization")))
            continue;
        m_head += name + ": " + asked.rawHeader(name) + "\r\n";
    }
    if (foreign && asked.hasRawHeader("Host"))
        m_head += "Host: " + target.authority(QUrl::FullyEncoded | QUrl::RemoveUserInfo).toLatin1() + "\r\n";
    if (!asked.hasRawHeader("User-Agent"))
        m_head += "User-Agent: Throng/" THRONG_VERSION "\r\n";
    if (!asked.hasRawHeader("Accept"))
        m_head += "Accept: */*\r\n";
    m_decode = !asked.hasRawHeader("Accept-Encoding");
    if (m_decode)
        m_head += "Accept-Encoding: gzip, deflate\r\n";
    if (!target.userName().isEmpty() && !asked.hasRawHeader("Authorization"))
        m_head += "Authorization: Basic " + (target.userName() + u':' + target.password()).toUtf8().toBase64() + "\r\n";
    if (m_withCookies)
        appendCookies();
    if (m_upload.exists()) {
        m_head += "Content-Length: " + QByteArray::number(m_upload.size()) + "\r\n";
        if (!asked.hasRawHeader("Content-Type") && m_method == "POST") // as Qt's manager does
            m_head += "Content-Type: application/x-www-form-urlencoded\r\n";
    } else if (m_method == "POST" || m_method == "PUT") {
        m_head += "Content-Length: 0\r\n";
    }
    m_head += "\r\n";
}

void Reply::appendCookies()
{
    const auto cookies = m_manager.cookieJar()->cookiesForUrl(url());
    for (qsizetype i = 0; i < cookies.size(); ++i)
        m_head += (i == 0 ? "Cookie: " : "; ") + cookies[i].toRawForm(QNetworkCookie::NameAndValueOnly);
    if (!cookies.isEmpty())
        m_head += "\r\n";
}

} // namespace throng::http
