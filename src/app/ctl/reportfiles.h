// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/report.h"

#include <CLI/CLI.hpp>

#include <QString>

#include <string>

namespace throng::ctl {

/// The files of a report that a command line asks for: the same for a run that ends and for one that was kept.
struct ReportFiles {
    std::string html; ///< each empty: not asked for; "-": standard output
    std::string json;
    std::string junit;
    std::string markdown;

    void addTo(CLI::App &command);
    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] bool usesStandardOutput() const;
    /// FILE_trial-2.html: where several runs are made, each has files of its own.
    [[nodiscard]] ReportFiles ofTrial(int trial) const;
    /// Writes them all. The error names the first that could not be written; the others are written all the same.
    [[nodiscard]] Result<> write(const results::Report &report) const;
};

} // namespace throng::ctl
