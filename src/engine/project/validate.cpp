// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/validate.h"

#include "engine/project/accountsfile.h"
#include "engine/project/createdroomsfile.h"
#include "engine/project/jsonreader.h"
#include "engine/project/roomsfile.h"
#include "engine/project/tokensfile.h"

#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QUrl>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

using Severity = Finding::Severity;

/// One pass over everything, in the order in which a run meets it.
class Validator {
public:
    Validator(const ProjectFolder &folder, const Project &project)
        : m_folder(folder)
        , m_project(project)
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
        checkSuites();
        return std::move(m_findings);
    }

private:
    void error(const QString &where, const QString &what, const QString &remedy)
    {
        m_findings.append({ Severity::Error, where, what, remedy });
    }

    void warning(const QString &where, const QString &what, const QString &remedy)
    {
        m_findings.append({ Severity::Warning, where, what, remedy });
    }

    void error(const Error &e, const QString &remedy)
    {
        error(e.where, e.message, e.expected.isEmpty() ? remedy : u"%1. Expected: %2"_s.arg(remedy, e.expected));
    }

    [[nodiscard]] QString inProject(const QString &path) const { return placeInJson(m_folder.projectFile(), path); }

    void checkFolder()
    {
        if (!QFileInfo(m_folder.path()).isWritable())
            error(m_folder.path(), u"nothing can be written into the project's folder: results would be lost"_s,
                u"Make the folder writable, or save the project elsewhere"_s);
        for (const QString &secret : { m_folder.usersFile(), m_folder.tokensFile() }) {
            const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther;
            if (QFile::exists(secret) && (QFile::permissions(secret) & others))
                warning(secret, u"other people on this machine can read the secrets in it"_s,
                    u"chmod 600 %1"_s.arg(secret));
        }
    }

    void checkServer()
    {
        const ServerSettings &server = m_project.server;
        if (const Result<QUrl> url = server.baseUrl(); !url)
            error(inProject(u"server.url"_s), url.error().message, u"Enter "_s + url.error().expected);
        if (const QString ca = m_folder.absolutePath(server.caFile); !ca.isEmpty() && !QFileInfo(ca).isReadable())
            error(inProject(u"server.ca_file"_s), u"the certificate file \"%1\" cannot be read"_s.arg(ca),
                u"Choose the PEM file of the certificate authority, or none"_s);
        if (server.insecure)
            warning(inProject(u"server.insecure"_s),
                u"certificates are not checked: whoever is in between can read every password"_s,
                u"Give the server's certificate authority as ca_file instead"_s);
        for (qsizetype i = 0; i < server.metricsUrls.size(); ++i) {
            if (const Result<QUrl> url = parseMetricsUrl(server.metricsUrls[i]); !url)
                error(inProject(u"server.metrics_urls[%1]"_s.arg(i)), url.error().message,
                    u"Enter "_s + url.error().expected);
        }
        if (const QUrl proxy(server.proxy, QUrl::StrictMode);
            !server.proxy.isEmpty() && (!proxy.isValid() || proxy.host().isEmpty()))
            error(inProject(u"server.proxy"_s), u"\"%1\" is no proxy's address"_s.arg(server.proxy),
                u"Enter an address such as http://127.0.0.1:3128, or none"_s);
    }

    void checkAccounts()
    {
        const QString path = m_folder.usersFile();
        if (!QFile::exists(path)) {
            error(path, u"there are no accounts"_s, u"Generate users, or put a users.csv there"_s);
            return;
        }
        const auto accounts = AccountsFile::read(path);
        if (!accounts) {
            error(accounts.error(), u"Mend users.csv, or generate users again"_s);
            return;
        }
        m_accounts = *accounts;
        m_index = indexAccounts(m_accounts);
        if (m_accounts.isEmpty())
            error(path, u"there are no accounts in it"_s, u"Generate users"_s);
    }

    void checkRooms()
    {
        const QString path = m_folder.roomsFile();
        if (m_accounts.isEmpty())
            return;
        if (!QFile::exists(path)) {
            warning(path, u"there are no rooms: nobody has anybody to talk to"_s, u"Generate rooms"_s);
            return;
        }
        const Result<QList<PlannedRoom>> rooms = RoomsFile::read(path, m_index);
        if (!rooms) {
            error(rooms.error(), u"Generate rooms again, or mend rooms.json"_s);
            return;
        }
        for (const PlannedRoom &room : *rooms)
            m_roomNames.insert(room.name);
        if (rooms->isEmpty())
            warning(path, u"there are no rooms in it: nobody has anybody to talk to"_s, u"Generate rooms"_s);
    }

    void checkTokens()
    {
        const QString path = m_folder.tokensFile();
        const Result<TokensFile::Sessions> sessions = TokensFile::read(path);
        if (!sessions) {
            error(sessions.error(), u"Mend tokens.csv, or remove it: users then log in again"_s);
            return;
        }
        int strangers = 0;
        for (auto it = sessions->cbegin(); it != sessions->cend(); ++it)
            strangers += m_index.contains(it.key()) ? 0 : 1;
        if (strangers > 0 && !m_accounts.isEmpty())
            warning(path,
                u"%1 of %2 tokens belong to nobody in users.csv and are not used"_s.arg(strangers).arg(
                    sessions->size()),
                u"Remove tokens.csv if it is from other users"_s);
        const auto locksOut = [&](const users::Account &account) {
            return account.password.isEmpty() && !sessions->value(accountName(account)).isValid();
        };
        if (const auto count = std::ranges::count_if(m_accounts, locksOut); count > 0)
            error(m_folder.usersFile(), u"%1 accounts have neither a password nor a token"_s.arg(count),
                u"Give them passwords in users.csv, or tokens in tokens.csv"_s);
    }

    void checkCreatedRooms()
    {
        const QString path = m_folder.createdRoomsFile();
        const Result<CreatedRoomsFile::Rooms> created = CreatedRoomsFile::read(path);
        if (!created) {
            error(created.error(), u"Mend rooms-created.csv. Without it every room is made once more"_s);
            return;
        }
        int strangers = 0;
        for (auto it = created->cbegin(); it != created->cend(); ++it)
            strangers += m_roomNames.contains(it.key()) ? 0 : 1;
        if (strangers > 0 && !m_roomNames.isEmpty())
            warning(path, u"%1 of %2 rooms on the server are not in rooms.json"_s.arg(strangers).arg(created->size()),
                u"Remove rooms-created.csv if the rooms were generated anew"_s);
    }

    void checkSuites()
    {
        if (m_project.suites.isEmpty())
            error(inProject(u"suites"_s), u"there is no suite, so nothing to run"_s, u"Add a suite"_s);
        QSet<QString> names;
        for (qsizetype i = 0; i < m_project.suites.size(); ++i) {
            const Suite &suite = m_project.suites[i];
            const QString path = u"suites[%1]"_s.arg(i);
            if (names.contains(suite.name))
                error(inProject(path + u".name"_s), u"two suites are called \"%1\""_s.arg(suite.name),
                    u"Give one another name"_s);
            names.insert(suite.name);
            checkSuite(suite, path);
        }
    }

    void checkSuite(const Suite &suite, const QString &path)
    {
        if (std::ranges::none_of(suite.tests, &Test::enabled))
            error(inProject(path + u".scripts"_s),
                u"the suite \"%1\" has no test that is switched on"_s.arg(suite.name),
                u"Add a test, or switch one on"_s);
        QSet<QString> files;
        for (qsizetype i = 0; i < suite.tests.size(); ++i) {
            const Test &test = suite.tests[i];
            if (!test.enabled)
                continue;
            const QString place = path + u".scripts[%1]"_s.arg(i);
            checkTest(test, place);
            const QString file = test.outputDirectory + u'/' + test.name;
            if (files.contains(file))
                warning(inProject(place + u".name"_s),
                    u"another test before it has the name \"%1\": this one overwrites its files"_s.arg(test.name),
                    u"Give it another name or output_dir"_s);
            files.insert(file);
        }
        for (qsizetype i = 0; i < suite.thresholds.size(); ++i)
            checkWhose(suite.thresholds[i], suite, path + u".thresholds[%1]"_s.arg(i));
    }

    void checkWhose(const thresholds::Threshold &threshold, const Suite &suite, const QString &place)
    {
        if (!threshold.test.isEmpty()
            && std::ranges::none_of(suite.tests, [&](const Test &test) { return test.name == threshold.test; }))
            error(inProject(place + u".test"_s), u"the suite has no test \"%1\""_s.arg(threshold.test),
                u"Name one of its tests, or none for all of them"_s);
    }

    void checkThreshold(const thresholds::Threshold &threshold, const Test &test, const QString &place)
    {
        if (test.runTime && threshold.settle >= *test.runTime)
            error(inProject(place + u".settle"_s),
                u"the test \"%1\" is over before its threshold \"%2\" is looked at"_s.arg(
                    test.name, threshold.rule.text),
                u"Let it settle for less than the test's runtime"_s);
        else if (test.runTime && threshold.abortAfter && threshold.settle + *threshold.abortAfter >= *test.runTime)
            warning(inProject(place + u".abort_after"_s),
                u"the test \"%1\" is over before it could be aborted"_s.arg(test.name),
                u"Abort sooner, or lengthen the test"_s);
    }

    void checkTest(const Test &test, const QString &place)
    {
        if (test.name.isEmpty() || test.name.contains(u'/'))
            error(inProject(place + u".name"_s), u"\"%1\" cannot be part of a file's name"_s.arg(test.name),
                u"Give the test a name without /"_s);
        const int accounts = static_cast<int>(m_accounts.size());
        if (!test.isSetup() && accounts > 0 && test.users.value_or(0) > accounts)
            error(inProject(place + u".num_users"_s),
                u"%1 users are to chat and there are %2 accounts"_s.arg(*test.users).arg(accounts),
                u"Lower num_users, or generate more users"_s);
        checkLoad(test, place);
        if (!test.runTime && !test.shape && !(test.stopWhenDone && test.isSetup()))
            error(inProject(place + u".runtime"_s), u"the test \"%1\" would never end"_s.arg(test.name),
                test.isSetup() ? u"Give it a runtime, or let it stop when done"_s : u"Give it a runtime"_s);
        if (test.behaviour == users::Behaviour::Register
            && m_project.server.accounts == AccountSource::ExistingAccounts)
            warning(inProject(place),
                u"accounts are said to exist already, and the test \"%1\" registers them"_s.arg(test.name),
                u"Switch the test off, or choose another way in which accounts are made"_s);
        if (test.behaviour == users::Behaviour::CreateRooms && m_roomNames.isEmpty() && !m_accounts.isEmpty())
            warning(inProject(place), u"the test \"%1\" has no rooms to make"_s.arg(test.name), u"Generate rooms"_s);
        for (qsizetype i = 0; i < test.thresholds.size(); ++i)
            checkThreshold(test.thresholds[i], test, place + u".thresholds[%1]"_s.arg(i));
        if (test.behaviour == users::Behaviour::FillRooms)
            checkHistory(test, place);
        if (test.isSetup())
            checkSetup(test.setup, place + u".setup."_s);
        else
            checkCrowd(test, place);
    }

    void checkCrowd(const Test &test, const QString &place)
    {
        if (test.populations.isEmpty())
            return checkChat(test.chat, place + u".chat."_s);
        double shares = 0;
        QSet<QString> names;
        for (qsizetype i = 0; i < test.populations.size(); ++i) {
            const users::Population &population = test.populations[i];
            const QString here = u"%1.populations[%2]."_s.arg(place).arg(i);
            shares += population.share;
            if (population.name.isEmpty())
                error(inProject(here + u"name"_s), u"a population has no name"_s, u"Give it one"_s);
            else if (names.contains(population.name))
                error(inProject(here + u"name"_s), u"another population is called \"%1\", too"_s.arg(population.name),
                    u"Give it another name"_s);
            names.insert(population.name);
            checkChat(population.chat, here + u"chat."_s);
        }
        if (shares <= 0)
            error(inProject(place + u".populations"_s), u"the shares of all populations are 0"_s,
                u"Set at least one share above 0"_s);
    }

    void checkLoad(const Test &test, const QString &place)
    {
        const bool ofRate = test.shape && test.shape->of == LoadShape::Of::Rate;
        if (test.isSetup() && (test.arrivals || ofRate))
            error(inProject(place + (ofRate ? u".load_shape"_s : u".target_rate"_s)),
                u"the test \"%1\" works through accounts, as fast as it can: it keeps no rate"_s.arg(test.name),
                u"Remove the rate, or give it to a chat"_s);
        if (!test.shape)
            return;
        const QString shapePlace = place + u".load_shape."_s;
        const Result<LoadCurve> curve = curveOf(*test.shape, m_folder.path());
        if (!curve) {
            const bool inFile = !curve.error().where.startsWith(u"phases");
            error({ curve.error().message, inFile ? curve.error().where : inProject(shapePlace + curve.error().where),
                      curve.error().expected },
                u"Mend the load shape"_s);
            return;
        }
        const int accounts = static_cast<int>(m_accounts.size());
        if (!ofRate && !test.isSetup() && accounts > 0 && curve->peak() > accounts)
            error(inProject(shapePlace + u"phases"_s),
                u"%1 users are to chat at the peak and there are %2 accounts"_s.arg(qRound64(curve->peak()))
                    .arg(accounts),
                u"Lower the shape, or generate more users"_s);
        if (test.runTime && curve->duration() > std::chrono::duration<double>(*test.runTime).count() + 0.5)
            warning(inProject(place + u".runtime"_s),
                u"the test \"%1\" ends before its load shape does"_s.arg(test.name),
                u"Remove the run time: the shape has one"_s);
    }

    void checkSetup(const users::SetupParameters &setup, const QString &place)
    {
        if (setup.tries < 1)
            error(inProject(place + u"tries"_s), u"nothing is ever tried"_s, u"Set at least 1"_s);
        static const QStringList presets { u"private_chat"_s, u"public_chat"_s, u"trusted_private_chat"_s };
        if (!presets.contains(setup.roomPreset))
            error(inProject(place + u"room_preset"_s), u"\"%1\" is no preset of a room"_s.arg(setup.roomPreset),
                u"Use one of "_s + presets.join(u", "));
    }

    void checkHistory(const Test &test, const QString &place)
    {
        const users::HistoryParameters &history = test.history;
        const QString here = place + u".history."_s;
        if (m_roomNames.isEmpty() && !m_accounts.isEmpty())
            warning(inProject(place), u"the test \"%1\" has no rooms to fill"_s.arg(test.name), u"Generate rooms"_s);
        if (history.messagesPerRoom <= 0)
            warning(inProject(here + u"messages_per_room"_s), u"the test \"%1\" writes nothing"_s.arg(test.name),
                u"Set a number of messages, or switch the test off"_s);
        if (history.messagesPerRoom * double(m_roomNames.size()) > double(std::numeric_limits<int>::max()))
            error(inProject(here + u"messages_per_room"_s), u"more messages than can be counted"_s,
                u"Set fewer messages"_s);
        if (history.pictureShare > 1)
            error(inProject(here + u"picture_share"_s), u"%1 is more than all of them"_s.arg(history.pictureShare),
                u"Set a share from 0 to 1, such as 0.02 for 2 %"_s);
        if (history.tries < 1)
            error(inProject(here + u"tries"_s), u"nothing is ever tried"_s, u"Set at least 1"_s);
    }

    void checkChat(const users::ChatParameters &chat, const QString &place)
    {
        const double weights = chat.doNothingWeight + chat.sendTextWeight + chat.lookAtRoomWeight + chat.paginateWeight
            + chat.goAwayWeight + chat.changeDisplayNameWeight + chat.chatInRoomWeight + chat.acceptInvitesWeight;
        if (weights <= 0)
            error(inProject(place.chopped(1)), u"all weights are 0: users have nothing to choose from"_s,
                u"Set at least one weight above 0"_s);
        if (chat.chatInRoomWeight > 0 && chat.roomLeaveWeight + chat.roomAddedWeight <= 0)
            warning(inProject(place + u"room_leave_weight"_s),
                u"who begins to chat in a room never leaves it and does nothing else"_s, u"Set a weight above 0"_s);
        const auto checkShare = [&](const QString &key, double share) {
            if (share > 1)
                error(inProject(place + key), u"%1 is more than all of them"_s.arg(share),
                    u"Set a share from 0 to 1, such as 0.3 for 30 %"_s);
        };
        checkShare(u"log_out_share"_s, chat.logOutShare);
        checkShare(u"fresh_start_share"_s, chat.freshStartShare);
        checkShare(u"download_share"_s, chat.downloadShare);
        static const QStringList presences { QString(), u"offline"_s, u"online"_s, u"unavailable"_s };
        if (!presences.contains(chat.setPresence))
            error(inProject(place + u"set_presence"_s), u"\"%1\" is no presence"_s.arg(chat.setPresence),
                u"Use offline, online or unavailable, or leave it empty"_s);
        if (chat.filter.trimmed().startsWith(u'{')) {
            if (const auto json = parseJsonObject(chat.filter.toUtf8(), inProject(place + u"filter"_s)); !json)
                error(inProject(place + u"filter"_s), u"the filter "_s + json.error().message,
                    u"Write a filter as the specification has it, or the ID of one"_s);
        }
    }

    const ProjectFolder &m_folder;
    const Project &m_project;
    QList<Finding> m_findings;
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
        return { { Severity::Error, project.error().where, project.error().message,
            project.error().expected.isEmpty() ? u"Mend the project file"_s
                                               : u"Mend the project file. Expected: "_s + project.error().expected } };
    return validate(folder, *project);
}

QList<Finding> validate(const ProjectFolder &folder, const Project &project)
{
    return Validator(folder, project).findings();
}

} // namespace throng::project
