// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/hook.h"
#include "engine/run/hookoutput.h"

#include <QElapsedTimer>
#include <QList>
#include <QMap>
#include <QObject>
#include <QTimer>

#include <memory>

QT_FORWARD_DECLARE_CLASS(QProcess)

namespace throng::run {

/// Runs commands one after the other, by the shell: `COMMAND HOST OUTPUT_DIR ARGUMENTS`. Each has a session of its
/// own, so that it is ended with all that it has started when its time is up; what it leaves running when it ends by
/// itself (a server that it started) goes on.
class HookRun : public QObject {
    Q_OBJECT

public:
    struct Setting {
        QString host; ///< as the user typed it
        QString outputDirectory; ///< absolute
        QString folder; ///< the commands' working directory
        QMap<QString, QString> facts; ///< environment variables beside the program's own
    };

    explicit HookRun(QObject *parent = nullptr);
    /// Ends what is running, at once.
    ~HookRun() override;

    /// Emits finished() from the event loop, also with nothing to run.
    void start(const QList<project::Hook> &hooks, const Setting &setting);
    /// Ends what is running and leaves the rest; finished() follows.
    void stop();
    [[nodiscard]] bool isRunning() const { return m_running; }

    /// The shell's command line.
    [[nodiscard]] static QString commandLine(const project::Hook &hook, const Setting &setting);

Q_SIGNALS:
    void began(const throng::project::Hook &hook);
    void printed(const QString &line);
    /// `what` is a sentence: "scripts/reset.sh ended with status 2".
    void failed(const throng::project::Hook &hook, const QString &what);
    /// `mayGoOn`: no command failed whose failure is to end the run.
    void finished(bool mayGoOn);

private:
    void next();
    void read();
    void ended();
    void fail(const QString &what);
    void kill(int signal);
    void end();

    QList<project::Hook> m_hooks;
    Setting m_setting;
    project::Hook m_hook; ///< under way
    std::unique_ptr<QProcess> m_process;
    qint64 m_group = 0; ///< of the processes; 0: none
    HookOutput m_output;
    QTimer m_limit;
    QTimer m_grace; ///< between asking and killing
    bool m_timedOut = false;
    bool m_stopped = false;
    bool m_mayGoOn = true;
    bool m_running = false;
};

} // namespace throng::run
