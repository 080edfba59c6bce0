// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/validatesuites.h"

#include "engine/base/words.h"
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
            error(inProject(u"suites"_s), Words::tr("there is no suite, so nothing to run"), Words::tr("Add a suite"));
        QSet<QString> names;
        for (qsizetype i = 0; i < project().suites.size(); ++i) {
            const Suite &suite = project().suites[i];
            const QString path = u"suites[%1]"_s.arg(i);
            if (names.contains(suite.name))
                error(inProject(path + u".name"_s), Words::tr("two suites are called \"%1\"").arg(suite.name),
                    Words::tr("Give one another name"));
            names.insert(suite.name);
            checkSuite(suite, path);
        }
    }

    void checkSuite(const Suite &suite, const QString &path)
    {
        if (std::ranges::none_of(suite.tests, &Test::enabled))
            error(inProject(path + u".scripts"_s),
                Words::tr("the suite \"%1\" has no test that is switched on").arg(suite.name),
                Words::tr("Add a test, or switch one on"));
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
                    Words::tr("another test before it has the name \"%1\": this one overwrites its files")
                        .arg(test.name),
                    Words::tr("Give it another name or output_dir"));
            files.insert(file);
        }
        for (qsizetype i = 0; i < suite.thresholds.size(); ++i)
            checkWhose(suite.thresholds[i], suite, path + u".thresholds[%1]"_s.arg(i));
    }

    void checkWhose(const thresholds::Threshold &threshold, const Suite &suite, const QString &place)
    {
        if (!threshold.test.isEmpty()
            && std::ranges::none_of(suite.tests, [&](const Test &test) { return test.name == threshold.test; }))
            error(inProject(place + u".test"_s), Words::tr("the suite has no test \"%1\"").arg(threshold.test),
                Words::tr("Name one of its tests, or none for all of them"));
    }

    void checkThreshold(const thresholds::Threshold &threshold, const Test &test, const QString &place)
    {
        if (test.runTime && threshold.settle >= *test.runTime)
            error(inProject(place + u".settle"_s),
                Words::tr("the test \"%1\" is over before its threshold \"%2\" is looked at")
                    .arg(test.name, threshold.rule.text),
                Words::tr("Let it settle for less than the test's runtime"));
        else if (test.runTime && threshold.abortAfter && threshold.settle + *threshold.abortAfter >= *test.runTime)
            warning(inProject(place + u".abort_after"_s),
                Words::tr("the test \"%1\" is over before it could be aborted").arg(test.name),
                Words::tr("Abort sooner, or lengthen the test"));
    }

    void checkTest(const Test &test, const QString &place)
    {
        if (test.name.isEmpty() || test.name.contains(u'/'))
            error(inProject(place + u".name"_s), Words::tr("\"%1\" cannot be part of a file's name").arg(test.name),
                Words::tr("Give the test a name without /"));
        const int accounts = m_accounts;
        if (!test.isSetup() && accounts > 0 && test.users.value_or(0) > accounts)
            error(inProject(place + u".num_users"_s),
                Words::tr("%1 users are to chat and there are %2 accounts").arg(*test.users).arg(accounts),
                Words::tr("Lower num_users, or generate more users"));
        checkLoad(test, place);
        if (!test.runTime && !test.shape && !(test.stopWhenDone && test.isSetup()))
            error(inProject(place + u".runtime"_s), Words::tr("the test \"%1\" would never end").arg(test.name),
                test.isSetup() ? Words::tr("Give it a runtime, or let it stop when done")
                               : Words::tr("Give it a runtime"));
        checkWarmUp(test, place + u".warm_up"_s);
        if (test.behaviour == users::Behaviour::Register
            && project().server.accounts == AccountSource::ExistingAccounts)
            warning(inProject(place),
                Words::tr("accounts are said to exist already, and the test \"%1\" registers them").arg(test.name),
                Words::tr("Switch the test off, or choose another way in which accounts are made"));
        if (test.behaviour == users::Behaviour::CreateRooms && m_rooms == 0 && m_accounts > 0)
            warning(inProject(place), Words::tr("the test \"%1\" has no rooms to make").arg(test.name),
                Words::tr("Generate rooms"));
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
            error(inProject(place),
                Words::tr("the test \"%1\" works through accounts: all that it does counts").arg(test.name),
                Words::tr("Remove the warm-up, or give it to a chat"));
        else if (test.runTime && test.warmUp >= *test.runTime)
            error(inProject(place),
                Words::tr("the test \"%1\" warms up for %2 and runs for %3: nothing would be measured")
                    .arg(test.name, formatRunTime(test.warmUp), formatRunTime(*test.runTime)),
                Words::tr("Let it warm up for less than the test's runtime"));
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
                error(inProject(here + u"name"_s), Words::tr("a population has no name"), Words::tr("Give it one"));
            else if (names.contains(population.name))
                error(inProject(here + u"name"_s),
                    Words::tr("another population is called \"%1\", too").arg(population.name),
                    Words::tr("Give it another name"));
            names.insert(population.name);
            checkChat(population.chat, here + u"chat."_s);
            checkGroupRooms(test, population, here + u"rooms."_s);
        }
        checkGroups(test, place);
        if (shares <= 0)
            error(inProject(place + u".populations"_s), Words::tr("the shares of all populations are 0"),
                Words::tr("Set at least one share above 0"));
    }

    void checkGroupRooms(const Test &test, const users::Population &population, const QString &place)
    {
        const users::GroupRooms &rooms = population.rooms;
        if (rooms.perMember > 0 && rooms.smallest < 1)
            error(inProject(place + u"smallest"_s), Words::tr("a room cannot have %1 members").arg(rooms.smallest),
                Words::tr("Set at least 1"));
        if (rooms.perMember > 0 && rooms.largest < rooms.smallest)
            error(inProject(place + u"largest"_s),
                Words::tr("the largest room has %1 members at most and the smallest %2 at least")
                    .arg(rooms.largest)
                    .arg(rooms.smallest),
                Words::tr("Raise it to the smallest's size at least"));
        const auto takesIn = [&](const users::Population &other) {
            return other.rooms.perMember > 0 && (&other == &population || other.rooms.withOthers);
        };
        if (!rooms.inCommonRooms && std::ranges::none_of(test.populations, takesIn))
            warning(inProject(place + u"in_common_rooms"_s),
                Words::tr("the population \"%1\" is in no room: nobody has anybody to talk to").arg(population.name),
                Words::tr("Give it rooms of its own, or let it into the common ones"));
        if (project().rooms.distribution == RoomDistribution::File && (rooms.perMember > 0 || !rooms.inCommonRooms))
            warning(inProject(place.chopped(1)),
                Words::tr("rooms.json is a plan of its own: no rooms are drawn for the population \"%1\"")
                    .arg(population.name),
                Words::tr("Write its rooms into rooms.json, or have the rooms drawn"));
    }

    /// There is one rooms.json, and it was drawn for the groups of one test.
    void checkGroups(const Test &test, const QString &place)
    {
        const auto isSame = [](const users::Population &a, const users::Population &b) {
            return a.name == b.name && a.share == b.share && a.rooms == b.rooms;
        };
        if (!m_groups.isEmpty() && !std::ranges::equal(test.populations, m_groups, isSame))
            warning(inProject(place + u".populations"_s),
                Words::tr(
                    "the rooms are drawn for the populations of another test: those of \"%1\" are not in their rooms")
                    .arg(test.name),
                Words::tr("Give all chat tests the same populations, or none of them rooms of its own"));
    }

    void checkLoad(const Test &test, const QString &place)
    {
        const bool ofRate = test.shape && test.shape->of == LoadShape::Of::Rate;
        if (test.isSetup() && (test.arrivals || ofRate))
            error(inProject(place + (ofRate ? u".load_shape"_s : u".target_rate"_s)),
                Words::tr("the test \"%1\" works through accounts, as fast as it can: it keeps no rate").arg(test.name),
                Words::tr("Remove the rate, or give it to a chat"));
        if (!test.shape)
            return;
        const QString shapePlace = place + u".load_shape."_s;
        const Result<LoadCurve> curve = curveOf(*test.shape, folder().path());
        if (!curve) {
            const bool inFile = !curve.error().where.startsWith(u"phases");
            error({ curve.error().message, inFile ? curve.error().where : inProject(shapePlace + curve.error().where),
                      curve.error().expected },
                Words::tr("Mend the load shape"));
            return;
        }
        const int accounts = m_accounts;
        if (!ofRate && !test.isSetup() && accounts > 0 && curve->peak() > accounts)
            error(inProject(shapePlace + u"phases"_s),
                Words::tr("%1 users are to chat at the peak and there are %2 accounts")
                    .arg(qRound64(curve->peak()))
                    .arg(accounts),
                Words::tr("Lower the shape, or generate more users"));
        if (test.runTime && curve->duration() > std::chrono::duration<double>(*test.runTime).count() + 0.5)
            warning(inProject(place + u".runtime"_s),
                Words::tr("the test \"%1\" ends before its load shape does").arg(test.name),
                Words::tr("Remove the run time: the shape has one"));
    }

    void checkSetup(const users::SetupParameters &setup, const QString &place)
    {
        if (setup.tries < 1)
            error(inProject(place + u"tries"_s), Words::tr("nothing is ever tried"), Words::tr("Set at least 1"));
        static const QStringList presets { u"private_chat"_s, u"public_chat"_s, u"trusted_private_chat"_s };
        if (!presets.contains(setup.roomPreset))
            error(inProject(place + u"room_preset"_s), Words::tr("\"%1\" is no preset of a room").arg(setup.roomPreset),
                Words::tr("Use one of %1").arg(presets.join(u", ")));
    }

    void checkHistory(const Test &test, const QString &place)
    {
        const users::HistoryParameters &history = test.history;
        const QString here = place + u".history."_s;
        if (m_rooms == 0 && m_accounts > 0)
            warning(inProject(place), Words::tr("the test \"%1\" has no rooms to fill").arg(test.name),
                Words::tr("Generate rooms"));
        if (history.messagesPerRoom <= 0)
            warning(inProject(here + u"messages_per_room"_s),
                Words::tr("the test \"%1\" writes nothing").arg(test.name),
                Words::tr("Set a number of messages, or switch the test off"));
        if (history.messagesPerRoom * double(m_rooms) > double(std::numeric_limits<int>::max()))
            error(inProject(here + u"messages_per_room"_s), Words::tr("more messages than can be counted"),
                Words::tr("Set fewer messages"));
        if (history.pictureShare > 1)
            error(inProject(here + u"picture_share"_s),
                Words::tr("%1 is more than all of them").arg(history.pictureShare),
                Words::tr("Set a share from 0 to 1, such as 0.02 for 2 %"));
        if (history.tries < 1)
            error(inProject(here + u"tries"_s), Words::tr("nothing is ever tried"), Words::tr("Set at least 1"));
    }

    void checkChat(const users::ChatParameters &chat, const QString &place)
    {
        const double weights = chat.doNothingWeight + chat.sendTextWeight + chat.lookAtRoomWeight + chat.paginateWeight
            + chat.goAwayWeight + chat.changeDisplayNameWeight + chat.chatInRoomWeight + chat.acceptInvitesWeight;
        if (weights <= 0)
            error(inProject(place.chopped(1)), Words::tr("all weights are 0: users have nothing to choose from"),
                Words::tr("Set at least one weight above 0"));
        if (chat.chatInRoomWeight > 0 && chat.roomLeaveWeight + chat.roomAddedWeight <= 0)
            warning(inProject(place + u"room_leave_weight"_s),
                Words::tr("who begins to chat in a room never leaves it and does nothing else"),
                Words::tr("Set a weight above 0"));
        const auto checkShare = [&](const QString &key, double share) {
            if (share > 1)
                error(inProject(place + key), Words::tr("%1 is more than all of them").arg(share),
                    Words::tr("Set a share from 0 to 1, such as 0.3 for 30 %"));
        };
        checkShare(u"log_out_share"_s, chat.logOutShare);
        checkShare(u"fresh_start_share"_s, chat.freshStartShare);
        checkShare(u"download_share"_s, chat.downloadShare);
        static const QStringList presences { QString(), u"offline"_s, u"online"_s, u"unavailable"_s };
        if (!presences.contains(chat.setPresence))
            error(inProject(place + u"set_presence"_s), Words::tr("\"%1\" is no presence").arg(chat.setPresence),
                Words::tr("Use offline, online or unavailable, or leave it empty"));
        if (chat.filter.trimmed().startsWith(u'{')) {
            if (const auto json = parseJsonObject(chat.filter.toUtf8(), inProject(place + u"filter"_s)); !json)
                error(inProject(place + u"filter"_s), Words::tr("the filter %1").arg(json.error().message),
                    Words::tr("Write a filter as the specification has it, or the ID of one"));
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
