// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/runfolder.h"
#include "support/keptrunfixture.h"
#include "support/uifixture.h"
#include "ui/document/document.h"
#include "ui/mainwindow/projectview.h"

#include <QFile>
#include <QLocale>

namespace throng::test {

/// A window with a project whose runs are made up. Each has a set-up phase of a few seconds and a chat.
struct KeptProject : UiFixture {
    QString runs; ///< the folder of the runs

    explicit KeptProject(const QString &name = QStringLiteral("kept"))
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        auto document = ui::Document::create(
            projectsFolder() + u'/' + name, project::Project::withDefaults(QStringLiteral("http://127.0.0.1:8008")));
        if (!document)
            qFatal("%s", qPrintable(document.error().toString()));
        projectFile = (*document)->folder().projectFile();
        runs = (*document)->folder().runsFolder();
    }

    struct Run {
        int hour = 0; ///< when it began
        int seconds = 60; ///< of chat
        double slowness = 1;
        QString suite = QStringLiteral("standard");
        quint64 seed = 1; ///< of what was measured
        QString group {};
        int trial = 0;
        double perSecond = 40;
        QByteArray project {}; ///< as the run had it
        std::vector<metrics::SlowRoom> slowRooms {}; ///< of the chat
        double cores = 0; ///< that the server needed; 0: nothing was seen of it
    };
    static constexpr int setUpSeconds = 5;

    /// Returns its file.
    QString keep(const Run &run) const
    {
        results::RunDescription description = runDescription(run.suite);
        const qint64 offset = run.hour * qint64(3'600'000);
        description.startedAt += offset;
        description.group = run.group;
        description.trial = run.trial;
        if (!run.project.isEmpty())
            description.facts += { QStringLiteral("project"), QString::fromUtf8(run.project) };
        auto writer = results::RunWriter::create(runs, description);
        if (!writer)
            qFatal("%s", qPrintable(writer.error().toString()));
        MeasuredSeconds source(6, run.perSecond, run.seed, run.slowness);
        const auto measure = [&](results::KeptTest test, int seconds) {
            test.startedAt = description.startedAt;
            (*writer)->beginTest(test);
            for (int i = 0; i < seconds; ++i) {
                metrics::Snapshot second = source.next();
                second.unixMilliseconds += offset;
                for (metrics::ErrorDelta &error : second.errors) {
                    error.firstSeen += offset;
                    error.lastSeen += offset;
                }
                test.endedAt = second.unixMilliseconds;
                (*writer)->addSecond(second);
                if (run.cores > 0)
                    (*writer)->addServerScrape(
                        { QStringLiteral("python3 (process %1)").arg(run.hour), second.unixMilliseconds,
                            { { "CPU", metrics::ServerUnit::SecondsPerSecond, run.cores, true },
                                { "memory", metrics::ServerUnit::Bytes, 200e6, true } } });
            }
            test.end = QStringLiteral("run time over");
            (*writer)->endTest(test);
        };
        results::KeptTest setUp = chatTest(0, QStringLiteral("register"));
        setUp.behaviour = QStringLiteral("register.py");
        setUp.isSetup = true;
        measure(setUp, setUpSeconds);
        measure(chatTest(1), run.seconds);
        (*writer)->addSlowestRooms(run.slowRooms);
        (*writer)->addMessage(description.startedAt + 2'000, results::KeptMessage::Kind::Warning,
            QStringLiteral("The server was slow to wake."));
        const QString path = (*writer)->path();
        if (const auto finished = (*writer)->finish(results::RunState::Done, {}, {}); !finished)
            qFatal("%s", qPrintable(finished.error().toString()));
        return path;
    }

    /// Three trials of an evening, three of the next with a server that has become faster, one more, and a file that is
    /// no run.
    void keepMany() const
    {
        for (int trial = 1; trial <= 3; ++trial) {
            const auto seed = quint64(trial);
            const QString slow = keep({ .hour = trial - 1,
                .seconds = 300,
                .slowness = 1.6,
                .seed = seed,
                .group = QStringLiteral("before"),
                .trial = trial });
            keep({ .hour = trial + 3,
                .seconds = 300,
                .seed = 10 + seed,
                .group = QStringLiteral("after"),
                .trial = trial });
            if (trial == 1 && !results::setRunTitle(slow, QStringLiteral("before the database move")))
                qFatal("no title");
        }
        const QString last = keep({ .hour = 7, .seconds = 300, .suite = QStringLiteral("smoke") });
        if (!results::setRunNote(last, QStringLiteral("caches were cold")))
            qFatal("no note");
        QFile foreign(runs + QStringLiteral("/damaged.throngrun"));
        if (!foreign.open(QIODevice::WriteOnly) || foreign.write("no run") < 0)
            qFatal("no file");
    }

    /// Opens the project and turns to its results.
    void show()
    {
        if (!window->openPath(projectFile))
            qFatal("the project cannot be opened");
        window->projectView()->showPage(ui::ProjectView::PageId::Results);
    }

    QString projectFile;
};

} // namespace throng::test
