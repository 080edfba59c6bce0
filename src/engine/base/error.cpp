// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"

#include "engine/base/words.h"

using namespace Qt::StringLiterals;

namespace throng {

QString Error::toString() const
{
    const QString text = where.isEmpty() ? message : where + u": "_s + message;
    return expected.isEmpty() ? text : Words::tr("%1 (expected %2)").arg(text, expected);
}

} // namespace throng
