// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random.h"

#include <QByteArray>

namespace throng::users {

struct Picture {
    QByteArray png;
    int width = 0; ///< pixels
    int height = 0;
};

/// A PNG of roughly `bytes` (within a tenth, from 20 kB on): a soft gradient, which costs nearly nothing, under a
/// band of noise, which does not compress. Servers decode it in full for their thumbnails, so it has the pixels of a
/// real picture: 640 × 480 to 1600 × 1200. Random decides which, and its colours.
[[nodiscard]] Picture drawPicture(int bytes, Random &random);

} // namespace throng::users
