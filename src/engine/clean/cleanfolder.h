// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/clean/cleanup.h"
#include "engine/project/projectfolder.h"

#include <QUrl>

namespace throng::clean {

/// What a folder says of a server that is to be cleaned.
struct CleanInput {
    project::Ledger ledger; ///< set to the server
    QHash<QString, users::Account> accounts; ///< of users.csv and tokens.csv, by name
};

/// Reads the ledger of `folder` for the server at `url`. A ledger that knows other servers only is an error: nothing
/// is removed from a server because it was made on another. An empty one is none.
[[nodiscard]] Result<CleanInput> openForCleaning(const project::ProjectFolder &folder, const QUrl &url);

/// Takes what is gone out of tokens.csv and rooms-created.csv, so that the next run begins anew.
[[nodiscard]] Result<> settleFolder(const project::ProjectFolder &folder, const CleanReport &report);

} // namespace throng::clean
