// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/validatesuites.h"

#include "engine/project/examiner.h"
#include "engine/project/jsonreader.h"

#include <QSet>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

class SuiteValidator : private Examiner {
public:
    SuiteValidator(const ProjectFolder &folder, const Project &project, int accounts, int rooms)
        : Examiner(folder, project)
        , m_accounts(accounts)
        , m_rooms(rooms)
        , m_groups(project.groupsWithRooms())
    {
    }

    QList<Finding> findings()
    {
        checkSuites();
        return taken();
    }

private:
    void checkSuites()
    {
        if (project().suites.isEmpty())
            error(inProject(u"suites"_s), u"there is no suite, so nothing to run"_s, u"Add a suite"_s);
        QSet<QString> names;
        for (qsizetype i = 0; i < project().suites.size(); ++i) {
            const Suite &suite = project().suites[i];
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
        const int accounts = m_accounts;
        if (!test.isSetup() && accounts > 0 && test.users.value_or(0) > accounts)
            error(inProject(place + u".num_users"_s),
                u"%1 users are to chat and there are %2 accounts"_s.arg(*test.users).arg(accounts),
                u"Lower num_users, or generate more users"_s);
        checkLoad(test, place);
        if (!test.runTime && !test.shape && !(test.stopWhenDone && test.isSetup()))
            error(inProject(place + u".runtime"_s), u"the test \"%1\" would never end"_s.arg(test.name),
                test.isSetup() ? u"Give it a runtime, or let it stop when done"_s : u"Give it a runtime"_s);
        checkWarmUp(test, place + u".warm_up"_s);
        if (test.behaviour == users::Behaviour::Register
            && project().server.accounts == AccountSource::ExistingAccounts)
            warning(inProject(place),
                u"accounts are said to exist already, and the test \"%1\" registers them"_s.arg(test.name),
                u"Switch the test off, or choose another way in which accounts are made"_s);
        if (test.behaviour == users::Behaviour::CreateRooms && m_rooms == 0 && m_accounts > 0)
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

    void checkWarmUp(const Test &test, const QString &place)
    {
        if (test.warmUp.count() == 0)
            return;
        if (test.isSetup())
            error(inProject(place), u"the test \"%1\" works through accounts: all that it does counts"_s.arg(test.name),
                u"Remove the warm-up, or give it to a chat"_s);
        else if (test.runTime && test.warmUp >= *test.runTime)
            error(inProject(place),
                u"the test \"%1\" warms up for %2 and runs for %3: nothing would be measured"_s.arg(
                    test.name, formatRunTime(test.warmUp), formatRunTime(*test.runTime)),
                u"Let it warm up for less than the test's runtime"_s);
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
            checkGroupRooms(test, population, here + u"rooms."_s);
        }
        checkGroups(test, place);
        if (shares <= 0)
            error(inProject(place + u".populations"_s), u"the shares of all populations are 0"_s,
                u"Set at least one share above 0"_s);
    }

    void checkGroupRooms(const Test &test, const users::Population &population, const QString &place)
    {
        const users::GroupRooms &rooms = population.rooms;
        if (rooms.perMember > 0 && rooms.smallest < 1)
            error(inProject(place + u"smallest"_s), u"a room cannot have %1 members"_s.arg(rooms.smallest),
                u"Set at least 1"_s);
        if (rooms.perMember > 0 && rooms.largest < rooms.smallest)
            error(inProject(place + u"largest"_s),
                u"the largest room has %1 members at most and the smallest %2 at least"_s.arg(rooms.largest)
                    .arg(rooms.smallest),
                u"Raise it to the smallest's size at least"_s);
        const auto takesIn = [&](const users::Population &other) {
            return other.rooms.perMember > 0 && (&other == &population || other.rooms.withOthers);
        };
        if (!rooms.inCommonRooms && std::ranges::none_of(test.populations, takesIn))
            warning(inProject(place + u"in_common_rooms"_s),
                u"the population \"%1\" is in no room: nobody has anybody to talk to"_s.arg(population.name),
                u"Give it rooms of its own, or let it into the common ones"_s);
        if (project().rooms.distribution == RoomDistribution::File && (rooms.perMember > 0 || !rooms.inCommonRooms))
            warning(inProject(place.chopped(1)),
                u"rooms.json is a plan of its own: no rooms are drawn for the population \"%1\""_s.arg(population.name),
                u"Write its rooms into rooms.json, or have the rooms drawn"_s);
    }

    /// There is one rooms.json, and it was drawn for the groups of one test.
    void checkGroups(const Test &test, const QString &place)
    {
        const auto isSame = [](const users::Population &a, const users::Population &b) {
            return a.name == b.name && a.share == b.share && a.rooms == b.rooms;
        };
        if (!m_groups.isEmpty() && !std::ranges::equal(test.populations, m_groups, isSame))
            warning(inProject(place + u".populations"_s),
                u"the rooms are drawn for the populations of another test: those of \"%1\" are not in their rooms"_s
                    .arg(test.name),
                u"Give all chat tests the same populations, or none of them rooms of its own"_s);
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
        const Result<LoadCurve> curve = curveOf(*test.shape, folder().path());
        if (!curve) {
            const bool inFile = !curve.error().where.startsWith(u"phases");
            error({ curve.error().message, inFile ? curve.error().where : inProject(shapePlace + curve.error().where),
                      curve.error().expected },
                u"Mend the load shape"_s);
            return;
        }
        const int accounts = m_accounts;
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
        if (m_rooms == 0 && m_accounts > 0)
            warning(inProject(place), u"the test \"%1\" has no rooms to fill"_s.arg(test.name), u"Generate rooms"_s);
        if (history.messagesPerRoom <= 0)
            warning(inProject(here + u"messages_per_room"_s), u"the test \"%1\" writes nothing"_s.arg(test.name),
                u"Set a number of messages, or switch the test off"_s);
        if (history.messagesPerRoom * double(m_rooms) > double(std::numeric_limits<int>::max()))
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

    const int m_accounts;
    const int m_rooms; ///< planned
    const QList<users::Population> m_groups; ///< with rooms of their own
};

} // namespace

QList<Finding> findingsInSuites(const ProjectFolder &folder, const Project &project, int accounts, int rooms)
{
    return SuiteValidator(folder, project, accounts, rooms).findings();
}

} // namespace throng::project
