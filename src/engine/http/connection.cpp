// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/connection.h"

#include "engine/http/reactor.h"

namespace throng::http {

void Connection::countAnswer(Reactor &reactor, int httpVersion)
{
    if (++m_answered > 1)
        return;
    QByteArray spoken = "HTTP/" + QByteArray::number(httpVersion / 10);
    if (httpVersion < 20)
        spoken += '.' + QByteArray::number(httpVersion % 10);
    if (const QByteArray tls = m_transport->tlsVersion(); !tls.isEmpty())
        spoken += " over " + tls;
    ++reactor.counters().spoken[spoken];
}

} // namespace throng::http
