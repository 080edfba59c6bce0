// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/project/createdroomsfile.h"
#include "engine/project/historyfile.h"
#include "engine/project/ledger.h"
#include "engine/project/projectfolder.h"
#include "engine/project/tokensfile.h"
#include "engine/users/account.h"
#include "engine/users/roombook.h"

#include <QHash>
#include <QList>
#include <QString>

#include <optional>
#include <vector>

namespace throng::run {

/// What a test reads before it begins.
struct TestInput {
    std::vector<users::Account> accounts; ///< of users.csv, with the sessions of tokens.csv
    std::vector<users::PlannedRoom> rooms; ///< of rooms.json, with the IDs of rooms-created.csv
    project::HistoryFile::Progress history {}; ///< of history.csv
};

/// Where a run's accounts, tokens and rooms come from and where they go. All calls come from one thread.
class RunFiles {
public:
    virtual ~RunFiles() = default;

    /// What is there now; what write() could not bring to disk yet is in it all the same.
    [[nodiscard]] virtual Result<TestInput> read() = 0;

    /// The server's URL. What the run makes there is noted in the ledger from here on.
    [[nodiscard]] virtual Result<> setServer(const QString &url) = 0;
    /// Before accounts are registered. They are in the ledger, on disk, when this returns.
    [[nodiscard]] virtual Result<> beginAccounts(const std::vector<users::Account> &accounts) = 0;
    virtual void appendMadeAccount(const QString &planName, const QString &userId) = 0;
    virtual void appendExistingAccount(const QString &planName) = 0;
    virtual void appendMedia(const QString &planName, const QByteArray &mxc) = 0;
    virtual void appendSession(const QString &planName, const users::Session &session) = 0;
    virtual void appendRoom(const QString &name, const QByteArray &roomId, const QString &creator) = 0;
    /// The account has written that many messages in the room, in all runs.
    virtual void appendHistory(const QString &planName, const QByteArray &roomId, int messages) = 0;
    virtual void appendProfile(const QString &planName) = 0;
    /// The rooms of earlier runs are not on the server any more: it was set up anew.
    virtual void forgetRooms() = 0;
    /// Brings what was appended to disk. What could not be written is kept and tried again with the next call.
    [[nodiscard]] virtual Result<> flush() = 0;
    /// After a test: closes the files; tokens.csv and history.csv get one row for each thing again.
    [[nodiscard]] virtual Result<> close() = 0;

    /// The mark that rooms of this project carry on the server while some of them may exist that no file knows of.
    struct Tag {
        QString tag;
        bool interrupted = false; ///< an earlier run left it: look for rooms before making them
    };
    /// Before rooms are made. The mark is on disk when this returns.
    [[nodiscard]] virtual Result<Tag> beginRooms() = 0;
    /// `complete`: every room that stands on the server was written down.
    virtual void endRooms(bool complete) = 0;
};

/// The files of a project's folder.
class ProjectRunFiles : public RunFiles {
public:
    explicit ProjectRunFiles(project::ProjectFolder folder);
    ~ProjectRunFiles() override;

    [[nodiscard]] Result<TestInput> read() override;
    [[nodiscard]] Result<> setServer(const QString &url) override;
    [[nodiscard]] Result<> beginAccounts(const std::vector<users::Account> &accounts) override;
    void appendMadeAccount(const QString &planName, const QString &userId) override;
    void appendExistingAccount(const QString &planName) override;
    void appendMedia(const QString &planName, const QByteArray &mxc) override;
    void appendSession(const QString &planName, const users::Session &session) override;
    void appendRoom(const QString &name, const QByteArray &roomId, const QString &creator) override;
    void appendHistory(const QString &planName, const QByteArray &roomId, int messages) override;
    void appendProfile(const QString &planName) override;
    void forgetRooms() override;
    [[nodiscard]] Result<> flush() override;
    [[nodiscard]] Result<> close() override;
    [[nodiscard]] Result<Tag> beginRooms() override;
    void endRooms(bool complete) override;

    /// The file that holds the mark while rooms are being made.
    [[nodiscard]] QString markFile() const;

private:
    struct NewRoom {
        QString name;
        project::CreatedRoom room;
    };
    [[nodiscard]] Result<> flushSessions();
    [[nodiscard]] Result<> flushRooms();
    [[nodiscard]] Result<> flushHistory();
    [[nodiscard]] Result<> compactTokens();

    project::ProjectFolder m_folder;
    std::optional<project::TokensFile> m_tokens; ///< open while it is appended to
    std::optional<project::CreatedRoomsFile> m_rooms;
    project::Ledger m_ledger;
    QList<users::Account> m_accounts; ///< as last read
    project::TokensFile::Sessions m_sessions; ///< of everybody, also of accounts that users.csv does not have
    project::TokensFile::Sessions m_newSessions; ///< of these, what is not on disk yet
    QHash<QString, QByteArray> m_marks; ///< room name → what tells its plan from another of the same name
    std::vector<NewRoom> m_newRooms; ///< not on disk yet
    std::optional<project::HistoryFile> m_history;
    project::HistoryFile::Progress m_progress; ///< of all runs
    project::HistoryFile::Progress m_newProgress; ///< not on disk yet
    bool m_tokensGrew = false;
    bool m_historyGrew = false;
};

} // namespace throng::run
