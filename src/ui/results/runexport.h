// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <QList>
#include <QString>

#include <functional>

QT_FORWARD_DECLARE_CLASS(QMenu)

namespace throng::results {
struct Report;
}

namespace throng::ui {

/// A form in which a kept run is handed on.
struct ExportForm {
    QString name; ///< of the action
    QString text; ///< of the menu
    QString suffix; ///< ".html"
    QString filter; ///< for a file dialog
    /// Reads the run and writes the file; for a background. Null: it is drawn, by writePdfReport().
    Result<> (*write)(const QString &run, const QString &path);
};

/// PDF, HTML, Locust's tables, JSON, JUnit, Markdown.
[[nodiscard]] QList<ExportForm> exportForms();

/// A menu of them; `chosen` is told which, for as long as the menu lives.
void fillExportMenu(QMenu *menu, const std::function<void(const ExportForm &)> &chosen);

/// A report with charts on A4 pages: what the Markdown summary says, and each test's times and requests over time.
/// Needs the window's thread.
[[nodiscard]] Result<> writePdfReport(const QString &path, const results::Report &report);

} // namespace throng::ui
