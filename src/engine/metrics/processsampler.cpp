// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/processsampler.h"

#include <QFile>
#include <QtGlobal>

#include <ctime>

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace throng::metrics {

namespace {

double secondsOf(clockid_t clock)
{
    timespec time {};
    return clock_gettime(clock, &time) == 0 ? double(time.tv_sec) + double(time.tv_nsec) * 1e-9 : 0;
}

} // namespace

ProcessSampler::ProcessSampler()
    : m_cpuSeconds(processCpuSeconds())
{
}

void ProcessSampler::sample(GeneratorHealth &health)
{
    const double now = processCpuSeconds();
    health.cpuSeconds = now - m_cpuSeconds;
    m_cpuSeconds = now;
    health.residentBytes = residentBytes();
    health.descriptors = openDescriptors();
}

double ProcessSampler::processCpuSeconds()
{
    return secondsOf(CLOCK_PROCESS_CPUTIME_ID);
}

double ProcessSampler::threadCpuSeconds()
{
    return secondsOf(CLOCK_THREAD_CPUTIME_ID);
}

double ProcessSampler::threadWaitSeconds()
{
    // Nanoseconds on a processor, nanoseconds waiting for one, time slices (sched-stats in the kernel's documentation).
    QFile file(u"/proc/thread-self/schedstat"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> figures = file.readAll().simplified().split(' ');
    return figures.size() > 1 ? double(figures[1].toULongLong()) * 1e-9 : 0;
}

quint64 ProcessSampler::residentBytes()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> pages = file.readAll().split(' ');
    return pages.size() > 1 ? pages[1].toULongLong() * quint64(sysconf(_SC_PAGESIZE)) : 0;
}

int ProcessSampler::openDescriptors()
{
    // Since Linux 6.2 the folder's size says how many there are; before, it is 0.
    constexpr auto folder = "/proc/self/fd";
    struct stat status { };
    if (::stat(folder, &status) == 0 && status.st_size > 0)
        return int(status.st_size);
    DIR *const entries = ::opendir(folder);
    if (!entries)
        return 0;
    int count = -1; // the list itself is one
    while (const dirent *entry = ::readdir(entries))
        count += entry->d_name[0] != '.' ? 1 : 0;
    ::closedir(entries);
    return count;
}

} // namespace throng::metrics
