// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/runfiles.h"

#include "engine/project/accountsfile.h"
#include "engine/project/roomsfile.h"
#include "engine/project/textfile.h"

#include <QFile>
#include <QSet>
#include <QUuid>

#include <utility>

using namespace Qt::StringLiterals;

namespace throng::run {

ProjectRunFiles::ProjectRunFiles(project::ProjectFolder folder)
    : m_folder(std::move(folder))
    , m_ledger(m_folder.ledgerFile())
{
}

ProjectRunFiles::~ProjectRunFiles() = default;

Result<TestInput> ProjectRunFiles::read()
{
    Result<QList<users::Account>> accounts = project::AccountsFile::read(m_folder.usersFile());
    if (!accounts)
        return tl::unexpected(accounts.error());
    Result<project::TokensFile::Sessions> sessions = project::TokensFile::read(m_folder.tokensFile());
    if (!sessions)
        return tl::unexpected(sessions.error());
    Result<project::CreatedRoomsFile::Rooms> created = project::CreatedRoomsFile::read(m_folder.createdRoomsFile());
    if (!created)
        return tl::unexpected(created.error());

    // What a full disk kept us from writing is known all the same.
    for (auto it = m_newSessions.cbegin(); it != m_newSessions.cend(); ++it)
        sessions->insert(it.key(), it.value());
    for (const NewRoom &room : m_newRooms)
        created->insert(room.name, room.room);
    Result<project::HistoryFile::Progress> progress = project::HistoryFile::read(m_folder.historyFile());
    if (!progress)
        return tl::unexpected(progress.error());
    progress->add(m_newProgress);

    TestInput input;
    input.accounts.reserve(std::size_t(accounts->size()));
    for (const users::Account &account : *accounts) {
        input.accounts.push_back(account);
        input.accounts.back().session = sessions->value(account.planName());
    }

    m_marks.clear();
    if (QFile::exists(m_folder.roomsFile())) {
        const project::AccountIndex index = project::indexAccounts(*accounts);
        const Result<> read = project::RoomsFile::stream(
            m_folder.roomsFile(), index, [&](const project::PlannedRoom &planned) -> Result<> {
                users::PlannedRoom room;
                room.name = planned.name;
                room.members.reserve(std::size_t(planned.members.size()));
                for (const int member : planned.members)
                    room.members.push_back(accounts->at(member).planName());
                m_marks.insert(planned.name, project::membersMark(room.members));
                if (const project::CreatedRoom made = created->value(planned.name); made.isOf(room.members))
                    room.roomId = made.id.toUtf8();
                input.rooms.push_back(std::move(room));
                return {};
            });
        if (!read)
            return tl::unexpected(read.error());
    }

    m_accounts = std::move(*accounts);
    m_sessions = std::move(*sessions);
    m_progress = *progress;
    input.history = std::move(*progress);
    return input;
}

Result<> ProjectRunFiles::setServer(const QString &url)
{
    return m_ledger.setServer(url);
}

Result<> ProjectRunFiles::beginAccounts(const std::vector<users::Account> &accounts)
{
    for (const users::Account &account : accounts)
        m_ledger.intend(account.planName(), account.password);
    return m_ledger.flush();
}

void ProjectRunFiles::appendMadeAccount(const QString &planName, const QString &userId)
{
    m_ledger.made(planName, userId);
}

void ProjectRunFiles::appendExistingAccount(const QString &planName)
{
    m_ledger.existed(planName);
}

void ProjectRunFiles::appendMedia(const QString &planName, const QByteArray &mxc)
{
    m_ledger.media(QString::fromUtf8(mxc), planName);
}

void ProjectRunFiles::appendSession(const QString &planName, const users::Session &session)
{
    m_newSessions.insert(planName, session);
    m_sessions.insert(planName, session);
}

void ProjectRunFiles::appendRoom(const QString &name, const QByteArray &roomId, const QString &creator)
{
    m_ledger.room(QString::fromUtf8(roomId), creator);
    m_newRooms.push_back({ name, { QString::fromUtf8(roomId), creator, m_marks.value(name) } });
}

void ProjectRunFiles::appendHistory(const QString &planName, const QByteArray &roomId, int messages)
{
    // Two workers that had the account one after the other may report the other way round.
    m_newProgress.note(planName, QString::fromUtf8(roomId), messages);
}

void ProjectRunFiles::appendProfile(const QString &planName)
{
    m_newProgress.profiles.insert(planName);
}

void ProjectRunFiles::forgetRooms()
{
    m_progress = {};
    m_newProgress = {};
    m_history.reset();
    QFile::remove(m_folder.historyFile());
    m_newRooms.clear();
    m_rooms.reset();
    QFile::remove(m_folder.createdRoomsFile());
}

Result<> ProjectRunFiles::flush()
{
    // A full disk for one must not keep the other from being tried.
    const Result<> ledger = m_ledger.flush();
    const Result<> rooms = flushRooms();
    const Result<> sessions = flushSessions();
    const Result<> history = flushHistory();
    return !rooms ? rooms : !sessions ? sessions : !history ? history : ledger;
}

Result<> ProjectRunFiles::flushSessions()
{
    if (m_newSessions.isEmpty())
        return {};
    if (!m_tokens) {
        Result<project::TokensFile> opened = project::TokensFile::openForAppend(m_folder.tokensFile());
        if (!opened)
            return tl::unexpected(opened.error());
        m_tokens.emplace(std::move(*opened));
    }
    for (auto it = m_newSessions.cbegin(); it != m_newSessions.cend(); ++it)
        m_tokens->append(it.key(), it.value());
    Result<> flushed = m_tokens->flush();
    if (flushed) {
        m_newSessions.clear();
        m_tokensGrew = true;
    } else {
        m_tokens.reset(); // with its half of the batch: the next flush appends all of it anew
    }
    return flushed;
}

Result<> ProjectRunFiles::flushRooms()
{
    if (m_newRooms.empty())
        return {};
    if (!m_rooms) {
        Result<project::CreatedRoomsFile> opened =
            project::CreatedRoomsFile::openForAppend(m_folder.createdRoomsFile());
        if (!opened)
            return tl::unexpected(opened.error());
        m_rooms.emplace(std::move(*opened));
    }
    for (const NewRoom &room : m_newRooms)
        m_rooms->append(room.name, room.room);
    Result<> flushed = m_rooms->flush();
    if (flushed)
        m_newRooms.clear();
    else
        m_rooms.reset();
    return flushed;
}

Result<> ProjectRunFiles::flushHistory()
{
    if (m_newProgress.isEmpty())
        return {};
    if (!m_history) {
        Result<project::HistoryFile> opened = project::HistoryFile::openForAppend(m_folder.historyFile());
        if (!opened)
            return tl::unexpected(opened.error());
        m_history.emplace(std::move(*opened));
    }
    m_history->append(m_newProgress);
    Result<> flushed = m_history->flush();
    if (flushed) {
        m_progress.add(std::exchange(m_newProgress, {}));
        m_historyGrew = true;
    } else {
        m_history.reset();
    }
    return flushed;
}

Result<> ProjectRunFiles::close()
{
    Result<> flushed = flush();
    m_tokens.reset();
    m_rooms.reset();
    m_history.reset();
    if (flushed && m_tokensGrew)
        flushed = compactTokens();
    if (flushed && std::exchange(m_historyGrew, false))
        flushed = project::HistoryFile::write(m_folder.historyFile(), m_progress);
    return flushed;
}

Result<> ProjectRunFiles::compactTokens()
{
    QList<users::Account> rows = m_accounts;
    QSet<QString> known;
    for (users::Account &row : rows) {
        const QString name = row.planName();
        row.session = m_sessions.value(name);
        known.insert(name);
    }
    // tokens.csv may know accounts that users.csv no longer has: their tokens are not ours to throw away.
    for (auto it = m_sessions.cbegin(); it != m_sessions.cend(); ++it) {
        if (!known.contains(it.key()))
            rows.append(users::Account { it.key(), {}, {}, it.value() });
    }
    Result<> written = project::TokensFile::write(m_folder.tokensFile(), rows);
    if (written)
        m_tokensGrew = false;
    return written;
}

QString ProjectRunFiles::markFile() const
{
    return m_folder.createdRoomsFile() + u".unfinished"_s;
}

Result<RunFiles::Tag> ProjectRunFiles::beginRooms()
{
    QFile existing(markFile());
    if (existing.open(QIODevice::ReadOnly)) {
        const QByteArray tag = existing.read(256).trimmed();
        if (!tag.isEmpty())
            return Tag { QString::fromUtf8(tag), true };
    }
    const QByteArray tag = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    const QByteArray line = tag + '\n';
    if (const auto written = project::writeAtomically(markFile(), project::Access::Ordinary, line); !written)
        return tl::unexpected(written.error());
    return Tag { QString::fromUtf8(tag), false };
}

void ProjectRunFiles::endRooms(bool complete)
{
    if (complete)
        QFile::remove(markFile());
}

} // namespace throng::run
