// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/practiceserver.h"
#include "engine/project/projectfolder.h"
#include "engine/run/loadrun.h"

#include <QDir>
#include <QFile>
#include <QStringList>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <optional>

namespace throng::test {

/// A project with some accounts, and rooms of which each has three members.
class SmallProject {
public:
    explicit SmallProject(int accounts, int rooms = 0)
        : m_folder(make(m_temporary.filePath(QStringLiteral("p"))))
    {
        QByteArray users = "username,password\n";
        for (int i = 0; i < accounts; ++i)
            users += name(i).toUtf8() + ",password-" + QByteArray::number(i) + '\n';
        write(m_folder.usersFile(), users);
        QByteArrayList lines;
        for (int i = 0; i < rooms; ++i) {
            QByteArrayList members;
            for (int member = 0; member < 3; ++member)
                members += '"' + name((i + member) % accounts).toUtf8() + '"';
            lines += "\"Room " + QByteArray::number(i) + "\": [" + members.join(", ") + ']';
        }
        write(m_folder.roomsFile(), '{' + lines.join(",\n") + '}');
    }

    static QString name(int account) { return QStringLiteral("user.%1").arg(account, 6, 10, QLatin1Char('0')); }
    [[nodiscard]] const project::ProjectFolder &folder() const { return m_folder; }
    [[nodiscard]] std::unique_ptr<run::RunFiles> files() const
    {
        return std::make_unique<run::ProjectRunFiles>(m_folder);
    }

    static void write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("%s: cannot be written", qPrintable(path));
    }

private:
    static project::ProjectFolder make(const QString &path)
    {
        const auto folder = project::ProjectFolder::create(path, project::Project::withDefaults());
        if (!folder)
            qFatal("%s", qPrintable(folder.error().toString()));
        return *folder;
    }

    QTemporaryDir m_temporary;
    project::ProjectFolder m_folder;
};

/// People in a hurry: everything a chat user does, within moments.
inline users::ChatParameters hurried()
{
    users::ChatParameters chat;
    for (users::Exponential *pause :
        { &chat.afterAction, &chat.doingNothing, &chat.typing, &chat.beingAway, &chat.acceptingInvite, &chat.inRoom })
        pause->mean = 0.02;
    chat.imageBytes = { 8, 0.5 };
    chat.pauseAfterFailedSync = std::chrono::milliseconds(100);
    return chat;
}

inline run::TestPlan setupTest(users::Behaviour behaviour, const QString &name)
{
    run::TestPlan test;
    test.name = name;
    test.behaviour = behaviour;
    test.spawnRate = 0; // all at once
    test.stopWhenDone = true;
    test.setup.pauseBetweenTries = std::chrono::milliseconds(100);
    return test;
}

inline run::TestPlan chatTest(std::chrono::milliseconds runTime)
{
    run::TestPlan test;
    test.name = QStringLiteral("chat");
    test.spawnRate = 0;
    test.runTime = runTime;
    test.chat = hurried();
    return test;
}

inline QList<run::TestPlan> wholeSuite(std::chrono::milliseconds chatTime)
{
    using users::Behaviour;
    return { setupTest(Behaviour::Register, QStringLiteral("register")),
        setupTest(Behaviour::CreateRooms, QStringLiteral("create-rooms")),
        setupTest(Behaviour::JoinRooms, QStringLiteral("join-rooms")), chatTest(chatTime) };
}

inline run::RunPlan planFor(const QUrl &server, const QList<run::TestPlan> &tests)
{
    run::RunPlan plan;
    plan.server = server;
    plan.tests = tests;
    plan.workers = 2;
    plan.seed = 7;
    return plan;
}

/// How many of this process' threads are workers of a run.
inline int workerThreads()
{
    int count = 0;
    const QDir tasks(QStringLiteral("/proc/self/task"));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile name(tasks.filePath(task + QStringLiteral("/comm")));
        // The kernel keeps 15 characters of a name.
        count += name.open(QIODevice::ReadOnly) && name.readAll().startsWith("throng worker");
    }
    return count;
}

/// A run, and all that it said.
class Driver : public QObject {
public:
    Driver(const run::RunPlan &plan, std::unique_ptr<run::RunFiles> files, run::Machine machine = {})
        : m_run(std::make_unique<run::LoadRun>(plan, std::move(files), std::move(machine)))
    {
        using run::LoadRun;
        connect(
            m_run.get(), &LoadRun::message, this, [this](const run::Message &message) { messages += message.text; });
        connect(m_run.get(), &LoadRun::snapshot, this,
            [this](const metrics::Snapshot &second) { seconds.push_back(second); });
        connect(m_run.get(), &LoadRun::testStarted, this, [this](int index) { started += index; });
        connect(m_run.get(), &LoadRun::testFinished, this, [this](int index) { ended += index; });
        connect(m_run.get(), &LoadRun::finished, this, [this](const run::RunSummary &result) {
            ++finishes;
            summary = result;
        });
    }

    [[nodiscard]] run::LoadRun &run() { return *m_run; }
    void destroyRun() { m_run.reset(); }
    [[nodiscard]] bool isFinished() const { return finishes > 0; }
    [[nodiscard]] quint64 count(metrics::Outcome outcome) const { return m_run->totals().count(outcome); }
    [[nodiscard]] int said(const QString &text) const
    {
        return int(std::count_if(
            messages.begin(), messages.end(), [&text](const QString &message) { return message.contains(text); }));
    }

    QStringList messages;
    std::vector<metrics::Snapshot> seconds;
    QList<int> started;
    QList<int> ended;
    int finishes = 0;
    std::optional<run::RunSummary> summary;

private:
    std::unique_ptr<run::LoadRun> m_run;
};

} // namespace throng::test

/// Runs until the end; fails the test if that does not come.
#define RUN_TO_THE_END(driver)                                                                                         \
    do {                                                                                                               \
        (driver).run().start();                                                                                        \
        QTRY_VERIFY2_WITH_TIMEOUT((driver).isFinished(), qPrintable((driver).messages.join(u'\n')), 60'000);           \
    } while (false)
