// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/keptrun.h"
#include "engine/run/loadrun.h"

#include <QByteArray>
#include <QObject>
#include <QThread>

#include <functional>
#include <map>
#include <vector>

namespace throng::results {

class RunWriter;

/// How a run is to be kept.
struct Keeping {
    QString folder; ///< the project's runs/
    QByteArray project; ///< NAME.throng as the run has it: without any secret, as it always is
    QString group; ///< as RunDescription has it
    int trial = 0;
};

/// Keeps a run: listens to a LoadRun and writes its file, once a second, on a thread of its own.
///
/// The file is made when the first test begins, so a run that does not get that far leaves none. A disk that is full or
/// cannot be written never stops a run; what could not be written is kept in memory for ten minutes and tried again
/// each second. Lives on the LoadRun's thread; make it before the run is started.
class RunRecorder : public QObject {
    Q_OBJECT

public:
    RunRecorder(run::LoadRun &run, Keeping keeping, QObject *parent = nullptr);
    /// Waits until all that was said is on disk. A run that has not finished is entered as stopped.
    ~RunRecorder() override;

    [[nodiscard]] QString path() const { return m_path; } ///< empty until the file is there

    /// A remark of a person's. `at`: Unix milliseconds; 0: this moment.
    void annotate(const QString &text, qint64 at = 0);

Q_SIGNALS:
    /// The file is there.
    void opened(const QString &path);
    /// What the server calls itself: "Synapse 1.163.2". Not every one tells.
    void serverNamed(const QString &software);
    /// A sentence for the person who watches: said once for each trouble, and once when it is over.
    void trouble(const QString &text);
    /// The run is over and its file is whole.
    void kept(const QString &path);

private:
    class Desk;

    void begin();
    void testStarted(int index, const run::TestPlan &test);
    void testFinished(const run::TestSummary &summary);
    void finished(const run::RunSummary &summary);
    void note(qint64 at, KeptMessage::Kind kind, const QString &text);
    void atDesk(std::function<void(Desk &)> work);

    run::LoadRun &m_run;
    Keeping m_keeping;
    QThread m_thread;
    Desk *m_desk = nullptr; ///< on the thread, once the first test has begun; goes with it
    std::vector<KeptMessage> m_early; ///< said before
    KeptTest m_test;
    QString m_path;
    std::map<QByteArray, quint64> m_connections; ///< as metrics::Snapshot has them, so far
    bool m_finished = false;
};

} // namespace throng::results
