// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace throng::matrix {

/// What a server's configuration has to say for a load test: its limits away, registration open, passwords cheap.
struct ServerConfig {
    QString file; ///< "homeserver.yaml"
    QString text; ///< whole and ready to be pasted
    QString remark; ///< what else has to be done, a sentence; may be empty
};

/// For Synapse, Dendrite and the Conduit family; `software` as the server calls itself ("Synapse 1.163.2").
[[nodiscard]] std::optional<ServerConfig> configForLoadTest(const QString &software);

[[nodiscard]] bool isSynapse(const QString &software);

} // namespace throng::matrix
