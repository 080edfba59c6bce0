// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboard/runprogress.h"

#include "ui/support/format.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

struct Progress {
    Q_DECLARE_TR_FUNCTIONS(throng::ui::RunProgress)
};

/// What a set-up test has to do most of. Accounts that make rooms or write a history are done before their work is:
/// many have none, and those with a large one take long.
struct Work {
    int before = 0; ///< that was there when the test began
    int done = 0; ///< by the test
    int all = 0; ///< for it to do

    [[nodiscard]] QString inNumbers() const
    {
        return Progress::tr("%1 of %2").arg(formatCount(before + done), formatCount(before + all));
    }
};

Work workOf(const run::TestPlan &test, const run::SetupResults &results)
{
    if (results.messagesWanted > 0)
        return { results.messagesExisted, results.messages, results.messagesWanted - results.messagesExisted };
    if (test.behaviour == users::Behaviour::CreateRooms && results.rooms > 0)
        return { results.roomsExisted, results.roomsCreated, results.rooms - results.roomsExisted };
    return { 0, results.accountsDone, results.accounts };
}

QString setupWords(const RunMoment &moment, const Work &work)
{
    const run::SetupResults &results = moment.setup;
    QStringList words;
    if (results.messagesWanted > 0)
        words += Progress::tr("%1 messages", "12 of 34 messages").arg(work.inNumbers());
    else
        words +=
            Progress::tr("%1 of %2 accounts").arg(formatCount(results.accountsDone), formatCount(results.accounts));
    if (results.roomsCreated > 0 || results.roomsExisted > 0)
        words.append(Progress::tr("%1 of %2 rooms")
                         .arg(formatCount(results.roomsCreated + results.roomsExisted), formatCount(results.rooms)));
    if (results.joined > 0)
        words.append(Progress::tr("%1 joins").arg(formatCount(results.joined)));
    // Before a few have been done a guess of the rest would jump about.
    if (work.done >= 5 && moment.testElapsed > std::chrono::seconds(3)) {
        const double each = double(moment.testElapsed.count()) / work.done;
        const auto left = std::chrono::milliseconds(qRound64(each * (work.all - work.done)));
        if (left > std::chrono::seconds(3))
            words.append(Progress::tr("about %1 left").arg(formatSpan(left)));
    }
    return words.join(u", "_s);
}

} // namespace

RunProgress progressOf(const RunMoment &moment)
{
    const run::TestPlan &test = moment.plan.tests[moment.test];
    RunProgress progress;
    QString figures;
    QString left;
    if (test.isSetup()) {
        const Work work = workOf(test, moment.setup);
        figures = setupWords(moment, work);
        left = work.inNumbers();
        progress.of = std::max(1, work.before + work.all);
        progress.done = work.before + work.done;
    } else {
        figures = formatClock(moment.testElapsed);
        if (test.runTime.count() > 0) {
            figures = Progress::tr("%1 of %2").arg(formatClock(moment.testElapsed), formatClock(test.runTime));
            left = Progress::tr("%1 left").arg(
                formatSpan(std::max(std::chrono::milliseconds(0), test.runTime - moment.testElapsed)));
            progress.of = int(test.runTime.count() / 1000);
            progress.done = std::min(progress.of, int(moment.testElapsed.count() / 1000));
        }
        figures += u" · "_s
            + (moment.usersRunning < moment.usersWanted
                    ? Progress::tr("%1 of %2 users")
                          .arg(formatCount(moment.usersRunning), formatCount(moment.usersWanted))
                    : Progress::tr("%Ln user(s)", nullptr, moment.usersRunning));
    }
    progress.sentence =
        Progress::tr("test %1 of %2, %3 · %4")
            .arg(formatCount(moment.test + 1), formatCount(moment.plan.tests.size()), test.name, figures);
    progress.status = left.isEmpty() ? test.name : test.name + u" · "_s + left;
    return progress;
}

RunProgress stoppingProgress(const RunMoment &moment, std::chrono::milliseconds stoppingFor)
{
    const auto left = std::max(std::chrono::milliseconds(0), moment.plan.stopTimeout - stoppingFor);
    const QString most = Progress::tr("%1 at most").arg(formatSpan(left));
    RunProgress progress;
    progress.sentence = moment.usersRunning > 0
        ? Progress::tr("stopping: %Ln user(s) still finish, %1", nullptr, moment.usersRunning).arg(most)
        : Progress::tr("stopping: users finish, %1").arg(most);
    progress.status = Progress::tr("stopping · %1").arg(most);
    progress.of = int(moment.plan.stopTimeout.count() / 100);
    progress.done = std::min(progress.of, int(stoppingFor.count() / 100));
    return progress;
}

} // namespace throng::ui
