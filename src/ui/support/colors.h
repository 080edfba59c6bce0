// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

namespace throng::ui {

/// What QPalette has no role for. One set for light palettes, one for dark ones; a widget asks for the set
/// that fits its own palette when it paints, so a change of palette needs no bookkeeping.
struct Colors {
    QColor window, card, border, text, muted, accent, accentText, selection, hover;
    QColor good, goodBackground, warning, warningBackground, bad, badBackground, infoBackground;
    QColor grid;
    QColor field; ///< the frame of what can be typed into: seen at a glance, unlike a card's
};

[[nodiscard]] bool isDark(const QPalette &palette);
[[nodiscard]] const Colors &colorsFor(const QPalette &palette);
[[nodiscard]] const Colors &lightColors();
[[nodiscard]] const Colors &darkColors();

/// The Okabe–Ito palette, which people with any kind of colour vision can tell apart. Lighter in the dark.
enum class ChartColor { Blue, Orange, Vermilion, Green, Purple, Grey };
[[nodiscard]] QColor chartColor(ChartColor color, const QPalette &palette);

} // namespace throng::ui
