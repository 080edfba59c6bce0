// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/health.h"

#include <QString>

namespace throng::metrics {

/// Looks once a second at the machine that this process is on: what its host takes from it, and what it has left.
class MachineSampler {
public:
    /// `proc` is where /proc is; tests have one of their own.
    explicit MachineSampler(const QString &proc = QStringLiteral("/proc"));

    /// Fills in stolenShare (since the last call), memoryShare and descriptorShare, for which residentBytes and
    /// descriptors have to be there; leaves the rest alone. What cannot be told is 0.
    void sample(GeneratorHealth &health);
    [[nodiscard]] quint64 availableBytes() const; ///< memory that programs may still have; 0 where it cannot be told

private:
    struct Ticks {
        quint64 all = 0;
        quint64 stolen = 0;
    };
    [[nodiscard]] Ticks ticks() const;

    QString m_proc;
    Ticks m_ticks;
};

} // namespace throng::metrics
