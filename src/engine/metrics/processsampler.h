// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/health.h"

namespace throng::metrics {

/// Looks at this process once a second: processor time, memory, descriptors.
class ProcessSampler {
public:
    ProcessSampler();

    /// Fills in cpuSeconds (since the last call), residentBytes and descriptors; leaves the rest alone.
    void sample(GeneratorHealth &health);

    [[nodiscard]] static double processCpuSeconds(); ///< since the process began
    [[nodiscard]] static double threadCpuSeconds(); ///< of the calling thread
    /// For how long the calling thread wanted to run and was not let, since it began; 0 where it cannot be told.
    [[nodiscard]] static double threadWaitSeconds();
    [[nodiscard]] static quint64 residentBytes(); ///< 0 where it cannot be told
    [[nodiscard]] static int openDescriptors(); ///< 0 where it cannot be told

private:
    double m_cpuSeconds;
};

} // namespace throng::metrics
