// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/outcome.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace throng::thresholds {

/// Endpoints as a person calls them.
struct NamedEndpoints {
    QString name; ///< as it is spelt in the list of names, or the full name as it was given
    std::vector<metrics::EndpointKey> keys; ///< sorted; never empty
};

/// What a name stands for: "send", "createRoom", "sync" (all kinds of it), whatever its case, or a name of the
/// statistics, with its method ("PUT /_matrix/client/v3/rooms/_/typing/_") or without. Nothing: it is unknown.
[[nodiscard]] std::optional<NamedEndpoints> findEndpoints(const QString &name);

/// The short names, in the order of a user's life: to choose from.
[[nodiscard]] QStringList endpointNames();

/// The shortest name that stands for this endpoint alone or with its like: "send"; else its path.
[[nodiscard]] QString endpointName(const metrics::EndpointKey &key);

/// The one of `words` that somebody who wrote `text` may have meant; empty if none is near.
[[nodiscard]] QString nearestWord(const QString &text, const QStringList &words);

} // namespace throng::thresholds
