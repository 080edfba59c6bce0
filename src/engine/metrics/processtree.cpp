// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/processtree.h"

#include "engine/base/words.h"
#include "engine/metrics/serverfigures.h"

#include <QFile>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <span>

#include <fcntl.h>
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

/// What fits into `place` of a small file; empty if it cannot be read. Every process of the machine has one, and a file
/// object for each would cost more than the reading.
QByteArrayView beginningOf(const QByteArray &path, std::span<char> place)
{
    const int file = ::open(path.constData(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return {};
    const ssize_t length = ::read(file, place.data(), place.size());
    ::close(file);
    return { place.data(), std::max<qsizetype>(0, length) };
}

} // namespace

ProcessTree::ProcessTree(QString proc)
    : m_proc(std::move(proc))
    , m_folder(QFile::encodeName(m_proc) + '/')
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
    std::error_code error;
    for (std::filesystem::directory_iterator entry(QFile::encodeName(m_proc).toStdString(), error), end;
         !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        int pid = 0;
        const auto [rest, wrong] = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (wrong == std::errc() && rest == name.data() + name.size() && pid > 0)
            pids += pid;
    }
    return pids;
}

std::optional<ProcessTree::Process> ProcessTree::readProcess(int pid) const
{
    std::array<char, 1024> place {};
    const QByteArrayView text = beginningOf(m_folder + QByteArray::number(pid) + "/stat", place);
    // The command stands in parentheses, and may have some of its own, and blanks.
    const qsizetype open = text.indexOf('(');
    const qsizetype close = text.lastIndexOf(')');
    if (open < 0 || close < open)
        return std::nullopt;
    std::array<QByteArrayView, 22> fields; // the first is the third one of proc(5)
    std::size_t count = 0;
    for (qsizetype at = close + 2; at < text.size() && count < fields.size(); ++count) {
        const qsizetype blank = text.indexOf(' ', at);
        const qsizetype end = blank < 0 ? text.size() : blank;
        fields[count] = text.sliced(at, end - at);
        at = end + 1;
    }
    if (count < fields.size())
        return std::nullopt;
    Process process;
    process.command = QString::fromUtf8(text.sliced(open + 1, close - open - 1));
    process.parent = fields[1].toInt();
    quint64 ticks = 0;
    for (std::size_t i = 11; i <= 14; ++i) // utime, stime, cutime, cstime
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
