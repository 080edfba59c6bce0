// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/support/appearance.h"

#include <QString>

#include <chrono>

QT_FORWARD_DECLARE_CLASS(QSettings)

namespace throng::ui {

/// What the user likes, in all projects. Nothing of a project is in here.
struct Preferences {
    static constexpr std::chrono::seconds shortestAutosave { 1 };
    static constexpr std::chrono::seconds longestAutosave { 600 };

    Appearance appearance = Appearance::System;
    std::chrono::seconds autosaveInterval { 10 };
    bool alertsAtRunEnd = true;
    QString projectsFolder; ///< where new projects are suggested

    [[nodiscard]] static Preferences defaults();
    /// What is missing or absurd in the settings is as it is by default.
    [[nodiscard]] static Preferences load(const QSettings &settings);
    void store(QSettings &settings) const;

    friend bool operator==(const Preferences &, const Preferences &) = default;
};

} // namespace throng::ui
