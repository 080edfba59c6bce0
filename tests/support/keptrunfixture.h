// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/runwriter.h"
#include "support/measuredseconds.h"

#include <QTest>

namespace throng::test {

inline results::RunDescription runDescription(const QString &suite = QStringLiteral("standard"))
{
    results::RunDescription run;
    run.id = QStringLiteral("a-run");
    run.suite = suite;
    run.server = QStringLiteral("http://127.0.0.1:8008");
    run.seed = 7;
    run.workers = 2;
    run.startedAt = MeasuredSeconds::begin;
    run.facts = { { QStringLiteral("throng.version"), QStringLiteral("0.1.0") } };
    return run;
}

inline results::KeptTest chatTest(int index = 0, const QString &name = QStringLiteral("chat"))
{
    results::KeptTest test;
    test.index = index;
    test.name = name;
    test.behaviour = QStringLiteral("chat.py");
    test.users = 30;
    test.spawnRate = 2.5;
    test.startedAt = MeasuredSeconds::begin;
    return test;
}

/// Writes a whole run of one test into `folder`; returns its file.
inline QString keepRun(const QString &folder, MeasuredSeconds &source, int seconds,
    const results::RunDescription &description = runDescription(), const QString &test = QStringLiteral("chat"))
{
    auto writer = results::RunWriter::create(folder, description);
    if (!writer)
        qFatal("%s", qPrintable(writer.error().toString()));
    (*writer)->beginTest(chatTest(0, test));
    for (int i = 0; i < seconds; ++i)
        (*writer)->addSecond(source.next());
    results::KeptTest ended = chatTest(0, test);
    ended.end = QStringLiteral("run time over");
    (*writer)->endTest(ended);
    const QString path = (*writer)->path();
    if (const auto finished = (*writer)->finish(results::RunState::Done, {}, {}); !finished)
        qFatal("%s", qPrintable(finished.error().toString()));
    return path;
}

} // namespace throng::test
