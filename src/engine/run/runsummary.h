// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/metrics/deliveryfindings.h"
#include "engine/metrics/servertotals.h"
#include "engine/metrics/totals.h"
#include "engine/run/runplan.h"
#include "engine/run/setupresults.h"
#include "engine/run/verdict.h"
#include "engine/thresholds/judgement.h"

#include <QList>
#include <QMetaType>
#include <QString>

#include <map>
#include <vector>

namespace throng::run {

/// Something that a person is to be told while a run goes on.
struct Message {
    enum class Severity : quint8 { Information, Warning, Error };
    Severity severity = Severity::Information;
    QString text;
    qint64 unixMilliseconds = 0;
};

/// Why a test was over.
enum class TestEnd : quint8 {
    RunTimeOver,
    AllDone, ///< every account has been worked through
    NobodyLeft, ///< all users had given up before
    Stopped, ///< by the user
    Aborted, ///< a threshold was broken for longer than it may be
    Failed, ///< it could not be begun, or going on made no sense
};
/// As files have it: "run time over".
[[nodiscard]] QString wordOf(TestEnd end);
/// What wordOf() gave, for a person. A word that it does not know, as it is.
[[nodiscard]] QString textOfEnd(const QString &word);

struct TestSummary {
    int index = 0; ///< in RunPlan::tests
    TestPlan plan;
    int users = 0; ///< wanted, as far as there are accounts and descriptors for them
    TestEnd end = TestEnd::Stopped;
    bool cutOff = false; ///< users were still busy after the stop timeout: requests were cancelled
    metrics::Totals totals;
    metrics::ServerTotals server; ///< what the server said and was seen to need meanwhile
    metrics::DeliveryFindings deliveries;
    SetupResults setup;
    Verdict verdict;
    std::vector<thresholds::Verdict> thresholds; ///< of the plan's, in its order
    QStringList warnings; ///< all that were said during the test
};

/// Why a run failed.
enum class RunFailure : quint8 {
    None,
    BadInput, ///< users.csv, rooms.json or tokens.csv cannot be used, or the plan makes no sense
    Unreachable, ///< no such name, nobody there, TLS not trusted
    NotMatrix, ///< somebody is there, but no homeserver
    NotPermitted, ///< the user has not said that this server may be loaded, or it is refused altogether
    RegistrationClosed, ///< no account could be made: closed, token wrong, or takes a person
    TooFewDescriptors,
    HookFailed, ///< a command of the suite, of which it says that its failure ends the run
};

struct RunSummary {
    enum class State : quint8 { Done, Stopped, Failed };
    State state = State::Done;
    RunFailure failure = RunFailure::None;
    Error error; ///< set when failed

    QString suite;
    QString server; ///< URL
    quint64 seed = 0;
    int workers = 0;
    qint64 startedAt = 0; ///< Unix milliseconds
    qint64 endedAt = 0;
    std::vector<TestSummary> tests; ///< those that were begun
    QStringList warnings; ///< of the whole run, tests' included
    std::map<QByteArray, quint64> connections; ///< as metrics::Snapshot has them, of all tests, warm-ups included
    Verdict verdict; ///< of all chat tests; of all tests when there was none

    [[nodiscard]] quint64 requests() const;
    [[nodiscard]] quint64 failures() const; ///< without 429s
    [[nodiscard]] double failedShare() const; ///< 0..1
    [[nodiscard]] int brokenThresholds() const; ///< of all tests; one that ended the run is among them
    /// Those that nothing was measured for, in none of the tests that they were for; each once.
    [[nodiscard]] QList<thresholds::Threshold> unmeasuredThresholds() const;
};

} // namespace throng::run

Q_DECLARE_METATYPE(throng::run::Message)
Q_DECLARE_METATYPE(throng::run::TestPlan)
Q_DECLARE_METATYPE(throng::run::TestSummary)
Q_DECLARE_METATYPE(throng::run::RunSummary)
