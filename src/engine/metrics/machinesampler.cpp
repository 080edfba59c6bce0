// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/machinesampler.h"

#include <QFile>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace throng::metrics {

namespace {

/// The first line of a file that begins so, in words; none if there is no such line.
QByteArrayList wordsOf(const QString &path, const QByteArray &beginning)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith(beginning))
            return line.simplified().split(' ');
    }
    return {};
}

} // namespace

MachineSampler::MachineSampler(const QString &proc)
    : m_proc(proc)
    , m_ticks(ticks())
{
}

void MachineSampler::sample(GeneratorHealth &health)
{
    const Ticks before = std::exchange(m_ticks, ticks());
    const quint64 all = m_ticks.all > before.all ? m_ticks.all - before.all : 0;
    const quint64 stolen = m_ticks.stolen > before.stolen ? m_ticks.stolen - before.stolen : 0;
    // A few ticks of 10 ms say nothing: a test's last moment is shorter than a second.
    health.stolenShare = all >= 20 ? double(stolen) / double(all) : 0;

    const quint64 available = availableBytes();
    if (available > 0)
        health.memoryShare = double(health.residentBytes) / double(health.residentBytes + available);
    rlimit limit {};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur > 0 && limit.rlim_cur != RLIM_INFINITY)
        health.descriptorShare = double(health.descriptors) / double(limit.rlim_cur);
}

MachineSampler::Ticks MachineSampler::ticks() const
{
    // cpu user nice system idle iowait irq softirq steal guest guest_nice (proc(5)); guest is in user already.
    const QByteArrayList words = wordsOf(m_proc + u"/stat"_s, "cpu ");
    Ticks ticks;
    for (qsizetype i = 1; i < words.size() && i <= 8; ++i)
        ticks.all += words[i].toULongLong();
    if (words.size() > 8)
        ticks.stolen = words[8].toULongLong();
    return ticks;
}

quint64 MachineSampler::availableBytes() const
{
    const QByteArrayList words = wordsOf(m_proc + u"/meminfo"_s, "MemAvailable:");
    return words.size() > 1 ? words[1].toULongLong() * 1024 : 0;
}

} // namespace throng::metrics
