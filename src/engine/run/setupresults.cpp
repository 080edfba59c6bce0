// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/setupresults.h"

#include "engine/base/words.h"

using namespace Qt::StringLiterals;

namespace throng::run {

namespace {

QString accountsText(int count)
{
    return count == 1 ? Words::tr("1 account") : Words::tr("%1 accounts").arg(count);
}

QString explain(users::AccountFailure failure, const Failures &failures)
{
    const QString first = u"%1: %2"_s.arg(failures.first, failures.reason);
    switch (failure) {
    case users::AccountFailure::OtherPassword:
        return Words::tr("%1 exist on the server with another password than users.csv has (%2). Choose another name "
                         "pattern and generate the users anew, or use a clean server.")
            .arg(accountsText(failures.count), first);
    case users::AccountFailure::RegistrationClosed:
        return Words::tr("%1 could not be made, because registration is closed on this server (%2). Open it, or "
                         "register by token or shared secret.")
            .arg(accountsText(failures.count), first);
    case users::AccountFailure::RegistrationTokenWrong:
        return Words::tr("%1 could not be made, because the server does not take the registration token (%2). It may "
                         "be used up or out of date: give another.")
            .arg(accountsText(failures.count), first);
    case users::AccountFailure::RegistrationNeedsPerson:
        return Words::tr("%1 could not be made, because every way to register on this server takes a person (%2). "
                         "Register by token or shared secret.")
            .arg(accountsText(failures.count), first);
    case users::AccountFailure::LoginRefused:
        return Words::tr(
            "%1 could not log in (%2). Check that they are registered, and that users.csv belongs to this server.")
            .arg(accountsText(failures.count), first);
    case users::AccountFailure::Unfinished:
        return Words::tr("%1 could not be finished in all their tries (%2). Run the test again to go on with them.")
            .arg(accountsText(failures.count), first);
    }
    return {};
}

} // namespace

void Failures::add(const QString &name, const QString &why)
{
    if (count++ == 0) {
        first = name;
        reason = why;
    }
}

int SetupResults::accountsFailed() const
{
    int failed = 0;
    for (const auto &[failure, failures] : accountFailures)
        failed += failures.count;
    return failed;
}

QStringList SetupResults::explanations() const
{
    QStringList texts;
    for (const auto &[failure, failures] : accountFailures)
        texts += explain(failure, failures);
    if (roomFailures.count > 0) {
        texts += Words::tr("%1 of %2 rooms could not be made, or not everybody could be invited (%3: %4). Run the test "
                           "again: rooms that exist are not made twice.")
                     .arg(roomFailures.count)
                     .arg(rooms)
                     .arg(roomFailures.first, roomFailures.reason);
    }
    if (joinFailures.count > 0) {
        texts += Words::tr("%1 invitations could not be accepted (%2: %3). Run the test again to go on with them.")
                     .arg(joinFailures.count)
                     .arg(joinFailures.first, joinFailures.reason);
    }
    if (roomsMissing > 0)
        texts += Words::tr(
            "%1 of %2 rooms do not stand on the server and got no history. Run the test that creates rooms first.")
                     .arg(roomsMissing)
                     .arg(rooms);
    if (historyFailures.count > 0) {
        texts += Words::tr("%1 parts of the history could not be written (%2: %3). Members must have joined before; "
                           "run the test again to go on with them.")
                     .arg(historyFailures.count)
                     .arg(historyFailures.first, historyFailures.reason);
    }
    if (internalErrors > 0) {
        texts += Words::tr("%1 users ended by a mistake in Throng itself; the messages say which. Please report it.")
                     .arg(internalErrors);
    }
    return texts;
}

} // namespace throng::run
