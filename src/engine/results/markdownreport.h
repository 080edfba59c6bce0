// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/report.h"

#include <QByteArray>

namespace throng::results {

/// A run in Markdown, short enough for a chat or a pull request: the verdict, the thresholds, the chat tests' figures,
/// the slowest endpoints and the most frequent errors. At most some forty lines; words of others' are escaped.
[[nodiscard]] QByteArray markdownReport(const Report &report);

} // namespace throng::results
