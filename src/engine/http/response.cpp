// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/response.h"

namespace throng::http {

void HeaderList::append(QByteArrayView name, QByteArrayView value)
{
    if (m_lines.isEmpty())
        m_lines.reserve(512); // most responses' fields, in one allocation
    m_lines.append(name).append(':').append(value).append('\n');
}

QByteArrayView HeaderList::value(QByteArrayView name) const
{
    QByteArrayView found;
    forEach([&](QByteArrayView key, QByteArrayView value) {
        if (found.isNull() && key.compare(name, Qt::CaseInsensitive) == 0)
            found = value;
    });
    return found;
}

QByteArrayView failureName(Failure failure)
{
    switch (failure) {
    case Failure::None:
        return "none";
    case Failure::Timeout:
        return "timeout";
    case Failure::NameResolution:
        return "name not resolved";
    case Failure::Connect:
        return "cannot connect";
    case Failure::Tls:
        return "TLS";
    case Failure::ConnectionLost:
        return "connection lost";
    case Failure::Protocol:
        return "not valid HTTP";
    case Failure::TooLarge:
        return "response too large";
    case Failure::Proxy:
        return "proxy";
    }
    return "unknown";
}

} // namespace throng::http
