// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace throng::results {

/// A text of a server's or of a run's with "_" in place of what belongs in no result: identifiers of users, rooms,
/// events and aliases, tokens, credentials in URLs. What a server says of an error names them.
[[nodiscard]] QString withoutIdentifiers(QString text);

/// The same with credentials in URLs taken out, and nothing else: for what a person wrote.
[[nodiscard]] QString withoutCredentials(QString text);

} // namespace throng::results
