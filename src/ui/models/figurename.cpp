// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/figurename.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

namespace figure = metrics::figure;

struct Name {
    const char *key;
    const char *text;
};

constexpr std::array figures {
    Name { figure::delivery, QT_TRANSLATE_NOOP("throng::ui::figureName", "Delivery") },
    Name { figure::deliveryByRoomSize, QT_TRANSLATE_NOOP("throng::ui::figureName", "Delivery by room size") },
    Name { figure::ownLag, QT_TRANSLATE_NOOP("throng::ui::figureName", "Throng's own lag") },
    Name { figure::pollOverhead, QT_TRANSLATE_NOOP("throng::ui::figureName", "Overhead of a long poll") },
    Name { figure::timeToInteractive, QT_TRANSLATE_NOOP("throng::ui::figureName", "Login to usable client") },
    Name { figure::joinToMessage, QT_TRANSLATE_NOOP("throng::ui::figureName", "Join to first message") },
    Name { figure::history, QT_TRANSLATE_NOOP("throng::ui::figureName", "A room's history") },
    Name { figure::image, QT_TRANSLATE_NOOP("throng::ui::figureName", "Picture sent to seen") },
    Name { figure::rateLimitWait, QT_TRANSLATE_NOOP("throng::ui::figureName", "Wait for a rate limit") },
};

constexpr std::array classes {
    Name { figure::live, QT_TRANSLATE_NOOP("throng::ui::figureName", "live") },
    Name { figure::initial, QT_TRANSLATE_NOOP("throng::ui::figureName", "in an initial sync") },
    Name { figure::gap, QT_TRANSLATE_NOOP("throng::ui::figureName", "after a gap") },
    Name { figure::withLogin, QT_TRANSLATE_NOOP("throng::ui::figureName", "with login") },
    Name { figure::resumed, QT_TRANSLATE_NOOP("throng::ui::figureName", "resumed") },
};

/// One that is not among them, such as a room size, is its own name.
template <std::size_t Count>
QString nameIn(const std::array<Name, Count> &names, const QByteArray &key)
{
    const auto found = std::find_if(names.begin(), names.end(), [&key](const Name &name) { return key == name.key; });
    return found == names.end() ? QString::fromUtf8(key)
                                : QCoreApplication::translate("throng::ui::figureName", found->text);
}

} // namespace

QString figureName(const metrics::FigureKey &key)
{
    const QString name = nameIn(figures, key.name);
    return key.className.isEmpty() ? name : u"%1 (%2)"_s.arg(name, nameIn(classes, key.className));
}

} // namespace throng::ui
