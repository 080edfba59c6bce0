// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/suite.h"

#include "engine/base/words.h"

#include <array>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

struct Unit {
    char letter;
    qint64 seconds;
};
constexpr std::array units { Unit { 'h', 3600 }, Unit { 'm', 60 }, Unit { 's', 1 } };

} // namespace

Result<std::chrono::milliseconds> parseRunTime(const QString &given)
{
    const QString text = given.trimmed();
    const auto wrong = [&] {
        return failure(Words::tr("\"%1\" is no run time").arg(given), {},
            Words::tr("a time such as 90s, 5m or 1h30m, longer than 0"));
    };
    // Beyond what anybody means; keeps the sum from overflowing.
    constexpr qint64 longest = 10'000'000'000;

    qint64 seconds = 0;
    auto unit = units.begin();
    qsizetype position = 0;
    while (position < text.size()) {
        qint64 number = 0;
        const qsizetype begin = position;
        for (; position < text.size() && text[position] >= u'0' && text[position] <= u'9'; ++position) {
            number = number * 10 + (text[position].unicode() - u'0');
            if (number > longest)
                return wrong();
        }
        if (position == begin)
            return wrong();
        if (position == text.size()) { // a number alone is in seconds
            if (begin != 0)
                return wrong();
            seconds = number;
            break;
        }
        // Each unit once at most, the longer before the shorter, as Locust has it.
        while (unit != units.end() && text[position] != QLatin1Char(unit->letter))
            ++unit;
        if (unit == units.end())
            return wrong();
        seconds += number * unit->seconds;
        ++unit;
        ++position;
    }
    if (seconds <= 0)
        return wrong();
    return std::chrono::seconds(seconds);
}

QString formatRunTime(std::chrono::milliseconds time)
{
    qint64 seconds = std::chrono::duration_cast<std::chrono::seconds>(time).count();
    QString text;
    for (const Unit &unit : units) {
        if (seconds >= unit.seconds) {
            text += QString::number(seconds / unit.seconds) + QLatin1Char(unit.letter);
            seconds %= unit.seconds;
        }
    }
    return text.isEmpty() ? u"0s"_s : text;
}

} // namespace throng::project
