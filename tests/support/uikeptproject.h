// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/keptrunfixture.h"
#include "support/uifixture.h"
#include "ui/document/document.h"
#include "ui/mainwindow/projectview.h"

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
            }
            test.end = QStringLiteral("run time over");
            (*writer)->endTest(test);
        };
        results::KeptTest setUp = chatTest(0, QStringLiteral("register"));
        setUp.behaviour = QStringLiteral("register.py");
        setUp.isSetup = true;
        measure(setUp, setUpSeconds);
        measure(chatTest(1), run.seconds);
        (*writer)->addMessage(description.startedAt + 2'000, results::KeptMessage::Kind::Warning,
            QStringLiteral("The server was slow to wake."));
        const QString path = (*writer)->path();
        if (const auto finished = (*writer)->finish(results::RunState::Done, {}, {}); !finished)
            qFatal("%s", qPrintable(finished.error().toString()));
        return path;
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
