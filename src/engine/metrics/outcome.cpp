// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/outcome.h"

#include <QString>

using namespace Qt::StringLiterals;

namespace throng::metrics {

QString toString(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Ok:
        return u"ok"_s;
    case Outcome::MatrixError:
        return u"Matrix error"_s;
    case Outcome::HttpError:
        return u"HTTP error"_s;
    case Outcome::RateLimited:
        return u"rate-limited"_s;
    case Outcome::Timeout:
        return u"timeout"_s;
    case Outcome::NetworkError:
        return u"network error"_s;
    case Outcome::Cancelled:
        return u"cancelled"_s;
    }
    return {};
}

QString toString(Kind kind)
{
    switch (kind) {
    case Kind::Ordinary:
        return {};
    case Kind::InitialSync:
        return u"initial"_s;
    case Kind::CatchUpSync:
        return u"catch-up"_s;
    case Kind::PollSync:
        return u"poll"_s;
    }
    return {};
}

} // namespace throng::metrics
