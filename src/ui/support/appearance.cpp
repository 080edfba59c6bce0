// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/appearance.h"

#include "ui/support/colors.h"
#include "ui/support/icons.h"

#include <QApplication>
#include <QFont>
#include <QStyleFactory>
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
#    include <QStyleHints>
#endif

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

// Only what Fusion cannot be told by a palette: cards, flat buttons, tabs, tables without frames.
QString styleSheetFor(bool dark)
{
    const Colors &colors = dark ? darkColors() : lightColors();
    QString sheet = uR"(
QFrame[card="true"] { background: @card; border: 1px solid @border; border-radius: 7px; }
QFrame[card="true"][warning="true"] { border-color: @warning; }
QDialogButtonBox, QMessageBox { dialogbuttonbox-buttons-have-icons: 0; }
QLabel[role="title"] { color: @text; }
QLabel[role="muted"] { color: @muted; }
QLabel[role="error"] { color: @bad; }
QLabel[role="good"] { color: @good; }
QLabel[role="warning"] { color: @warning; }
QLabel[pill="good"] { color: @good; background: @goodBackground; border-radius: 9px; }
QLabel[pill="warning"] { color: @warning; background: @warningBackground; border-radius: 9px; }
QLabel[pill="bad"] { color: @bad; background: @badBackground; border-radius: 9px; }
QLabel[pill="plain"] { color: @muted; background: @hover; border-radius: 9px; }

QPushButton { background: @card; border: 1px solid @border; border-radius: 5px; padding: 5px 13px; color: @text; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @selection; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @disabled; background: @window; }
QPushButton[primary="true"], QPushButton:default { background: @accent; border-color: @accent; color: @accentText; }
QPushButton[primary="true"]:hover, QPushButton:default:hover { background: @accentHover; }
QPushButton[primary="true"]:focus { border-color: @text; }
QPushButton[primary="true"]:disabled, QPushButton:default:disabled { background: @window; border-color: @border; color: @disabled; }
QPushButton[danger="true"] { color: @bad; }
QPushButton[danger="true"]:disabled { color: @disabled; }
QPushButton[link="true"] { border: none; background: transparent; color: @accent; text-decoration: underline; padding: 2px 4px; }
QPushButton[link="true"]:focus { border: 1px solid @accent; }

QToolBar { background: @card; border: none; border-bottom: 1px solid @border; padding: 6px 8px; spacing: 6px; }
QToolBar::separator { background: @border; width: 1px; margin: 4px 6px; }
QToolBar QToolButton { background: @card; border: 1px solid @border; border-radius: 5px; padding: 4px 11px; color: @text; }
QToolBar QToolButton:hover { background: @hover; }
QToolBar QToolButton:pressed, QToolBar QToolButton:checked { background: @selection; }
QToolBar QToolButton:focus { border-color: @accent; }
QToolBar QToolButton:disabled { color: @disabled; background: @window; }
QToolBar QToolButton#qt_toolbar_ext_button { padding: 0; border: none; }
QToolBar QToolButton[primary="true"]:enabled { background: @accent; border-color: @accent; color: @accentText; }
QToolBar QToolButton[primary="true"]:enabled:hover { background: @accentHover; }
QToolBar QToolButton[danger="true"]:enabled { color: @bad; }

QMenuBar { background: @card; border-bottom: 1px solid @border; padding: 2px 4px; }
QMenuBar::item { padding: 4px 9px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: @hover; }
QStatusBar { background: @card; border-top: 1px solid @border; }
QStatusBar::item { border: none; }

QTabWidget::pane { border: none; border-top: 1px solid @border; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: @muted; padding: 7px 12px; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:focus { color: @accent; }

QTableView, QListView, QTreeView { background: @card; border: none; selection-background-color: @selection;
    selection-color: @text; gridline-color: @border; alternate-background-color: @card; }
QTableView::item { padding: 3px 13px 3px 5px; border-bottom: 1px solid @grid; }
QTableView::item:selected { background: @selection; color: @text; }
QHeaderView { background: @card; border: none; }
QHeaderView::section { background: @card; color: @muted; border: none; border-bottom: 1px solid @border; padding: 5px 16px 5px 8px; }
QTableCornerButton::section { background: @card; border: none; }
QLineEdit { background: @card; color: @text; border: 1px solid @field; border-radius: 4px; padding: 3px 5px; selection-background-color: @accent;
    selection-color: @accentText; }
QLineEdit:focus { border-color: @accent; }
QPlainTextEdit { background: @card; color: @text; border: 1px solid @field; border-radius: 4px; selection-background-color: @accent;
    selection-color: @accentText; }
QPlainTextEdit:focus { border-color: @accent; }
QLineEdit:disabled { background: @window; color: @disabled; border-color: @border; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; padding: 0; background: transparent; }
QAbstractSpinBox, QComboBox { background: @card; color: @text; border: 1px solid @field; border-radius: 4px; padding: 1px 5px; min-height: 22px;
    selection-background-color: @accent; selection-color: @accentText; }
QComboBox[compact="true"], QLineEdit[compact="true"] { min-height: 18px; padding: 1px 5px; }
QAbstractSpinBox:focus, QComboBox:focus { border-color: @accent; }
QAbstractSpinBox:disabled, QComboBox:disabled { background: @window; color: @disabled; border-color: @border; }
QAbstractSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; width: 20px; border: none; }
QAbstractSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right; width: 20px; border: none; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: @hover; }
QAbstractSpinBox::up-arrow { image: url(:/throng/icons/arrow-up.png); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url(:/throng/icons/arrow-down.png); width: 10px; height: 10px; }
QAbstractSpinBox::up-arrow:off { image: url(:/throng/icons/arrow-up-off.png); }
QAbstractSpinBox::down-arrow:off { image: url(:/throng/icons/arrow-down-off.png); }
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::down-arrow:disabled { image: none; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(:/throng/icons/arrow-down.png); width: 12px; height: 12px; }
QComboBox QAbstractItemView { border: 1px solid @border; padding: 2px; }
QCheckBox::indicator, QAbstractItemView::indicator { width: 14px; height: 14px; border: 1px solid @field; border-radius: 3px; background: @card; }
QCheckBox::indicator:focus { border-color: @accent; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { background: @accent; border-color: @accent; image: url(:/throng/icons/@tick.png); }
QCheckBox::indicator:disabled { border-color: @border; background: @window; }
QPushButton::menu-indicator { subcontrol-origin: padding; subcontrol-position: right center; right: 7px; }
QPushButton[menu="true"] { padding-right: 24px; }
QProgressBar { background: @grid; border: none; border-radius: 2px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 0; }
QScrollBar::handle { background: @field; border-radius: 3px; margin: 2px 3px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QListWidget[framed="true"] { border: 1px solid @border; border-radius: 5px; padding: 3px; }
QListWidget[framed="true"]::item { padding: 4px 5px; }
QListWidget#wizardSteps { background: transparent; }
QScrollArea { border: none; background: transparent; }
QScrollArea > QWidget > QWidget[page="true"] { background: transparent; }
QWidget#sidebar { background: @card; border-right: 1px solid @border; }
QPlainTextEdit[code="true"] { background: @window; border: 1px solid @border; border-radius: 5px; }
QToolTip { background: @card; color: @text; border: 1px solid @border; padding: 4px; }
)"_s;
    const auto put = [&sheet](const char16_t *name, const QColor &color) {
        sheet.replace(u"@"_s + QString::fromUtf16(name), color.name());
    };
    // Longer names first: "@accentText" would otherwise be hit by "@accent".
    sheet.replace(u"@tick"_s, dark ? u"tick-black"_s : u"tick-white"_s);
    put(u"field", colors.field);
    put(u"accentText", colors.accentText);
    put(u"accentHover", colors.accent.lightness() > 140 ? colors.accent.lighter(112) : colors.accent.darker(115));
    put(u"accent", colors.accent);
    put(u"goodBackground", colors.goodBackground);
    put(u"warningBackground", colors.warningBackground);
    put(u"badBackground", colors.badBackground);
    put(u"good", colors.good);
    put(u"warning", colors.warning);
    put(u"bad", colors.bad);
    put(u"window", colors.window);
    put(u"card", colors.card);
    put(u"border", colors.border);
    put(u"text", colors.text);
    put(u"muted", colors.muted);
    put(u"selection", colors.selection);
    put(u"hover", colors.hover);
    put(u"grid", colors.grid);
    QColor disabled = colors.muted;
    disabled.setAlphaF(0.6F);
    sheet.replace(u"@disabled"_s, disabled.name(QColor::HexArgb));
    return sheet;
}

} // namespace

