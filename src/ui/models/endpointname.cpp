// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/endpointname.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace throng::ui {

QString endpointName(const metrics::EndpointKey &key)
{
    QByteArrayView name = key.name;
    for (const QByteArrayView prefix : { QByteArrayView("/_matrix/client/v3"), QByteArrayView("/_matrix/client") }) {
        if (name.startsWith(prefix)) {
            name = name.sliced(prefix.size());
            break;
        }
    }
    QString text = QString::fromLatin1(key.method) + u' ' + QString::fromUtf8(name);
    switch (key.kind) {
    case metrics::Kind::Ordinary:
        break;
    case metrics::Kind::InitialSync:
        text += QCoreApplication::translate("throng::ui::endpointName", " (initial)");
        break;
    case metrics::Kind::CatchUpSync:
        text += QCoreApplication::translate("throng::ui::endpointName", " (catching up)");
        break;
    case metrics::Kind::PollSync:
        text += QCoreApplication::translate("throng::ui::endpointName", " (long poll)");
        break;
    }
    return text;
}

} // namespace throng::ui
