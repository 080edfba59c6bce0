// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/hookrun.h"

#include "engine/base/words.h"

#include <QDir>
#include <QProcess>

#include <signal.h>
#include <unistd.h>

#include <utility>

using namespace Qt::StringLiterals;

namespace throng::run {

namespace {

constexpr std::chrono::seconds grace { 2 }; ///< to end by itself when asked to

/// One word of the shell, whatever is in it.
QString quoted(QString text)
{
    return u'\'' + text.replace(u'\'', u"'\\''"_s) + u'\'';
}

QString seconds(std::chrono::milliseconds time)
{
    return QString::number(double(time.count()) / 1000, 'g', 6);
}

} // namespace

HookRun::HookRun(QObject *parent)
    : QObject(parent)
{
    m_limit.setSingleShot(true);
    m_grace.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        m_timedOut = true;
        kill(SIGTERM);
        m_grace.start(grace);
    });
    connect(&m_grace, &QTimer::timeout, this, [this] { kill(SIGKILL); });
}

HookRun::~HookRun()
{
    if (!m_process)
        return;
    m_process->disconnect(this);
    kill(SIGKILL);
    m_process->waitForFinished(1000);
}

QString HookRun::commandLine(const project::Hook &hook, const Setting &setting)
{
    QString line = hook.command + u' ' + quoted(setting.host) + u' ' + quoted(setting.outputDirectory);
    if (!hook.arguments.isEmpty())
        line += u' ' + hook.arguments;
    return line;
}

void HookRun::start(const QList<project::Hook> &hooks, const Setting &setting)
{
    Q_ASSERT(!m_running);
    m_hooks = hooks;
    m_setting = setting;
    m_mayGoOn = true;
    m_stopped = false;
    m_running = true;
    QMetaObject::invokeMethod(
        this, [this] { next(); }, Qt::QueuedConnection);
}

void HookRun::stop()
{
    if (!m_running || std::exchange(m_stopped, true))
        return;
    m_hooks.clear();
    kill(SIGTERM);
    m_grace.start(grace);
}

void HookRun::next()
{
    if (m_hooks.isEmpty()) {
        end();
        return;
    }
    m_hook = m_hooks.takeFirst();
    m_timedOut = false;
    m_output = {};
    Q_EMIT began(m_hook);
    QDir().mkpath(m_setting.outputDirectory); // as matrix-locust does; a place that cannot be made is the command's

    m_process = std::make_unique<QProcess>();
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setStandardInputFile(QProcess::nullDevice());
    m_process->setWorkingDirectory(m_setting.folder);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (auto fact = m_setting.facts.cbegin(); fact != m_setting.facts.cend(); ++fact)
        environment.insert(fact.key(), fact.value());
    m_process->setProcessEnvironment(environment);
    m_process->setChildProcessModifier([] { ::setsid(); });
    connect(m_process.get(), &QProcess::readyRead, this, &HookRun::read);
    connect(m_process.get(), &QProcess::finished, this, &HookRun::ended);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return; // of the others finished() tells
        fail(Words::tr("could not be started: %1").arg(m_process->errorString()));
        QMetaObject::invokeMethod(
            this, [this] { ended(); }, Qt::QueuedConnection);
    });
    m_process->start(u"/bin/sh"_s, { u"-c"_s, commandLine(m_hook, m_setting) });
    m_group = m_process->processId();
    m_limit.start(m_hook.timeLimit);
    if (m_stopped) // somebody who heard that it begins
        kill(SIGTERM);
}

void HookRun::read()
{
    for (const QString &line : m_output.feed(m_process->readAll()))
        Q_EMIT printed(line);
}

void HookRun::kill(int signal)
{
    // A child that has not come to make its own session yet is reached by its own number.
    if (m_group > 0 && ::kill(pid_t(-m_group), signal) != 0)
        ::kill(pid_t(m_group), signal);
}

void HookRun::fail(const QString &what)
{
    if (m_hook.onFailure == project::HookFailure::Stop) {
        m_mayGoOn = false;
        m_hooks.clear();
    }
    Q_EMIT failed(m_hook, m_hook.command + u' ' + what);
}

void HookRun::ended()
{
    read();
    m_limit.stop();
    m_grace.stop();
    if (m_timedOut || m_stopped) // the shell is gone; what it had started may not be
        kill(SIGKILL);
    m_group = 0;
    for (const QString &line : m_output.finish())
        Q_EMIT printed(line);
    QProcess *process = m_process.release();
    process->disconnect(this);
    process->deleteLater(); // it is on the stack that has brought us here
    if (m_timedOut)
        fail(Words::tr("was ended: it took longer than its limit of %1 s").arg(seconds(m_hook.timeLimit)));
    else if (m_stopped)
        Q_EMIT printed(Words::tr("%1 was ended").arg(m_hook.command));
    else if (process->error() == QProcess::FailedToStart)
        ; // said already
    else if (process->exitStatus() == QProcess::CrashExit)
        fail(Words::tr("was ended by signal %1").arg(process->exitCode()));
    else if (process->exitCode() == 127)
        fail(Words::tr("ended with status 127: the shell does not find it"));
    else if (process->exitCode() != 0)
        fail(Words::tr("ended with status %1").arg(process->exitCode()));
    next();
}

void HookRun::end()
{
    m_running = false;
    Q_EMIT finished(m_mayGoOn);
}

} // namespace throng::run
