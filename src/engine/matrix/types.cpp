// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/types.h"

#include <algorithm>

namespace throng::matrix {

using namespace Qt::StringLiterals;

bool Versions::hasAtLeast(int minor) const
{
    return std::any_of(versions.begin(), versions.end(), [minor](const QString &version) {
        bool isNumber = false;
        return version.startsWith(u"v1."_s) && version.mid(3).toInt(&isNumber) >= minor && isNumber;
    });
}

bool Versions::hasAuthenticatedMedia() const
{
    return hasAtLeast(11) || unstableFeatures.contains(u"org.matrix.msc3916.stable"_s);
}

} // namespace throng::matrix
