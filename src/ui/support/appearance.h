// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPalette>

QT_FORWARD_DECLARE_CLASS(QFont)

namespace throng::ui {

/// Which palette the application wears. System follows the desktop, also when it changes while we run.
enum class Appearance { System, Light, Dark };

/// Puts the Fusion style, the chosen palette and the few style-sheet rules of the application on QApplication.
class AppearanceSwitch : public QObject {
    Q_OBJECT
public:
    explicit AppearanceSwitch(QObject *parent = nullptr);

    [[nodiscard]] Appearance appearance() const { return m_appearance; }
    void setAppearance(Appearance appearance);

    [[nodiscard]] static QPalette paletteFor(bool dark);

private:
    void apply();
    [[nodiscard]] bool systemIsDark() const;

    bool m_paletteBeforeUsWasDark;
    Appearance m_appearance = Appearance::System;
};

/// The font with figures of one width, so that numbers that change do not dance.
[[nodiscard]] QFont withTabularFigures(QFont font);
[[nodiscard]] QFont scaled(QFont font, double factor, bool bold = false);

} // namespace throng::ui
