// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/forecast.h"

#include "engine/base/words.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace throng::run {

namespace {

QString number(qint64 value)
{
    return QLocale(QLocale::English).toString(value);
}

/// The project's files as the tests before this one would have left them.
struct Progress {
    int accounts = 0;
    int ready = 0; ///< accounts with a token
    int rooms = 0;
    int roomsMade = 0;
    qint64 invitations = 0; ///< of the rooms still to be made
    qint64 memberships = 0; ///< of all rooms, creators aside

    explicit Progress(const TestInput &input)
        : accounts(int(input.accounts.size()))
        , rooms(int(input.rooms.size()))
    {
        ready = int(std::count_if(input.accounts.begin(), input.accounts.end(),
            [](const users::Account &account) { return account.session.isValid(); }));
        for (const users::PlannedRoom &room : input.rooms) {
            const auto invited = qint64(room.members.size()) - 1;
            memberships += invited;
            if (room.roomId.isEmpty())
                invitations += invited;
            else
                ++roomsMade;
        }
    }
};

Milliseconds untilPeak(const LoadCurve &curve)
{
    const std::vector<LoadCurve::Point> &points = curve.points();
    const auto peak = std::max_element(points.begin(), points.end(),
        [](const LoadCurve::Point &a, const LoadCurve::Point &b) { return a.level < b.level; });
    return Milliseconds(qint64(std::ceil(peak->seconds * 1000)));
}

QString rateOf(const TestPlan &test)
{
    using Arrivals = users::ArrivalParameters;
    const QString figure = QString::number(test.arrivals->rate);
    const QString rate = test.rateCurve.isEmpty() ? figure : Words::tr("up to %1").arg(figure);
    const QString text = test.arrivals->unit == Arrivals::Unit::Actions
        ? Words::tr("%1 actions a second").arg(rate)
        : Words::tr("%1 messages in each room a second").arg(rate);
    return test.arrivals->process == Arrivals::Process::Poisson ? Words::tr(", %1, by chance").arg(text)
                                                                : Words::tr(", %1, evenly").arg(text);
}

QString workOf(const TestPlan &test, int users, Progress &progress)
{
    switch (test.behaviour) {
    case users::Behaviour::Register: {
        const int missing = progress.accounts - progress.ready;
        const QString text = progress.ready == 0
            ? Words::tr("registers %1 accounts").arg(number(missing))
            : Words::tr("registers %1 accounts; %2 have a token already").arg(number(missing), number(progress.ready));
        progress.ready = progress.accounts;
        return text;
    }
    case users::Behaviour::CreateRooms: {
        const QString text =
            Words::tr("makes %1 rooms and sends %2 invitations%3")
                .arg(number(progress.rooms - progress.roomsMade), number(progress.invitations),
                    progress.roomsMade > 0 ? Words::tr("; %1 rooms exist already").arg(number(progress.roomsMade))
                                           : QString());
        progress.roomsMade = progress.rooms;
        progress.invitations = 0;
        return text;
    }
    case users::Behaviour::JoinRooms:
        return Words::tr("accepts up to %1 invitations").arg(number(progress.memberships));
    case users::Behaviour::FillRooms: {
        const double messages = std::max(0.0, test.history.messagesPerRoom) * progress.rooms;
        return Words::tr("writes a history of %1 messages into %2 rooms, as far as they are not there yet")
            .arg(number(qRound64(messages)), number(progress.rooms));
    }
    case users::Behaviour::Chat:
        break;
    }
    return Words::tr("%1 people sync, read and write%2").arg(number(users), test.arrivals ? rateOf(test) : QString());
}

} // namespace

Forecast forecast(const RunPlan &plan, const TestInput &input, http::DescriptorBudget descriptors)
{
    Forecast forecast;
    Progress progress(input);
    const bool onlyHttp2 = plan.tls.versions == HttpVersions::Http2;
    const int fit = descriptors.usersThatFit(onlyHttp2 ? 1 : 2);
    bool saidDescriptors = false;

    for (const TestPlan &test : plan.tests) {
        const int wanted = test.users.value_or(progress.accounts);
        TestForecast row;
        row.name = test.name;
        row.users = std::min(wanted, progress.accounts);
        if (!test.userCurve.isEmpty())
            row.spawning = untilPeak(test.userCurve);
        else if (test.spawnRate > 0)
            row.spawning = Milliseconds(qint64(std::ceil(row.users / test.spawnRate * 1000)));
        if (test.runTime.count() > 0)
            row.duration = test.runTime;

        if (wanted > progress.accounts)
            forecast.problems +=
                Words::tr("%1 wants %2 users, but users.csv has %3 accounts: no more than these will run")
                    .arg(test.name, number(wanted), number(progress.accounts));
        if (row.users > fit && !saidDescriptors) {
            forecast.problems += Words::tr("%1 wants %2 users, but this process may open no more than %3 files: %4 "
                                           "users fit. Raise the hard limit (ulimit -Hn) or run fewer")
                                     .arg(test.name, number(row.users), number(descriptors.limit), number(fit));
            saidDescriptors = true;
        }
        if (test.behaviour != users::Behaviour::Register && progress.ready < progress.accounts
            && plan.registration.mode == matrix::RegistrationOptions::Mode::LoginOnly)
            forecast.problems += Words::tr("%1: %2 accounts have no token and will log in with their passwords first; "
                                           "servers limit logins strictly by default")
                                     .arg(test.name, number(progress.accounts - progress.ready));
        const bool usesRooms =
            test.behaviour == users::Behaviour::Chat || test.behaviour == users::Behaviour::FillRooms;
        if (usesRooms && progress.roomsMade < progress.rooms)
            forecast.problems +=
                Words::tr("%1: %2 of %3 rooms are not made yet when it begins")
                    .arg(test.name, number(progress.rooms - progress.roomsMade), number(progress.rooms));
        if (test.runTime.count() > 0 && !test.isSetup() && row.spawning > test.runTime)
            forecast.problems += Words::tr(
                "%1 ends before all of its users have started: %2 users at %3 a second take longer than its run time")
                                     .arg(test.name, number(row.users), QString::number(test.spawnRate));
        row.work = workOf(test, row.users, progress);
        forecast.tests += row;
    }
    return forecast;
}

} // namespace throng::run
