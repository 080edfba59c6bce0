// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/probelimits.h"

#include "app/ctl/output.h"
#include "engine/http/origin.h"

#include <QEventLoop>

#include <unistd.h>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace throng::ctl {

Result<matrix::LimitsReport> probeLimits(const run::RunPlan &plan, const matrix::LimitsProbeOptions &options)
{
    // Resolved once, as the guard judged it: the probe connects to these addresses alone.
    const auto origin = QCoro::waitFor(http::resolveOrigin(plan.server, plan.tls, plan.proxy, plan.connectTimeout));
    if (!origin)
        return tl::unexpected(origin.error());
    matrix::LimitsProbe probe(*origin, options);
    QEventLoop loop;
    QObject::connect(&probe, &matrix::LimitsProbe::finished, &loop, &QEventLoop::quit);
    const bool live = isTerminal(STDERR_FILENO);
    QObject::connect(&probe, &matrix::LimitsProbe::progress, &loop, [live](int, int, const QString &what) {
        if (live)
            std::fputs(qPrintable(u"\r\x1b[K"_s + what), stderr);
    });
    probe.start();
    loop.exec();
    if (live)
        std::fputs("\r\x1b[K", stderr);
    return probe.report();
}

} // namespace throng::ctl
