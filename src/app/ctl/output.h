// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/exitcode.h"
#include "engine/base/error.h"
#include "engine/metrics/format.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace throng::ctl {

/// Results go to standard output, everything about the work itself to standard error.
void say(const QString &line);
void complain(const QString &line);

/// "throngctl: ERROR" on standard error; returns `code` for the caller to return in turn.
ExitCode fail(const Error &error, ExitCode code = ExitCode::Unusable);

[[nodiscard]] bool isTerminal(int descriptor);
[[nodiscard]] int terminalWidth(); ///< columns of standard output; 80 where it has none

using metrics::formatCount;
using metrics::formatShare;
using metrics::formatSpan;
using metrics::formatTime;

enum class Column : bool { Left, Right };
/// Each column as wide as its widest cell, two blanks between; a line a row, as long as `columns`.
[[nodiscard]] QString alignColumns(const QList<QStringList> &rows, const QList<Column> &columns);

} // namespace throng::ctl
