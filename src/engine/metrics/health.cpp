// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/health.h"

#include "engine/base/words.h"

#include <algorithm>

namespace throng::metrics {

QString toString(Trust trust)
{
    switch (trust) {
    case Trust::Good:
        return Words::tr("trusted");
    case Trust::SharedMachine:
        return Words::tr("shared machine");
    case Trust::Doubtful:
        return Words::tr("doubtful");
    case Trust::Limited:
        return Words::tr("limited");
    }
    Q_UNREACHABLE();
}

QString toString(Strain strain)
{
    switch (strain) {
    case Strain::SharedMachine:
        return Words::tr("the server is on this machine");
    case Strain::Paused:
        return Words::tr("this program was not run");
    case Strain::Stolen:
        return Words::tr("the host took processor time");
    case Strain::BusyWorker:
        return Words::tr("a worker had too much to do");
    case Strain::Memory:
        return Words::tr("memory is short");
    case Strain::Descriptors:
        return Words::tr("too many files are open");
    case Strain::LateLoop:
        return Words::tr("a worker's event loop was late");
    case Strain::LateSends:
        return Words::tr("requests went out late");
    }
    Q_UNREACHABLE();
}

void Judgement::merge(const Judgement &other)
{
    trust = std::max(trust, other.trust);
    strains |= other.strains;
}

void GeneratorHealth::merge(const GeneratorHealth &other)
{
    cpuSeconds += other.cpuSeconds;
    busiestWorkerShare = std::max(busiestWorkerShare, other.busiestWorkerShare);
    cpuWaitShare = std::max(cpuWaitShare, other.cpuWaitShare);
    worstLoopLag = std::max(worstLoopLag, other.worstLoopLag);
    worstSendLag = std::max(worstSendLag, other.worstSendLag);
    longestPause = std::max(longestPause, other.longestPause);
    stolenShare = std::max(stolenShare, other.stolenShare);
    residentBytes = std::max(residentBytes, other.residentBytes);
    memoryShare = std::max(memoryShare, other.memoryShare);
    descriptors = std::max(descriptors, other.descriptors);
    descriptorShare = std::max(descriptorShare, other.descriptorShare);
    connectionsOpen += other.connectionsOpen;
    connectionsOpened += other.connectionsOpened;
    connectionsReopened += other.connectionsReopened;
    connectionsFailed += other.connectionsFailed;
    requestsResent += other.requestsResent;
    judgement.merge(other.judgement);
}

} // namespace throng::metrics
