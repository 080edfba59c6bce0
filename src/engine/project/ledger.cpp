// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/ledger.h"

#include "engine/base/words.h"
#include "engine/project/csv.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

const QByteArray header = "entry,server,account,password,id"_ba;

/// One row.
struct Entry {
    QByteArray entry;
    QString server;
    QString account;
    QString password;
    QString id;
};

/// Rows replayed into what they come to.
class Books {
public:
    void enter(const Entry &entry)
    {
        LedgerServer &server = serverOf(entry.server);
        if (entry.entry == "room")
            server.rooms.insert(entry.id, entry.account);
        else if (entry.entry == "room-gone")
            server.rooms.remove(entry.id);
        else if (entry.entry == "media")
            server.media[entry.account].append(entry.id);
        else if (entry.entry == "media-gone")
            server.media.remove(entry.account);
        else
            enterAccount(server, entry);
    }

    [[nodiscard]] Ledger::Servers take()
    {
        for (LedgerServer &server : m_servers)
            server.accounts.removeIf([](const LedgerAccount &account) { return account.name.isEmpty(); });
        return std::move(m_servers);
    }

private:
    LedgerServer &serverOf(const QString &url)
    {
        const auto found = std::find_if(
            m_servers.begin(), m_servers.end(), [&](const LedgerServer &server) { return server.url == url; });
        if (found != m_servers.end())
            return *found;
        m_servers.append(LedgerServer { .url = url });
        return m_servers.last();
    }

    void enterAccount(LedgerServer &server, const Entry &entry)
    {
        QHash<QString, qsizetype> &indexes = m_indexes[server.url];
        const auto known = indexes.constFind(entry.account);
        if (entry.entry == "account-gone") {
            if (known != indexes.constEnd())
                server.accounts[*known].name.clear(); // kept in its place, so that indexes stay true
            indexes.remove(entry.account);
            return;
        }
        if (known == indexes.constEnd()) {
            indexes.insert(entry.account, server.accounts.size());
            server.accounts.append(LedgerAccount { .name = entry.account, .password = entry.password });
            apply(server.accounts.last(), entry, true);
        } else {
            apply(server.accounts[*known], entry, false);
        }
    }

    static void apply(LedgerAccount &account, const Entry &entry, bool isNew)
    {
        if (entry.entry == "account") {
            account.password = entry.password;
            if (!isNew && account.state == LedgerState::Intended)
                account.state = LedgerState::Uncertain;
            else if (account.state == LedgerState::Existed)
                account.state = LedgerState::Intended; // on a server that may have been set up anew
        } else if (entry.entry == "account-made") {
            account.state = LedgerState::Made;
            account.userId = entry.id;
        } else if (entry.entry == "account-existed" && (isNew || account.state == LedgerState::Intended)) {
            account.state = LedgerState::Existed;
        }
    }

    Ledger::Servers m_servers;
    QHash<QString, QHash<QString, qsizetype>> m_indexes; ///< server → name → index
};

QByteArray line(
    const char *entry, const QString &server, const QString &account, const QString &password, const QString &id)
{
    return csvLine({ entry, server.toUtf8(), account.toUtf8(), password.toUtf8(), id.toUtf8() });
}

/// The rows that say what is left on a server.
QByteArray rowsOf(const LedgerServer &server)
{
    QByteArray rows;
    const auto add = [&](const char *entry, const QString &account, const QString &password, const QString &id) {
        rows += line(entry, server.url, account, password, id) + '\n';
    };
    for (const LedgerAccount &account : server.accounts) {
        add("account", account.name, account.password, {});
        if (account.state == LedgerState::Uncertain)
            add("account", account.name, account.password, {});
        else if (account.state == LedgerState::Made)
            add("account-made", account.name, {}, account.userId);
        else if (account.state == LedgerState::Existed)
            add("account-existed", account.name, {}, {});
    }
    for (auto room = server.rooms.cbegin(); room != server.rooms.cend(); ++room)
        add("room", room.value(), {}, room.key());
    for (auto media = server.media.cbegin(); media != server.media.cend(); ++media) {
        for (const QString &mxc : media.value())
            add("media", media.key(), {}, mxc);
    }
    return rows;
}

} // namespace

QString ledgerUrl(const QUrl &given)
{
    QUrl url =
        given.adjusted(QUrl::RemoveUserInfo | QUrl::StripTrailingSlash | QUrl::RemoveQuery | QUrl::RemoveFragment);
    if (url.port() == (url.scheme() == u"https" ? 443 : 80))
        url.setPort(-1);
    if (url.path() == u"/")
        url.setPath({});
    return url.toString();
}

QList<LedgerAccount> LedgerServer::removable() const
{
    QList<LedgerAccount> list;
    std::copy_if(accounts.begin(), accounts.end(), std::back_inserter(list),
        [](const LedgerAccount &account) { return !account.name.isEmpty() && account.state != LedgerState::Existed; });
    return list;
}

qsizetype LedgerServer::mediaCount() const
{
    qsizetype count = 0;
    for (const QStringList &list : media)
        count += list.size();
    return count;
}

Ledger::Ledger(QString path)
    : m_path(std::move(path))
{
}

Ledger::Ledger(Ledger &&) noexcept = default;
Ledger &Ledger::operator=(Ledger &&) noexcept = default;
Ledger::~Ledger() = default;