AppearanceSwitch::AppearanceSwitch(QObject *parent)
    : QObject(parent)
    , m_paletteBeforeUsWasDark(isDark(QApplication::palette()))
{
    registerIcons();
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, [this] { apply(); });
#endif
    apply();
}

void AppearanceSwitch::setAppearance(Appearance appearance)
{
    if (m_appearance == appearance)
        return;
    m_appearance = appearance;
    apply();
}

bool AppearanceSwitch::systemIsDark() const
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const Qt::ColorScheme scheme = QGuiApplication::styleHints()->colorScheme();
    if (scheme != Qt::ColorScheme::Unknown)
        return scheme == Qt::ColorScheme::Dark;
#endif
    return m_paletteBeforeUsWasDark;
}

void AppearanceSwitch::apply()
{
    const bool dark = m_appearance == Appearance::Dark || (m_appearance == Appearance::System && systemIsDark());
    QApplication::setPalette(paletteFor(dark));
    qApp->setStyleSheet(styleSheetFor(dark));
}

QPalette AppearanceSwitch::paletteFor(bool dark)
{
    const Colors &colors = dark ? darkColors() : lightColors();
    QPalette palette(colors.card, colors.window);
    palette.setColor(QPalette::WindowText, colors.text);
    palette.setColor(QPalette::Window, colors.window);
    palette.setColor(QPalette::Base, colors.card);
    palette.setColor(QPalette::AlternateBase, colors.hover);
    palette.setColor(QPalette::Text, colors.text);
    palette.setColor(QPalette::PlaceholderText, colors.muted);
    palette.setColor(QPalette::Button, colors.card);
    palette.setColor(QPalette::ButtonText, colors.text);
    palette.setColor(QPalette::BrightText, colors.bad);
    palette.setColor(QPalette::ToolTipBase, colors.card);
    palette.setColor(QPalette::ToolTipText, colors.text);
    palette.setColor(QPalette::Highlight, colors.accent);
    palette.setColor(QPalette::HighlightedText, colors.accentText);
    palette.setColor(QPalette::Link, colors.accent);
    palette.setColor(QPalette::LinkVisited, colors.accent);
    palette.setColor(QPalette::Light, colors.card);
    palette.setColor(QPalette::Midlight, colors.hover);
    palette.setColor(QPalette::Mid, colors.border);
    palette.setColor(QPalette::Dark, dark ? colors.window.darker(130) : colors.border.darker(125));
    palette.setColor(QPalette::Shadow, dark ? QColor(Qt::black) : colors.muted);
    QColor disabled = colors.muted;
    disabled.setAlphaF(0.6F);
    for (const auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText })
        palette.setColor(QPalette::Disabled, role, disabled);
    palette.setColor(QPalette::Disabled, QPalette::Base, colors.window);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, colors.border);
    return palette;
}

QFont withTabularFigures(QFont font)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    font.setFeature(QFont::Tag("tnum"), 1);
#endif
    return font;
}

QFont scaled(QFont font, double factor, bool bold)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * factor);
    else
        font.setPixelSize(qRound(font.pixelSize() * factor));
    font.setBold(bold);
    return font;
}

} // namespace throng::ui
