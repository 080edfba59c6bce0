// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"

using namespace Qt::StringLiterals;

namespace throng {

QString Error::toString() const
{
    QString text = where.isEmpty() ? message : where + u": "_s + message;
    if (!expected.isEmpty())
        text += u" (expected "_s + expected + u')';
    return text;
}

} // namespace throng
