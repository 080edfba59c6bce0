// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace throng::project {
struct Verdict;
}

namespace throng::ui {

/// Whether that server may be loaded, as a sentence with its full stop: what its address is, and what follows from it.
[[nodiscard]] QString permissionWords(const project::Verdict &verdict);

} // namespace throng::ui
