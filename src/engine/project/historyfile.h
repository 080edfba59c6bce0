// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/project/appendfile.h"

#include <QHash>
#include <QSet>
#include <QString>

#include <utility>

namespace throng::project {

/// history.csv: header `account,room_id,messages`; how many messages an account has written in a room so that the
/// server has a past. A row without a room says that the account's profile is made. Appended to while it is written: of
/// an account and a room the row with the most counts; one that a killed run left unfinished is ignored.
class HistoryFile {
public:
    struct Progress {
        QHash<std::pair<QString, QString>, int> messages; ///< (account as users.csv names it, room ID) → how many
        QSet<QString> profiles; ///< accounts

        [[nodiscard]] bool isEmpty() const { return messages.isEmpty() && profiles.isEmpty(); }
        /// The account has written `count` messages there; one that says fewer than is known came late.
        void note(const QString &account, const QString &roomId, int count);
        void add(const Progress &other);
        friend bool operator==(const Progress &, const Progress &) = default;
    };

    [[nodiscard]] static Result<Progress> read(const QString &path); ///< a missing file is an empty one
    /// The whole file anew, one row each.
    [[nodiscard]] static Result<> write(const QString &path, const Progress &progress);

    [[nodiscard]] static Result<HistoryFile> openForAppend(const QString &path);
    void append(const Progress &progress);
    [[nodiscard]] Result<> flush() { return m_file.flush(); }

private:
    explicit HistoryFile(AppendFile file);

    AppendFile m_file;
};

} // namespace throng::project
