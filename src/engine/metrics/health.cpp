// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/health.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::metrics {

QString toString(Trust trust)
{
    switch (trust) {
    case Trust::Good:
        return u"trusted"_s;
    case Trust::SharedMachine:
        return u"shared machine"_s;
    case Trust::Doubtful:
        return u"doubtful"_s;
    case Trust::Limited:
        return u"limited"_s;
    }
    Q_UNREACHABLE();
}

QString toString(Strain strain)
{
    switch (strain) {
    case Strain::SharedMachine:
        return u"the server is on this machine"_s;
    case Strain::Paused:
        return u"this program was not run"_s;
    case Strain::Stolen:
        return u"the host took processor time"_s;
    case Strain::BusyWorker:
        return u"a worker had too much to do"_s;
    case Strain::Memory:
        return u"memory is short"_s;
    case Strain::Descriptors:
        return u"too many files are open"_s;
    case Strain::LateLoop:
        return u"a worker's event loop was late"_s;
    case Strain::LateSends:
        return u"requests went out late"_s;
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
