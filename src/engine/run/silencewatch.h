// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/snapshot.h"

namespace throng::run {

/// Notices from a test's seconds that the server has gone: requests are lost one after the other, and none has been
/// answered for a while.
class SilenceWatch {
public:
    static constexpr double patience = 10; ///< seconds without any answer
    static constexpr quint64 fewestLost = 3; ///< in that time: nobody asking is no sign of anything

    enum class News : quint8 { None, Gone, Back };
    News add(const metrics::Snapshot &second);

    [[nodiscard]] quint64 lost() const { return m_lost; } ///< requests since the last answer
    [[nodiscard]] double silence() const { return m_silence; } ///< seconds since the last answer

private:
    double m_silence = 0;
    quint64 m_lost = 0;
    bool m_gone = false;
};

} // namespace throng::run