Result<Ledger::Servers> Ledger::read(const QString &path)
{
    if (!QFile::exists(path))
        return Servers();
    const Result<QByteArray> text = readTextFile(path);
    if (!text)
        return tl::unexpected(text.error());
    if (!text->contains('\n'))
        return Servers();
    Result<CsvTable> table = CsvTable::open(*text, path, CsvTable::TornEnd::IsIgnored);
    if (!table)
        return tl::unexpected(table.error());
    std::array<int, 5> columns {};
    for (std::size_t i = 0; const QByteArray &name : header.split(',')) {
        const Result<int> column = table->column({ name });
        if (!column)
            return tl::unexpected(column.error());
        columns[i++] = *column;
    }
    Books books;
    for (;;) {
        const Result<std::optional<CsvRecord>> row = table->next();
        if (!row)
            return tl::unexpected(row.error());
        if (!row->has_value())
            return books.take();
        const auto field = [&](int index) { return QString::fromUtf8((*row)->fields[columns[std::size_t(index)]]); };
        books.enter({ (*row)->fields[columns[0]], field(1), field(2), field(3), field(4) });
    }
}

Result<> Ledger::setServer(const QString &url)
{
    Result<Servers> servers = read(m_path);
    if (!servers)
        return tl::unexpected(servers.error());
    m_server = LedgerServer { .url = url };
    m_accounts.clear();
    for (const LedgerServer &known : std::as_const(*servers)) {
        if (known.url == url)
            m_server = known;
    }
    for (qsizetype i = 0; i < m_server.accounts.size(); ++i)
        m_accounts.insert(m_server.accounts[i].name, i);
    return {};
}

void Ledger::append(const char *entry, const QString &account, const QString &password, const QString &id)
{
    m_pending.append(line(entry, m_server.url, account, password, id));
}

void Ledger::intend(const QString &account, const QString &password)
{
    const auto known = m_accounts.constFind(account);
    if (known == m_accounts.constEnd()) {
        m_accounts.insert(account, m_server.accounts.size());
        m_server.accounts.append(LedgerAccount { .name = account, .password = password });
    } else {
        LedgerAccount &entry = m_server.accounts[*known];
        if (entry.state == LedgerState::Made && entry.password == password)
            return;
        if (entry.state == LedgerState::Intended)
            entry.state = LedgerState::Uncertain;
        else if (entry.state == LedgerState::Existed)
            entry.state = LedgerState::Intended;
        entry.password = password;
    }
    append("account", account, password, {});
}

void Ledger::made(const QString &account, const QString &userId)
{
    if (const auto known = m_accounts.constFind(account); known != m_accounts.constEnd()) {
        m_server.accounts[*known].state = LedgerState::Made;
        m_server.accounts[*known].userId = userId;
    }
    append("account-made", account, {}, userId);
}

void Ledger::existed(const QString &account)
{
    const auto known = m_accounts.constFind(account);
    if (known == m_accounts.constEnd() || m_server.accounts[*known].state != LedgerState::Intended)
        return;
    m_server.accounts[*known].state = LedgerState::Existed;
    append("account-existed", account, {}, {});
}

void Ledger::room(const QString &roomId, const QString &creator)
{
    m_server.rooms.insert(roomId, creator);
    append("room", creator, {}, roomId);
}

void Ledger::media(const QString &mxc, const QString &account)
{
    append("media", account, {}, mxc);
}

void Ledger::accountGone(const QString &account)
{
    if (const auto known = m_accounts.constFind(account); known != m_accounts.constEnd()) {
        m_server.accounts[*known].name.clear(); // kept in its place, so that indexes stay true
        m_accounts.erase(known);
    }
    append("account-gone", account, {}, {});
}

void Ledger::roomGone(const QString &roomId)
{
    m_server.rooms.remove(roomId);
    append("room-gone", {}, {}, roomId);
}

void Ledger::mediaGone(const QString &account)
{
    m_server.media.remove(account);
    append("media-gone", account, {}, {});
}

Result<> Ledger::flush()
{
    if (m_pending.isEmpty())
        return {};
    if (!m_file) {
        Result<AppendFile> opened = AppendFile::open(m_path, header, Access::OwnerOnly);
        if (!opened)
            return tl::unexpected(opened.error());
        m_file.emplace(std::move(*opened));
    }
    for (const QByteArray &row : std::as_const(m_pending))
        m_file->append(row);
    Result<> flushed = m_file->flush();
    if (flushed)
        m_pending.clear();
    else
        m_file.reset(); // with its half of the batch: the next flush appends all of it anew
    return flushed;
}

Result<> Ledger::compact()
{
    if (const Result<> flushed = flush(); !flushed)
        return flushed;
    m_file.reset();
    const Result<Servers> servers = read(m_path);
    if (!servers)
        return tl::unexpected(servers.error());
    QByteArray rows;
    for (const LedgerServer &server : *servers) {
        if (!server.isEmpty())
            rows += rowsOf(server);
    }
    if (!rows.isEmpty())
        return writeAtomically(m_path, Access::OwnerOnly, QByteArray(header + '\n' + rows));
    if (QFile::exists(m_path) && !QFile::remove(m_path))
        return failure(Words::tr("cannot be removed"), m_path);
    return {};
}

} // namespace throng::project
