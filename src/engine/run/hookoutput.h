// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>

namespace throng::run {

/// What a command printed, as lines for a log: the first ones as they come, then only the last. However much it
/// prints, no more than some 40 KB of it are kept or handed on.
class HookOutput {
public:
    static constexpr int firstLines = 200;
    static constexpr int firstBytes = 32 * 1024;
    static constexpr int lastBytes = 4 * 1024;
    static constexpr int lineBytes = 1000; ///< longer lines are cut

    /// Takes in what was read; returns the lines that can be shown now.
    QStringList feed(const QByteArray &bytes);
    /// The rest, when the command has ended: how much was left out, if anything, and the last lines.
    QStringList finish();

    [[nodiscard]] qint64 bytes() const { return m_bytes; }

private:
    QStringList takeLines();
    [[nodiscard]] static QString line(QByteArrayView bytes);

    qint64 m_bytes = 0;
    QByteArray m_pending; ///< the beginning of a line, or the newest bytes once the first lines are used up
    int m_lines = 0;
    int m_shown = 0; ///< bytes
    qint64 m_leftOut = 0;
    bool m_full = false;
};

} // namespace throng::run
