// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/testnames.h"

#include "engine/run/timeline.h"
#include "ui/support/format.h"

#include <QCoreApplication>

#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

struct Names {
    Q_DECLARE_TR_FUNCTIONS(throng::ui::Names)
};

} // namespace

QString behaviourName(users::Behaviour behaviour)
{
    switch (behaviour) {
    case users::Behaviour::Register:
        return Names::tr("Register accounts");
    case users::Behaviour::CreateRooms:
        return Names::tr("Create rooms");
    case users::Behaviour::JoinRooms:
        return Names::tr("Join rooms");
    case users::Behaviour::FillRooms:
        return Names::tr("Write a history");
    case users::Behaviour::Chat:
        return Names::tr("Chat");
    }
    return {};
}

QString crowdTitle(const QString &name)
{
    if (name == u"company")
        return Names::tr("Company");
    if (name == u"public-community")
        return Names::tr("Public community");
    if (name == u"family-server")
        return Names::tr("Family server");
    if (name == u"bridge-heavy")
        return Names::tr("Bridge-heavy");
    return name;
}

project::Test standardTest(users::Behaviour behaviour)
{
    project::Test test = project::makeTest(behaviour);
    if (!test.isSetup())
        test.runTime = std::chrono::minutes(5);
    return test;
}

void setRoomPreset(QList<project::Suite> &suites, const QString &preset)
{
    for (project::Suite &suite : suites) {
        for (project::Test &test : suite.tests) {
            if (test.behaviour == users::Behaviour::CreateRooms)
                test.setup.roomPreset = preset;
        }
    }
}

QString testInOneLine(const project::Test &test, int accounts, const QString &folder)
{
    const LoadCurve planned = run::plannedUsers(test, accounts, folder);
    const int users = int(std::ceil(planned.peak()));
    QStringList parts { test.isSetup() && users < accounts ? Names::tr("%Ln user(s) at a time", nullptr, users)
                                                           : Names::tr("%Ln user(s)", nullptr, users) };
    const LoadCurve shape = test.shape ? project::curveOf(*test.shape, folder).value_or(LoadCurve()) : LoadCurve();
    if (test.runTime)
        parts.append(formatSpan(*test.runTime));
    else if (!shape.isEmpty())
        parts.append(formatSpan(std::chrono::milliseconds(qRound64(shape.duration() * 1000))));
    else if (test.stopWhenDone)
        parts.append(Names::tr("until done"));
    else
        parts.append(Names::tr("until stopped"));
    parts.append(
        test.spawnRate > 0 ? Names::tr("%1 new a second").arg(formatRate(test.spawnRate)) : Names::tr("all at once"));
    return parts.join(u" · "_s);
}

} // namespace throng::ui
