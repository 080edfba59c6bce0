// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/outcome.h"
#include "engine/metrics/serverscrape.h"
#include "engine/results/keptrun.h"

#include <QString>

#include <optional>

namespace throng::results {

/// The words that the file's columns hold, there and back. Part of the format: they never change.
[[nodiscard]] QString wordOf(metrics::Outcome outcome); ///< "matrix_error"
[[nodiscard]] metrics::Outcome outcomeOf(const QString &word);
[[nodiscard]] QString wordOf(metrics::Kind kind); ///< "", "initial", "catch-up", "poll"
[[nodiscard]] metrics::Kind kindOf(const QString &word);
[[nodiscard]] QString wordOf(run::Trust trust); ///< "good", "shared_machine", "doubtful", "limited"
[[nodiscard]] run::Trust trustOf(const QString &word);
[[nodiscard]] QString wordOf(metrics::ServerUnit unit); ///< "seconds_per_second"
[[nodiscard]] metrics::ServerUnit unitOf(const QString &word);
[[nodiscard]] QString wordOf(KeptMessage::Kind kind); ///< "information", "warning", "error", "annotation"
[[nodiscard]] KeptMessage::Kind messageKindOf(const QString &word);
[[nodiscard]] QString wordOf(KeptRule::State state); ///< "kept", "broken", "undecided"
[[nodiscard]] KeptRule::State ruleStateOf(const QString &word);
[[nodiscard]] RunState runStateOf(const QString &word); ///< nameOf() is the way back

/// A list of sentences as a JSON array.
[[nodiscard]] QString wordsOf(const QStringList &sentences);
[[nodiscard]] QStringList sentencesOf(const QString &json);

} // namespace throng::results
