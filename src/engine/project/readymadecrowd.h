// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/populations.h"
#include "engine/project/suite.h"

#include <QStringList>

namespace throng::project {

/// Users of one kind of server, of test-suites/populations/: groups with habits of their own, and the rooms that they
/// would have. docs/populations.md says where the numbers are from.
struct ReadyMadeCrowd {
    QString name; ///< "company"
    QString description; ///< a paragraph: who they are
    QList<users::Population> populations;
    RoomPattern rooms;

    /// Makes them the users of all chat tests.
    void applyTo(QList<Suite> &suites) const;
};

/// "company", "public-community", "family-server", "bridge-heavy"
[[nodiscard]] QStringList readyMadeCrowdNames();
[[nodiscard]] Result<ReadyMadeCrowd> readyMadeCrowd(const QString &name);

} // namespace throng::project
