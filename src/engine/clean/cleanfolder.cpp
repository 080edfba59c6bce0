// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/clean/cleanfolder.h"

#include "engine/base/words.h"
#include "engine/project/accountsfile.h"
#include "engine/project/tokensfile.h"

#include <QFile>

#include <algorithm>

namespace throng::clean {

Result<CleanInput> openForCleaning(const project::ProjectFolder &folder, const QUrl &url)
{
    const QString path = folder.ledgerFile();
    const QString wanted = project::ledgerUrl(url);
    const auto servers = project::Ledger::read(path);
    if (!servers)
        return tl::unexpected(servers.error());
    QStringList others;
    bool known = false;
    for (const project::LedgerServer &server : *servers) {
        if (server.url == wanted)
            known = true;
        else if (!server.isEmpty())
            others += server.url;
    }
    if (!known && !others.isEmpty())
        return failure(Words::tr("nothing in it was made on %1").arg(wanted), path, others.join(Words::tr(" or ")));

    CleanInput input { project::Ledger(path), {} };
    if (const auto set = input.ledger.setServer(wanted); !set)
        return tl::unexpected(set.error());
    const auto sessions = project::TokensFile::read(folder.tokensFile());
    if (!sessions)
        return tl::unexpected(sessions.error());
    // users.csv may be gone or another: the ledger has what is needed of accounts that were made.
    if (QFile::exists(folder.usersFile())) {
        const auto accounts = project::AccountsFile::read(folder.usersFile());
        if (!accounts)
            return tl::unexpected(accounts.error());
        for (const users::Account &account : *accounts)
            input.accounts.insert(account.planName(), account);
    }
    for (auto session = sessions->cbegin(); session != sessions->cend(); ++session)
        input.accounts[session.key()].session = session.value();
    return Result<CleanInput>(std::move(input));
}

Result<> settleFolder(const project::ProjectFolder &folder, const CleanReport &report)
{
    if (!report.goneAccounts.isEmpty() && QFile::exists(folder.tokensFile())) {
        const auto sessions = project::TokensFile::read(folder.tokensFile());
        if (!sessions)
            return tl::unexpected(sessions.error());
        QList<users::Account> left;
        for (auto session = sessions->cbegin(); session != sessions->cend(); ++session) {
            if (!report.goneAccounts.contains(session.key()))
                left.append(users::Account { session.key(), {}, {}, session.value() });
        }
        std::sort(left.begin(), left.end(),
            [](const users::Account &a, const users::Account &b) { return a.username < b.username; });
        if (left.isEmpty())
            QFile::remove(folder.tokensFile());
        else if (const auto written = project::TokensFile::write(folder.tokensFile(), left); !written)
            return written;
    }
    if (report.rooms.left() == 0 && report.problem.isEmpty() && !report.cancelled) {
        QFile::remove(folder.createdRoomsFile());
        QFile::remove(folder.historyFile());
    }
    return {};
}

} // namespace throng::clean
