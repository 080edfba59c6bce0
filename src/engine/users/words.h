// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/users/distributions.h"

#include <QLatin1String>
#include <QString>

#include <span>

namespace throng::users {

/// Common English words, each once: what virtual users talk in.
[[nodiscard]] std::span<const QLatin1String> wordList();

/// A message of so many words as `words` draws, rounded: at least 1, at most as many as the list has.
[[nodiscard]] QString drawText(const LogNormal &words, Random &random);

/// "Green Mountain"
[[nodiscard]] QString drawDisplayName(Random &random);

} // namespace throng::users
