// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "engine/project/serversettings.h"

#include <optional>
#include <string>
#include <vector>

namespace throng::ctl {

/// How the server is spoken to: kept in the project by `new`, for once by `check` and `run`.
struct ServerOptions {
    std::optional<std::string> accounts;
    std::optional<std::string> caFile;
    std::optional<std::string> http;
    std::optional<std::string> proxy;
    bool insecure = false;
    std::vector<std::string> metrics;

    void addTo(CLI::App &command);
    void applyTo(project::ServerSettings &server) const;
};

/// Where the secrets of a server come from: never from the command line itself, which everybody can read.
struct SecretOptions {
    std::optional<std::string> sharedSecretFile;
    std::optional<std::string> registrationTokenFile;

    void addTo(CLI::App &command);
    /// A secret that was given says how accounts are made, whatever the project says.
    void applyTo(project::ServerSettings &server) const;
    /// The secret that `server` needs: from its file, else asked for on the terminal; empty where none is needed.
    [[nodiscard]] Result<QByteArray> read(const project::ServerSettings &server) const;
};

/// A secret alone in a file.
[[nodiscard]] Result<QByteArray> readSecretFile(const QString &path);

} // namespace throng::ctl
