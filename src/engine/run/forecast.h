// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/descriptors.h"
#include "engine/run/runfiles.h"
#include "engine/run/runplan.h"

#include <QStringList>

namespace throng::run {

/// What one test of a plan would do.
struct TestForecast {
    QString name;
    int users = 0; ///< virtual users at the most
    QString work; ///< "registers 1,000 accounts", "makes 588 rooms, sends 3,400 invitations"
    Milliseconds spawning { 0 }; ///< until the last user has started
    std::optional<Milliseconds> duration; ///< unset where it depends on how fast the server is
};

/// What a run would do and what stands in its way, as far as files and this machine tell. Asks no server.
struct Forecast {
    QList<TestForecast> tests;
    QStringList problems; ///< sentences for a person: what would go wrong, and what to do about it
};

[[nodiscard]] Forecast forecast(const RunPlan &plan, const TestInput &input, http::DescriptorBudget descriptors);

} // namespace throng::run
