// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/completion.h"

#include <sstream>
#include <vector>

namespace throng::ctl {

namespace {

struct Option {
    std::vector<std::string> names; ///< "-n", "--workers"
    std::string description;
    bool takesValue = false;
};

/// The program itself or a subcommand, with its way from the program: "generate users".
struct Command {
    std::string path;
    std::string name;
    std::string description;
    std::vector<Option> options;
    std::vector<Command> commands;
};

Command commandOf(const CLI::App &app, const std::string &path)
{
    Command command { path, app.get_name(), app.get_description(), {}, {} };
    for (const CLI::Option *option : app.get_options([](const CLI::Option *) { return true; })) {
        Option described { {}, option->get_description(), option->get_items_expected_max() != 0 };
        for (const std::string &name : option->get_snames())
            described.names.push_back("-" + name);
        for (const std::string &name : option->get_lnames())
            described.names.push_back("--" + name);
        if (!described.names.empty())
            command.options.push_back(described);
    }
    for (const CLI::App *inner : app.get_subcommands([](const CLI::App *) { return true; }))
        command.commands.push_back(
            commandOf(*inner, path.empty() ? inner->get_name() : path + ' ' + inner->get_name()));
    return command;
}

/// The command itself, then those below it.
template <typename Function>
void forAll(const Command &command, Function function)
{
    function(command);
    for (const Command &inner : command.commands)
        forAll(inner, function);
}

std::string firstLine(const std::string &text)
{
    return text.substr(0, text.find('\n'));
}

/// Inside single quotes; `extra` are characters that the place gives a meaning to.
std::string quoted(const std::string &text, const std::string &extra = {})
{
    std::string out;
    for (const char c : text) {
        if (c == '\'')
            out += "'\\''";
        else if (extra.find(c) != std::string::npos)
            out += std::string("\\") + c;
        else
            out += c;
    }
    return out;
}

std::string bash(const Command &program)
{
    std::ostringstream out;
    std::string paths;
    forAll(program, [&](const Command &command) {
        if (!command.path.empty())
            paths += (paths.empty() ? "" : "|") + ("\"" + command.path + "\"");
    });
    out << "# bash completion for throngctl\n"
           "_throngctl() {\n"
           "    local current=${COMP_WORDS[COMP_CWORD]} command= words= subcommands= next i\n"
           "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
           "        next=\"${command:+$command }${COMP_WORDS[i]}\"\n"
           "        case $next in\n"
           "        "
        << paths
        << ") command=$next ;;\n"
           "        esac\n"
           "    done\n"
           "    case $command in\n";
    forAll(program, [&](const Command &command) {
        std::string options;
        for (const Option &option : command.options) {
            for (const std::string &name : option.names)
                options += (options.empty() ? "" : " ") + name;
        }
        std::string subcommands;
        for (const Command &inner : command.commands)
            subcommands += (subcommands.empty() ? "" : " ") + inner.name;
        out << "    \"" << command.path << "\") words='" << options << "' subcommands='" << subcommands << "' ;;\n";
    });
    out << "    esac\n"
           "    if [[ $current == -* ]]; then\n"
           "        COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
           "    elif [[ -n $subcommands ]]; then\n"
           "        COMPREPLY=($(compgen -W \"$subcommands\" -- \"$current\"))\n"
           "    else\n"
           "        COMPREPLY=($(compgen -f -- \"$current\"))\n"
           "    fi\n"
           "}\n"
           "complete -o filenames -F _throngctl throngctl\n";
    return out.str();
}

std::string zsh(const Command &program)
{
    std::ostringstream out;
    out << "#compdef throngctl\n"
           "_throngctl() {\n"
           "    local command= next word\n"
           "    local -a subcommands\n"
           "    for word in ${words[2,CURRENT-1]}; do\n"
           "        next=\"${command:+$command }$word\"\n"
           "        case $next in\n";
    forAll(program, [&](const Command &command) {
        if (!command.path.empty())
            out << "        '" << command.path << "') command=$next ;;\n";
    });
    out << "        esac\n"
           "    done\n"
           "    case $command in\n";
    forAll(program, [&](const Command &command) {
        out << "    '" << command.path << "')\n";
        if (!command.commands.empty()) {
            out << "        subcommands=(";
            for (const Command &inner : command.commands)
                out << "\n            '" << inner.name << ':' << quoted(firstLine(inner.description), ":") << '\'';
            out << ")\n        [[ $words[CURRENT] == -* ]] || _describe command subcommands\n";
        }
        out << "        _arguments -S";
        for (const Option &option : command.options) {
            for (const std::string &name : option.names)
                out << " \\\n            '" << name << '[' << quoted(firstLine(option.description), "[]") << ']'
                    << (option.takesValue ? ":value:_files" : "") << '\'';
        }
        out << (command.commands.empty() ? " \\\n            '*:file:_files'" : "") << "\n        ;;\n";
    });
    out << "    esac\n"
           "}\n"
           "_throngctl \"$@\"\n";
    return out.str();
}

std::string fish(const Command &program)
{
    std::ostringstream out;
    out << "# fish completion for throngctl\n";
    forAll(program, [&](const Command &command) {
        const std::string condition = command.path.empty()
            ? "__fish_use_subcommand"
            : "__fish_seen_subcommand_from " + command.path.substr(command.path.rfind(' ') + 1);
        for (const Command &inner : command.commands)
            out << "complete -c throngctl -f -n '" << condition << "' -a " << inner.name << " -d '"
                << quoted(firstLine(inner.description)) << "'\n";
        for (const Option &option : command.options) {
            out << "complete -c throngctl -n '" << condition << '\'';
            for (const std::string &name : option.names)
                out << (name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1));
            out << (option.takesValue ? " -r" : "") << " -d '" << quoted(firstLine(option.description)) << "'\n";
        }
    });
    return out.str();
}

} // namespace

std::string completionScript(const CLI::App &app, Shell shell)
{
    const Command program = commandOf(app, {});
    switch (shell) {
    case Shell::Bash:
        return bash(program);
    case Shell::Zsh:
        return zsh(program);
    case Shell::Fish:
        break;
    }
    return fish(program);
}

} // namespace throng::ctl
