// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/englishplurals.h"

using namespace Qt::StringLiterals;

namespace throng::ui {

QString EnglishPlurals::translate(const char *, const char *sourceText, const char *, int n) const
{
    if (n < 0)
        return {};
    QString text = QString::fromUtf8(sourceText);
    if (!text.contains(u"(s)"))
        return {};
    return text.replace(u"(s)"_s, n == 1 ? QString() : u"s"_s);
}

} // namespace throng::ui
