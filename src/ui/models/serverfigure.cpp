// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/serverfigure.h"

#include "ui/support/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <utility>

namespace throng::ui {

namespace {

struct ServerFigure {
    Q_DECLARE_TR_FUNCTIONS(throng::ui::ServerFigure)
};

} // namespace

QString serverFigureName(const QByteArray &name)
{
    static const std::array<std::pair<QByteArrayView, const char *>, 10> names { {
        { "CPU", QT_TRANSLATE_NOOP("throng::ui::ServerFigure", "CPU") },
        { "memory", QT_TRANSLATE_NOOP("throng::ui::ServerFigure", "memory") },
        { "processes", QT_TRANSLATE_NOOP("throng::ui::ServerFigure", "processes") },
        { "reactor lag", QT_TRANSLATE_NOOP("throng::ui::ServerFigure", "reactor lag") },
        { "database time", QT_TRANSLATE_NOOP("throng::ui::ServerFigure", "database time") },
        { "events persisted", QT_TRANSLATE_NOOP("throng::ui::ServerFigure", "events persisted") },
        { "cache hits", QT_TRANSLATE_NOOP("throng::ui::ServerFigure", "cache hits") },
        { "requests in flight", QT_TRANSLATE_NOOP("throng::ui::ServerFigure", "requests in flight") },
        { "CPU of the machine", QT_TRANSLATE_NOOP("throng::ui::ServerFigure", "CPU of the machine") },
        { "memory in use on the machine",
            QT_TRANSLATE_NOOP("throng::ui::ServerFigure", "memory in use on the machine") },
    } };
    const auto found = std::ranges::find_if(names, [&](const auto &each) { return each.first == name; });
    return found == names.end() ? QString::fromUtf8(name) : ServerFigure::tr(found->second);
}

QString serverFigureText(metrics::ServerUnit unit, double value)
{
    using Unit = metrics::ServerUnit;
    switch (unit) {
    case Unit::Number:
        break;
    case Unit::PerSecond:
        return ServerFigure::tr("%1/s").arg(formatRate(value));
    case Unit::Seconds:
        return formatDuration(value * 1000);
    case Unit::SecondsPerSecond:
    case Unit::Share:
        return ServerFigure::tr("%1 %").arg(formatRate(value * 100));
    case Unit::Bytes:
        return formatBytes(value);
    }
    return formatRate(value);
}

} // namespace throng::ui
