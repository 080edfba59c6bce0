// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/healthrules.h"
#include "engine/metrics/totals.h"

#include <QByteArray>
#include <QString>

namespace throng::results {

/// What stands above a report.
struct ReportHeading {
    QString test; ///< its name
    QString host; ///< the server's address
    QString script; ///< what Locust calls the script: the behaviour's name
    metrics::Verdict generator {}; ///< whether its figures can be believed
};

/// What matrix-locust's run.py leaves as NAME.html: one self-contained file with the tables of Locust's report
/// (requests, response times, failures) and charts of requests, response times and users over time. Counted as Locust
/// does; a run by Throng's own count is htmlreport.h's.
[[nodiscard]] QByteArray locustHtml(const ReportHeading &heading, const metrics::Totals &totals);

} // namespace throng::results
