// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command.h"
#include "app/ctl/completion.h"

#include <cstdio>
#include <map>

namespace throng::ctl {

void addCompletionCommand(CLI::App &app, Action &chosen)
{
    static const std::map<std::string, Shell> shells { { "bash", Shell::Bash }, { "zsh", Shell::Zsh },
        { "fish", Shell::Fish } };
    CLI::App *command = app.add_subcommand("completion", "Print a shell's completion of this program");
    auto shell = std::make_shared<std::string>();
    command->add_option("SHELL", *shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({ "bash", "zsh", "fish" }));
    command->footer("Packages install it. Otherwise, for bash:\n"
                    "  throngctl completion bash > ~/.local/share/bash-completion/completions/throngctl");
    command->callback([shell, &app, &chosen] {
        chosen = [shell, &app] {
            const std::string script = completionScript(app, shells.at(*shell));
            std::fwrite(script.data(), 1, script.size(), stdout);
            return std::fflush(stdout) == 0 ? ExitCode::Done : ExitCode::Unusable;
        };
    });
}

} // namespace throng::ctl
