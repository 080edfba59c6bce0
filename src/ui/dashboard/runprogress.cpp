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

QString setupWords(const RunMoment &moment)
{
    const run::SetupResults &results = moment.setup;
    // What there is most of: accounts that write a history take turns, and are all done at the end.
    const bool writes = results.messagesWanted > 0;
    const int done = writes ? results.messages : results.accountsDone;
    const int all = writes ? results.messagesWanted - results.messagesExisted : results.accounts;
    QStringList words { writes
            ? Progress::tr("%1 of %2 messages")
                  .arg(formatCount(results.messagesExisted + results.messages), formatCount(results.messagesWanted))
            : Progress::tr("%1 of %2 accounts").arg(formatCount(done), formatCount(all)) };
    if (results.roomsCreated > 0 || results.roomsExisted > 0)
        words.append(Progress::tr("%1 of %2 rooms")
                         .arg(formatCount(results.roomsCreated + results.roomsExisted), formatCount(results.rooms)));
    if (results.joined > 0)
        words.append(Progress::tr("%1 joins").arg(formatCount(results.joined)));
    // Before a few have been done a guess of the rest would jump about.
    if (done >= 5 && moment.testElapsed > std::chrono::seconds(3)) {
        const double each = double(moment.testElapsed.count()) / done;
        const auto left = std::chrono::milliseconds(qRound64(each * (all - done)));
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
        const run::SetupResults &results = moment.setup;
        figures = setupWords(moment);
        left = Progress::tr("%1 of %2").arg(formatCount(results.accountsDone), formatCount(results.accounts));
        progress.of = std::max(1, results.accounts);
        progress.done = results.accountsDone;
        if (results.messagesWanted > 0) { // accounts take turns, and are all done at the end
            const int written = results.messagesExisted + results.messages;
            left = Progress::tr("%1 of %2").arg(formatCount(written), formatCount(results.messagesWanted));
            progress.of = results.messagesWanted;
            progress.done = written;
        }
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
