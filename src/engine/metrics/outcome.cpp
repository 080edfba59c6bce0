// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/outcome.h"

#include "engine/base/words.h"

#include <QString>

using namespace Qt::StringLiterals;

namespace throng::metrics {

QString toString(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Ok:
        return Words::tr("ok");
    case Outcome::MatrixError:
        return Words::tr("Matrix error");
    case Outcome::HttpError:
        return Words::tr("HTTP error");
    case Outcome::RateLimited:
        return Words::tr("rate-limited");
    case Outcome::Timeout:
        return Words::tr("timeout");
    case Outcome::NetworkError:
        return Words::tr("network error");
    case Outcome::Cancelled:
        return Words::tr("cancelled");
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
