// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/spancover.h"

#include <algorithm>

namespace throng::results {

std::vector<SpanRow> coverSpan(int from, int to, int seconds, bool isEnded, int longest)
{
    std::vector<SpanRow> rows;
    to = std::min(to, seconds);
    for (int at = from; at < to;) {
        // The longest sum that begins here, is there, and does not reach past the end.
        const auto fitting = std::find_if(sumLengths.rbegin(), sumLengths.rend(), [&](int length) {
            const int end = std::min(at + length, seconds);
            const bool isWritten = at + length <= seconds || isEnded;
            return length <= longest && at % length == 0 && end <= to && isWritten;
        });
        const int length = *fitting; // single seconds always fit
        const int end = std::min(at + length, seconds);
        if (!rows.empty() && rows.back().length == length)
            rows.back().to = end;
        else
            rows.push_back({ length, at, end });
        at = end;
    }
    return rows;
}

} // namespace throng::results
