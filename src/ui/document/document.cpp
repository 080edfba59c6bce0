// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/document.h"

#include "engine/generate/generaterooms.h"
#include "engine/generate/generateusers.h"
#include "engine/project/accountsfile.h"
#include "engine/project/matrixlocustimport.h"
#include "engine/project/roomsfile.h"
#include "engine/project/textfile.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace throng::ui {

Document::Document(project::ProjectFolder folder, project::Project project)
    : m_folder(std::move(folder))
    , m_project(std::move(project))
{
    m_written = patterns();
}

Result<std::unique_ptr<Document>> Document::open(const QString &path)
{
    auto folder = project::ProjectFolder::open(path);
    if (!folder)
        return tl::unexpected(folder.error());
    auto project = folder->load();
    if (!project)
        return tl::unexpected(project.error());
    std::unique_ptr<Document> document(new Document(std::move(*folder), std::move(*project)));
    // Somebody may have edited their list since; that it cannot be read is said where it is needed.
    if (document->m_project.users.fromFile) {
        if (const auto list = document->listedAccounts()) {
            document->m_project.users.count = int((*list)->size());
            document->m_written = document->patterns();
        }
    }
    return document;
}

Result<std::unique_ptr<Document>> Document::create(
    const QString &folder, const project::Project &project, const QString &name)
{
    auto made = project::ProjectFolder::create(folder, project, name);
    if (!made)
        return tl::unexpected(made.error());
    std::unique_ptr<Document> document(new Document(std::move(*made), project));
    if (auto written = document->writePopulations(); !written)
        return tl::unexpected(written.error());
    return document;
}

Result<std::unique_ptr<Document>> Document::importMatrixLocust(const QString &folder)
{
    auto imported = project::importMatrixLocust(folder);
    if (!imported)
        return tl::unexpected(imported.error());
    auto made = project::ProjectFolder::create(folder, imported->project, imported->name);
    if (!made)
        return tl::unexpected(made.error());
    std::unique_ptr<Document> document(new Document(std::move(*made), imported->project));
    document->m_importNotes.append(tr("%Ln account(s)", nullptr, imported->accounts));
    document->m_importNotes.append(tr("%Ln room(s)", nullptr, imported->rooms));
    document->m_importNotes.append(tr("%Ln token(s)", nullptr, imported->tokens));
    for (const project::ImportNote &note : std::as_const(imported->report)) {
        if (note.kind != project::ImportNote::Kind::Taken)
            document->m_importNotes.append(note.where + u": "_s + note.text);
    }
    return document;
}

Document::Patterns Document::patterns() const
{
    const bool isList = m_project.users.fromFile;
    return { m_project.users, m_project.userSeed(), isList ? m_list : nullptr, m_project.rooms, m_project.roomSeed(),
        m_project.groupsWithRooms() };
}

int Document::currentSuite() const
{
    return std::min(m_currentSuite, int(m_project.suites.size()) - 1);
}

void Document::setCurrentSuite(int index)
{
    if (index == m_currentSuite)
        return;
    m_currentSuite = index;
    Q_EMIT currentSuiteChanged();
}

bool Document::accountsDiffer(const Patterns &now) const
{
    if (now.users.fromFile)
        return now.list && now.list != m_written.list;
    return now.users != m_written.users || now.userSeed != m_written.userSeed
        || !QFileInfo::exists(m_folder.usersFile());
}

bool Document::willWriteAccounts() const
{
    return accountsDiffer(patterns());
}

Result<AccountList> Document::listedAccounts() const
{
    if (m_list)
        return m_list;
    auto read = project::AccountsFile::read(m_folder.usersFile());
    if (!read)
        return tl::unexpected(read.error());
    return std::make_shared<const QList<users::Account>>(std::move(*read));
}

/// What is in users.csv alone has to outlive its being written over, or Undo could not bring it back.
Result<> Document::holdList()
{
    if (!m_project.users.fromFile || m_list)
        return {};
    const auto list = listedAccounts();
    if (!list)
        return tl::unexpected(list.error());
    m_list = *list;
    m_written.list = m_list;
    return {};
}

void Document::pushAccounts(const QString &text, AccountsChoice after)
{
    m_undoStack.push(new SetAccountsCommand(
        text, { m_project.users, m_list }, std::move(after), [this](const AccountsChoice &choice) {
            m_project.users = choice.pattern;
            m_list = choice.list;
            Q_EMIT changed();
        }));
}

Result<> Document::setAccounts(const QString &text, AccountList list)
{
    // A list that cannot be read is not worth keeping the new one out.
    (void)holdList();
    project::UserPattern pattern = m_project.users;
    pattern.fromFile = true;
    pattern.count = int(list->size());
    if (pattern.count == 0)
        return failure(tr("there are no accounts in it"));
    pushAccounts(text, { pattern, std::move(list) });
    return {};
}

