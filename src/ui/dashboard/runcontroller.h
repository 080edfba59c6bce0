// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/hookconsent.h"
#include "engine/project/targetguard.h"
#include "engine/run/loadrun.h"

#include <QElapsedTimer>
#include <QHostInfo>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

namespace throng::results {
class RunRecorder;
}

namespace throng::ui {

class Document;
class Questions;

/// Starts, steers and remembers the runs of one document. The window looks at a run through this alone.
class RunController : public QObject {
    Q_OBJECT
public:
    enum class State {
        Ready,
        Preparing, ///< saving, asking whether the server may be loaded, finding it
        Running,
        Stopping, ///< users are finishing
        BetweenTests, ///< commands of the suite run, or it pauses, or another trial is to follow
        Finished,
    };

    RunController(Document &document, Questions &questions, QWidget *dialogParent, QObject *parent = nullptr);
    ~RunController() override;

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isActive() const { return m_state != State::Ready && m_state != State::Finished; }
    [[nodiscard]] const run::LoadRun *run() const { return m_run.get(); }
    [[nodiscard]] std::chrono::milliseconds elapsed() const; ///< of the run under way or the last one
    [[nodiscard]] std::chrono::milliseconds testElapsed() const;
    [[nodiscard]] std::chrono::milliseconds stoppingFor() const; ///< 0 unless users are finishing
    [[nodiscard]] const std::vector<run::RunSummary> &history() const
    {
        return m_history;
    } ///< of this session, oldest first

    /// Saves, asks what must be asked, and begins. `workers` 0: one a core.
    void start(int workers = 0);
    /// Runs that many times, with a pause between: kept as the trials of one group. One that is stopped, or fails, is
    /// the last.
    void startTrials(int trials, std::chrono::milliseconds pause);
    /// Does all that start() does before it begins, and hands over the plan, for as long as `context` lives.
    void prepare(QObject *context, const std::function<void(const run::RunPlan &)> &ready);
    void stop(); ///< users finish, and no further test begins; a second time: at once
    void stopNow();
    void setLoad(int users, double spawnRate);
    /// Keeps a remark with the run under way. `at`: Unix milliseconds.
    void annotate(qint64 at, const QString &text);
    /// Where the user's answers about commands are kept; by default among their settings.
    void setHookConsent(const project::HookConsent &consent) { m_consent = consent; }

Q_SIGNALS:
    void stateChanged();
    void runBegan(const throng::run::RunPlan &plan);
    /// It answers. `software` ("Synapse 1.163.2") comes later, in a signal of its own, and not from every server.
    void serverReached(const QUrl &server, const QString &software);
    void testStarted(int index, const throng::run::TestPlan &test);
    void second(const throng::metrics::Snapshot &snapshot); ///< run()->totals() has it in already
    void serverScraped(const throng::metrics::ServerScrape &scrape);
    void testFinished(const throng::run::TestSummary &summary);
    void message(const throng::run::Message &message);
    void finished(const throng::run::RunSummary &summary);
    void couldNotStart(const QString &why);
    void kept(const QString &path); ///< the finished run's file is whole

private:
    void prepareToStart();
    void lookUpTarget();
    void lookUpNext();
    void judge(const QHostInfo &found);
    enum class Answer : quint8 {
        Yes, ///< allowed already, or now
        No,
        CannotGoOn, ///< it could not be kept; the run was given up
    };
    [[nodiscard]] Answer askFor(const project::Verdict &verdict, const QString &host);
    [[nodiscard]] bool askForSecret();
    [[nodiscard]] Result<run::RunPlan> makePlan() const;
    [[nodiscard]] bool askForCommands(run::RunPlan &plan);
    void writeOutput(const run::TestSummary &summary);
    void begin();
    void runFinished(const run::RunSummary &summary);
    bool giveUpTrials(); ///< while none of them runs; false: none is to follow
    void giveUpLookup(); ///< the user does not wait for the server's address
    void giveUp(const QString &why); ///< empty: the user changed their mind
    void say(run::Message::Severity severity, const QString &text);
    void setState(State state);

    Document &m_document;
    Questions &m_questions;
    QWidget *m_dialogParent;
    std::unique_ptr<run::LoadRun> m_run;
    std::unique_ptr<results::RunRecorder> m_recorder; ///< of m_run
    std::vector<run::RunSummary> m_history;
    QElapsedTimer m_clock;
    QElapsedTimer m_testClock;
    QElapsedTimer m_stopClock;
    std::chrono::milliseconds m_lastElapsed { 0 };
    bool m_isTarget = false; ///< what is looked up is the target's host
    QStringList m_toJudge; ///< hosts whose permission is still to be settled: the target's, then those of metrics
    State m_state = State::Ready;
    bool m_stopAsked = false; ///< of the run under way
    std::function<void(const run::RunPlan &)> m_ready; ///< takes the plan in place of a run
    /// Of which the run under way is one; without a group it is alone.
    struct Trials {
        QString group;
        int number = 0; ///< of the one under way, from 1
        int of = 1;
        std::chrono::milliseconds pause { 0 };
    };
    Trials m_trials;
    QTimer m_nextTrial;
    int m_workers = 0;
    project::HookConsent m_consent;
    int m_lookup = -1;
};

} // namespace throng::ui
