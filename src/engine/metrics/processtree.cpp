// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/processtree.h"

#include "engine/base/words.h"
#include "engine/metrics/serverfigures.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <array>
#include <filesystem>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace throng::metrics {

namespace {

/// Whether one of the links in that folder leads to one of `targets`.
bool holdsAny(const QString &folder, const QStringList &targets)
{
    std::error_code error; // another user's folder is closed to us, and the process may have ended
    for (std::filesystem::directory_iterator entry(QFile::encodeName(folder).toStdString(), error), end;
         !error && entry != end; entry.increment(error)) {
        std::array<char, 64> target {};
        const ssize_t length = readlink(entry->path().c_str(), target.data(), target.size());
        if (length > 0 && targets.contains(QLatin1String(target.data(), qsizetype(length))))
            return true;
    }
    return false;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

ProcessTree::ProcessTree(QString proc)
    : m_proc(std::move(proc))
{
}

/// What the descriptors of sockets listening there are links to: "socket:[INODE]". proc(5), net/tcp.
QStringList ProcessTree::listeningSockets(quint16 port) const
{
    QStringList links;
    for (const QString &table : { u"/net/tcp"_s, u"/net/tcp6"_s }) {
        const QByteArrayList lines = contentOf(m_proc + table).split('\n');
        for (const QByteArray &line : lines) {
            const QByteArrayList fields = line.simplified().split(' ');
            if (fields.size() < 10 || fields[3] != "0A") // TCP_LISTEN
                continue;
            const qsizetype colon = fields[1].lastIndexOf(':');
            if (fields[1].sliced(colon + 1).toUShort(nullptr, 16) == port)
                links += u"socket:[%1]"_s.arg(QString::fromLatin1(fields[9]));
        }
    }
    return links;
}

QList<int> ProcessTree::processes() const
{
    QList<int> pids;
    const QStringList names = QDir(m_proc).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &name : names) {
        if (const int pid = name.toInt(); pid > 0)
            pids += pid;
    }
    return pids;
}

std::optional<ProcessTree::Process> ProcessTree::readProcess(int pid) const
{
    const QByteArray text = contentOf(u"%1/%2/stat"_s.arg(m_proc).arg(pid));
    // The command stands in parentheses, and may have some of its own, and blanks.
    const qsizetype open = text.indexOf('(');
    const qsizetype close = text.lastIndexOf(')');
    const QByteArrayList fields = text.sliced(std::max<qsizetype>(close + 1, 0)).simplified().split(' ');
    if (open < 0 || close < open || fields.size() < 22) // fields[0] is the third one of proc(5)
        return std::nullopt;
    Process process;
    process.command = QString::fromUtf8(text.sliced(open + 1, close - open - 1));
    process.parent = fields[1].toInt();
    quint64 ticks = 0;
    for (int i = 11; i <= 14; ++i) // utime, stime, cutime, cstime
        ticks += fields[i].toULongLong();
    process.cpuSeconds = double(ticks) / double(sysconf(_SC_CLK_TCK));
    process.startedAt = fields[19].toULongLong();
    process.bytes = fields[21].toDouble() * double(sysconf(_SC_PAGESIZE));
    return process;
}

ProcessTree::Found ProcessTree::find(quint16 port)
{
    m_roots.clear();
    m_rootsStartedAt.clear();
    m_cpuSeconds.reset();
    const QStringList sockets = listeningSockets(port);
    if (sockets.isEmpty())
        return Found::Nobody;

    QHash<int, Process> holders;
    const QList<int> pids = processes();
    for (const int pid : pids) {
        if (!holdsAny(u"%1/%2/fd"_s.arg(m_proc).arg(pid), sockets))
            continue;
        if (pid == getpid())
            return Found::Ourselves;
        if (const auto process = readProcess(pid))
            holders.insert(pid, *process);
    }
    for (auto holder = holders.cbegin(); holder != holders.cend(); ++holder) {
        if (holders.contains(holder->parent))
            continue; // a worker of one that is counted
        m_roots += holder.key();
        m_rootsStartedAt += holder->startedAt;
        m_command = holder->command;
    }
    return m_roots.isEmpty() ? Found::NotReadable : Found::Yes;
}

QString ProcessTree::name() const
{
    return m_roots.isEmpty() ? QString() : Words::tr("%1 (process %2)").arg(m_command).arg(m_roots.first());
}

std::optional<std::vector<ServerFigure>> ProcessTree::sample(double seconds)
{
    QHash<int, Process> all;
    const QList<int> pids = processes();
    for (const int pid : pids) {
        if (const auto process = readProcess(pid))
            all.insert(pid, *process);
    }
    QSet<int> tree;
    for (qsizetype i = 0; i < m_roots.size(); ++i) {
        const auto root = all.constFind(m_roots[i]);
        if (root != all.cend() && root->startedAt == m_rootsStartedAt[i])
            tree.insert(m_roots[i]);
    }
    if (tree.isEmpty())
        return std::nullopt;
    // A child may have a smaller number than its parent: until nothing is new.
    for (qsizetype before = 0; before != tree.size();) {
        before = tree.size();
        for (auto process = all.cbegin(); process != all.cend(); ++process) {
            if (tree.contains(process->parent))
                tree.insert(process.key());
        }
    }

    double cpu = 0;
    double bytes = 0;
    for (const int pid : std::as_const(tree)) {
        cpu += all[pid].cpuSeconds;
        bytes += all[pid].bytes;
    }
    std::vector<ServerFigure> figures;
    if (m_cpuSeconds && seconds > m_sampledAt && cpu >= *m_cpuSeconds)
        figures.push_back({ figureCpu.toByteArray(), ServerUnit::SecondsPerSecond,
            (cpu - *m_cpuSeconds) / (seconds - m_sampledAt), true });
    figures.push_back({ figureMemory.toByteArray(), ServerUnit::Bytes, bytes, true });
    figures.push_back({ figureProcesses.toByteArray(), ServerUnit::Number, double(tree.size()), true });
    m_cpuSeconds = cpu;
    m_sampledAt = seconds;
    return figures;
}

} // namespace throng::metrics
