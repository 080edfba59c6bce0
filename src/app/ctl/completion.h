// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace throng::ctl {

enum class Shell { Bash, Zsh, Fish };

/// A shell's completion of `app`, made from what `app` says of its subcommands and options.
[[nodiscard]] std::string completionScript(const CLI::App &app, Shell shell);

} // namespace throng::ctl