Result<> Document::generateAccounts(const QString &text, project::UserPattern pattern)
{
    pattern.fromFile = false;
    if (const auto usable = generate::checkUserPattern(pattern); !usable)
        return usable;
    if (const auto held = holdList(); !held && QFileInfo::exists(m_folder.usersFile()))
        return held;
    pushAccounts(text, { pattern, m_list });
    return {};
}

Result<QStringList> Document::accountNames() const
{
    if (!m_project.users.fromFile)
        return generate::sampleNames(m_project.users, m_project.users.count);
    const auto list = listedAccounts();
    if (!list)
        return tl::unexpected(list.error());
    QStringList names;
    for (const users::Account &account : **list)
        names.append(account.planName());
    return names;
}

Result<> Document::addSessions(const project::TokensFile::Sessions &sessions)
{
    auto all = project::TokensFile::read(m_folder.tokensFile());
    if (!all)
        return tl::unexpected(all.error());
    for (auto it = sessions.cbegin(); it != sessions.cend(); ++it)
        all->insert(it.key(), it.value());
    // An order for people; without the names it is the alphabet's.
    const auto names = accountNames();
    const auto written = project::TokensFile::write(m_folder.tokensFile(), *all, names ? *names : QStringList());
    if (written)
        Q_EMIT filesChanged();
    return written;
}

Result<> Document::writePopulations()
{
    const Patterns now = patterns();
    const bool accountsChange = accountsDiffer(now);
    if (now.users.fromFile && !accountsChange && now.rooms == m_written.rooms && now.roomSeed == m_written.roomSeed
        && now.groups == m_written.groups && QFileInfo::exists(m_folder.roomsFile())) {
        m_written = now;
        return {};
    }
    AccountList accounts;
    if (now.users.fromFile) {
        const auto list = listedAccounts();
        if (!list)
            return tl::unexpected(list.error());
        accounts = *list;
    } else {
        auto made = generate::generateUsers(m_project.users, m_project.userSeed());
        if (!made)
            return tl::unexpected(made.error());
        accounts = std::make_shared<const QList<users::Account>>(std::move(*made));
    }
    if (accountsChange) {
        if (auto written = project::AccountsFile::write(m_folder.usersFile(), *accounts); !written)
            return written;
    }
    if (auto written = writeRooms(*accounts); !written)
        return written;
    m_written = patterns();
    return {};
}

Result<> Document::writeRooms(const QList<users::Account> &accounts)
{
    using project::RoomDistribution;
    const QString path = m_folder.roomsFile();
    const bool wasOwn = m_written.rooms.distribution == RoomDistribution::File;
    if (m_project.rooms.distribution == RoomDistribution::File) {
        if (wasOwn || m_ownRooms.isEmpty())
            return {}; // it stays as it is
        return project::writeAtomically(path, project::Access::Ordinary, m_ownRooms);
    }
    if (wasOwn) {
        if (auto own = project::readTextFile(path))
            m_ownRooms = std::move(*own);
    }
    return project::RoomsFile::write(path, accounts, [&](const auto &room) -> Result<> {
        // With fewer accounts than the smallest room has members there are no rooms; that is no reason not to save.
        if (accounts.size() < m_project.rooms.smallest)
            return {};
        return generate::generateRooms(
            m_project.rooms, int(accounts.size()), m_project.roomSeed(), m_project.groupsWithRooms(), room);
    });
}

Result<> Document::save(project::ProjectFolder::Overwrite overwrite)
{
    if (auto written = m_folder.saveAtomically(m_project, overwrite); !written)
        return written;
    const bool filesAreThere = QFileInfo::exists(m_folder.usersFile()) && QFileInfo::exists(m_folder.roomsFile());
    if (patterns() != m_written || !filesAreThere) {
        if (auto written = writePopulations(); !written)
            return written;
    }
    m_undoStack.setClean();
    Q_EMIT saved();
    return {};
}

void Document::replace(const QString &text, const project::Project &project)
{
    // A name of its own each time, so that two of them never merge.
    set<project::Project>(
        u"project.%1"_s.arg(m_undoStack.count()), text,
        [](project::Project &whole) -> project::Project & { return whole; }, project);
}

Result<> Document::reload()
{
    const auto project = m_folder.load();
    if (!project)
        return tl::unexpected(project.error());
    replace(tr("Reload from disk"), *project);
    m_written = patterns();
    m_undoStack.setClean();
    return {};
}

Result<> Document::saveAs(const QString &folder)
{
    auto made = m_folder.saveAs(folder, m_project);
    if (!made)
        return tl::unexpected(made.error());
    m_folder = std::move(*made);
    return save(project::ProjectFolder::Overwrite::Always);
}

} // namespace throng::ui
