// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/healthrules.h"

#include <QString>

namespace throng::run {

using metrics::HealthRules;
using metrics::judgeGenerator;
using metrics::Trust;
using metrics::Verdict;

/// What users' timing asked for and what they got to, as a sentence, if more than 5 % were missed; else nothing.
[[nodiscard]] QString shortfallWarning(quint64 planned, quint64 done);

/// The same of an open model, where users are too few for the rate: "asked for 200/s, 140/s possible because all 100
/// users are busy".
[[nodiscard]] QString tooFewUsersWarning(double asked, double possible, int users);

/// A sentence about requests that went out twice behind the figures' back, where they are one in a hundred or more;
/// else empty.
[[nodiscard]] QString resentWarning(quint64 requests, quint64 resent);

} // namespace throng::run
