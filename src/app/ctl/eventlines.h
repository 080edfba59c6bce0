// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/loadrun.h"

class QJsonObject;

namespace throng::ctl {

/// A run as JSON lines on standard output (--events jsonl), for programs: one object a line with "event" and "time".
/// resources/events.schema.json describes them; keys are added to, never changed.
class EventLines {
public:
    static constexpr int version = 1;

    void runStarted(const run::RunPlan &plan, int workers);
    void testStarted(int index, const run::TestPlan &test, qsizetype tests);
    void second(const run::TestPlan &test, const metrics::Snapshot &snapshot);
    void message(const run::Message &message);
    void testFinished(const run::TestSummary &summary);
    void runFinished(const run::RunSummary &summary, int exitCode);

private:
    static void write(const char *event, QJsonObject line);
};

} // namespace throng::ctl
