// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/exitcode.h"
#include "engine/base/error.h"
#include "engine/metrics/figure.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>

namespace throng::ctl {

/// Results go to standard output, everything about the work itself to standard error.
void say(const QString &line);
void complain(const QString &line);

/// "throngctl: ERROR" on standard error; returns `code` for the caller to return in turn.
ExitCode fail(const Error &error, ExitCode code = ExitCode::Unusable);

[[nodiscard]] bool isTerminal(int descriptor);
[[nodiscard]] int terminalWidth(); ///< columns of standard output; 80 where it has none

[[nodiscard]] QString formatCount(quint64 count); ///< "12,345"
[[nodiscard]] QString formatTime(std::chrono::nanoseconds time); ///< three digits: "0.21 ms", "54 ms", "1.32 s"
[[nodiscard]] QString formatTime(const metrics::FigurePercentile &time); ///< "> 2.10 s" where it is that at least
[[nodiscard]] QString formatSpan(std::chrono::milliseconds time); ///< "0:08:18"
[[nodiscard]] QString formatShare(double share); ///< "0.4 %"

enum class Column : bool { Left, Right };
/// Each column as wide as its widest cell, two blanks between; a line a row, as long as `columns`.
[[nodiscard]] QString alignColumns(const QList<QStringList> &rows, const QList<Column> &columns);

} // namespace throng::ctl
