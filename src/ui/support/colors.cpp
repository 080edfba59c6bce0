// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/colors.h"

namespace throng::ui {

namespace {

QColor rgb(QRgb value)
{
    return QColor::fromRgb(value);
}

} // namespace

const Colors &lightColors()
{
    static const Colors colors {
        .window = rgb(0xf5f6f9),
        .card = rgb(0xffffff),
        .border = rgb(0xdcdfe6),
        .text = rgb(0x1b2230),
        .muted = rgb(0x626b7e),
        .accent = rgb(0x0b67c8),
        .accentText = rgb(0xffffff),
        .selection = rgb(0xd9e9f8),
        .hover = rgb(0xebeef3),
        .good = rgb(0x147a43),
        .goodBackground = rgb(0xdff3e6),
        .warning = rgb(0x8a5300),
        .warningBackground = rgb(0xfff1d6),
        .bad = rgb(0xb3261e),
        .badBackground = rgb(0xfde7e4),
        .infoBackground = rgb(0xe4effb),
        .grid = rgb(0xe8eaef),
        .field = rgb(0xb3b9c5),
    };
    return colors;
}

const Colors &darkColors()
{
    static const Colors colors {
        .window = rgb(0x1b1f27),
        .card = rgb(0x22262f),
        .border = rgb(0x3a404c),
        .text = rgb(0xe7eaf0),
        .muted = rgb(0x9da5b4),
        .accent = rgb(0x5ba8f0),
        .accentText = rgb(0x0c1520),
        .selection = rgb(0x2b4262),
        .hover = rgb(0x2c323d),
        .good = rgb(0x5fcf95),
        .goodBackground = rgb(0x173527),
        .warning = rgb(0xf0b95a),
        .warningBackground = rgb(0x3b2c14),
        .bad = rgb(0xff8a80),
        .badBackground = rgb(0x43201e),
        .infoBackground = rgb(0x1d324a),
        .grid = rgb(0x323844),
        .field = rgb(0x59616f),
    };
    return colors;
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

const Colors &colorsFor(const QPalette &palette)
{
    return isDark(palette) ? darkColors() : lightColors();
}

QColor chartColor(ChartColor color, const QPalette &palette)
{
    const bool dark = isDark(palette);
    switch (color) {
    case ChartColor::Blue:
        return rgb(dark ? 0x56b4e9 : 0x0072b2);
    case ChartColor::Orange:
        return rgb(0xe69f00);
    case ChartColor::Vermilion:
        return rgb(dark ? 0xff8a5c : 0xd55e00);
    case ChartColor::Green:
        return rgb(dark ? 0x2fc99a : 0x009e73);
    case ChartColor::Purple:
        return rgb(dark ? 0xe6a3c8 : 0xcc79a7);
    case ChartColor::Grey:
        return rgb(dark ? 0xa3abb9 : 0x5f6776);
    }
    return {};
}

} // namespace throng::ui
