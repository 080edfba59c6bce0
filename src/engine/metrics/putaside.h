// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>

namespace throng::metrics {

/// A copy of these bytes in a file without a name, in the system's folder for temporary files: it takes no memory until
/// it is looked at, and no descriptor. The file is gone with the last owner. Null where there is no room for it.
[[nodiscard]] std::shared_ptr<const void> putAside(const void *bytes, std::size_t size);

} // namespace throng::metrics
