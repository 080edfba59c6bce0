// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/validate.h"

#include "engine/base/words.h"
#include "engine/project/accountsfile.h"
#include "engine/project/createdroomsfile.h"
#include "engine/project/examiner.h"
#include "engine/project/roomsfile.h"
#include "engine/project/tokensfile.h"
#include "engine/project/validatesuites.h"

#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

/// One pass over everything, in the order in which a run meets it.
class Validator : private Examiner {
public:
    Validator(const ProjectFolder &folder, const Project &project)
        : Examiner(folder, project)
    {
    }

    QList<Finding> findings()
    {
        checkFolder();
        checkServer();
        checkAccounts();
        checkRooms();
        checkTokens();
        checkCreatedRooms();
        return taken() + findingsInSuites(folder(), project(), int(m_accounts.size()), int(m_roomNames.size()));
    }

private:
    void checkFolder()
    {
        if (!QFileInfo(folder().path()).isWritable())
            error(folder().path(), Words::tr("nothing can be written into the project's folder: results would be lost"),
                Words::tr("Make the folder writable, or save the project elsewhere"));
        for (const QString &secret : { folder().usersFile(), folder().tokensFile() }) {
            const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther;
            if (QFile::exists(secret) && (QFile::permissions(secret) & others))
                warning(secret, Words::tr("other people on this machine can read the secrets in it"),
                    u"chmod 600 %1"_s.arg(secret));
        }
    }

    void checkServer()
    {
        const ServerSettings &server = project().server;
        if (const Result<QUrl> url = server.baseUrl(); !url)
            error(inProject(u"server.url"_s), url.error().message, Words::tr("Enter %1").arg(url.error().expected));
        if (const QString ca = folder().absolutePath(server.caFile); !ca.isEmpty() && !QFileInfo(ca).isReadable())
            error(inProject(u"server.ca_file"_s), Words::tr("the certificate file \"%1\" cannot be read").arg(ca),
                Words::tr("Choose the PEM file of the certificate authority, or none"));
        if (server.insecure)
            warning(inProject(u"server.insecure"_s),
                Words::tr("certificates are not checked: whoever is in between can read every password"),
                Words::tr("Give the server's certificate authority as ca_file instead"));
        if (const Result<QUrl> url = server.baseUrl();
            url && url->scheme() == u"http"_s && server.http == HttpVersions::Http2)
            error(inProject(u"server.http"_s),
                Words::tr("HTTP/2 is spoken over TLS alone, and the address begins with http://"),
                Words::tr("Choose \"automatic\", or give the server's https address"));
        for (qsizetype i = 0; i < server.metricsUrls.size(); ++i) {
            if (const Result<QUrl> url = parseMetricsUrl(server.metricsUrls[i]); !url)
                error(inProject(u"server.metrics_urls[%1]"_s.arg(i)), url.error().message,
                    Words::tr("Enter %1").arg(url.error().expected));
        }
        if (const QUrl proxy(server.proxy, QUrl::StrictMode);
            !server.proxy.isEmpty() && (!proxy.isValid() || proxy.host().isEmpty()))
            error(inProject(u"server.proxy"_s), Words::tr("\"%1\" is no proxy's address").arg(server.proxy),
                Words::tr("Enter an address such as http://127.0.0.1:3128, or none"));
    }

    void checkAccounts()
    {
        const QString path = folder().usersFile();
        if (!QFile::exists(path)) {
            error(path, Words::tr("there are no accounts"), Words::tr("Generate users, or put a users.csv there"));
            return;
        }
        const auto accounts = AccountsFile::read(path);
        if (!accounts) {
            error(accounts.error(), Words::tr("Mend users.csv, or generate users again"));
            return;
        }
        m_accounts = *accounts;
        m_index = indexAccounts(m_accounts);
        if (m_accounts.isEmpty())
            error(path, Words::tr("there are no accounts in it"), Words::tr("Generate users"));
    }

    void checkRooms()
    {
        const QString path = folder().roomsFile();
        if (m_accounts.isEmpty())
            return;
        if (!QFile::exists(path)) {
            warning(path, Words::tr("there are no rooms: nobody has anybody to talk to"), Words::tr("Generate rooms"));
            return;
        }
        const Result<QList<PlannedRoom>> rooms = RoomsFile::read(path, m_index);
        if (!rooms) {
            error(rooms.error(), Words::tr("Generate rooms again, or mend rooms.json"));
            return;
        }
        for (const PlannedRoom &room : *rooms)
            m_roomNames.insert(room.name);
        if (rooms->isEmpty())
            warning(path, Words::tr("there are no rooms in it: nobody has anybody to talk to"),
                Words::tr("Generate rooms"));
    }

    void checkTokens()
    {
        const QString path = folder().tokensFile();
        const Result<TokensFile::Sessions> sessions = TokensFile::read(path);
        if (!sessions) {
            error(sessions.error(), Words::tr("Mend tokens.csv, or remove it: users then log in again"));
            return;
        }
        int strangers = 0;
        for (auto it = sessions->cbegin(); it != sessions->cend(); ++it)
            strangers += m_index.contains(it.key()) ? 0 : 1;
        if (strangers > 0 && !m_accounts.isEmpty())
            warning(path,
                Words::tr("%1 of %2 tokens belong to nobody in users.csv and are not used")
                    .arg(strangers)
                    .arg(sessions->size()),
                Words::tr("Remove tokens.csv if it is from other users"));
        const auto locksOut = [&](const users::Account &account) {
            return account.password.isEmpty() && !sessions->value(accountName(account)).isValid();
        };
        if (const auto count = std::ranges::count_if(m_accounts, locksOut); count > 0)
            error(folder().usersFile(), Words::tr("%1 accounts have neither a password nor a token").arg(count),
                Words::tr("Give them passwords in users.csv, or tokens in tokens.csv"));
    }

    void checkCreatedRooms()
    {
        const QString path = folder().createdRoomsFile();
        const Result<CreatedRoomsFile::Rooms> created = CreatedRoomsFile::read(path);
        if (!created) {
            error(created.error(), Words::tr("Mend rooms-created.csv. Without it every room is made once more"));
            return;
        }
        int strangers = 0;
        for (auto it = created->cbegin(); it != created->cend(); ++it)
            strangers += m_roomNames.contains(it.key()) ? 0 : 1;
        if (strangers > 0 && !m_roomNames.isEmpty())
            warning(path,
                Words::tr("%1 of %2 rooms on the server are not in rooms.json").arg(strangers).arg(created->size()),
                Words::tr("Remove rooms-created.csv if the rooms were generated anew"));
    }

    QList<users::Account> m_accounts;
    AccountIndex m_index;
    QSet<QString> m_roomNames;
};

} // namespace

QList<Finding> validate(const ProjectFolder &folder)
{
    ProjectFolder reader = folder;
    const Result<Project> project = reader.load();
    if (!project)
        return { { Finding::Severity::Error, project.error().where, project.error().message,
            project.error().expected.isEmpty()
                ? Words::tr("Mend the project file")
                : Words::tr("Mend the project file. Expected: %1").arg(project.error().expected) } };
    return validate(folder, *project);
}

QList<Finding> validate(const ProjectFolder &folder, const Project &project)
{
    return Validator(folder, project).findings();
}

} // namespace throng::project
