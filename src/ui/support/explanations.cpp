// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/explanations.h"

#include <QCoreApplication>
#include <QWidget>

#include <array>

namespace throng::ui {

namespace {

struct Explanation {
    const char *name; ///< of the widget
    const char *text;
};

struct Explanations {
    Q_DECLARE_TR_FUNCTIONS(throng::ui::Explanations)
};

constexpr std::array explanations {
    // the server
    Explanation { "serverUrl",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Where the homeserver answers, as “https://matrix.example.org”. A name alone is looked up as Matrix "
            "clients "
            "do, by its .well-known file. Only load a server that is yours to load.") },
    Explanation { "accountSource",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "How the test's accounts come to be: registered openly, with a registration token, with the server's "
            "shared secret, or they exist already and users.csv or tokens.csv has what it takes to use them.") },
    Explanation { "serverSecret",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "The registration token, or the registration_shared_secret of the server's configuration. It is never "
            "written into the project, a log or a report.") },
    Explanation { "keepSecret",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Keeps the secret in the desktop's keyring, so that you need not type it next time. Without it, it is "
            "forgotten when the project is closed.") },
    Explanation { "caFile",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "A PEM file with the authority that signed the server's certificate, for a server with a certificate of "
            "its own making.") },
    Explanation { "insecure",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Does not check the server's certificate. Whoever stands between could read everything: only for a test "
            "network.") },
    Explanation { "httpVersions",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "How requests travel to an https server. In HTTP/2 a user has one connection for everything, as in a "
            "browser; in HTTP/1.1 one for the long poll and one for the rest. A run keeps what was spoken.") },
    Explanation { "findings",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "What the server said when it was asked: what it is, how accounts are made there, and what would limit a "
            "test, each with what can be done about it.") },
    Explanation { "metricsUrls",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Addresses where the server, or its machine, tells its figures in the format of Prometheus. They are "
            "fetched while a test runs and stand beside the response times.") },
    // the users
    Explanation { "userCount",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "How many accounts there are. Each is one virtual user, who logs in and behaves as a person does.") },
    Explanation { "namePattern",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "What the accounts are called, with a number in it. The example below shows what comes of it.") },
    Explanation { "userDomain",
        QT_TRANSLATE_NOOP(
            "throng::ui::Explanations", "The server's name in Matrix IDs, where it is not the one of its address.") },
    Explanation { "passwordLength",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "How long the passwords are that are made for the accounts.") },
    Explanation { "userSeed",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "A number that everything random begins with: the same one gives the same users, rooms and choices again, "
            "so that two runs can be compared.") },
    Explanation {
        "userSample", QT_TRANSLATE_NOOP("throng::ui::Explanations", "Some of the accounts, as they will be.") },
    Explanation { "accountFilter",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Only accounts whose name, or ID on the server, has this text in it are shown.") },
    Explanation { "tokenFilter",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Accounts with a token are logged in already: a run goes on with their sessions. The others log in, or are "
            "registered.") },
    Explanation { "accountTable",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "The accounts one by one, and which of them the server knows: those have an ID there and a token in "
            "tokens.csv.") },
    // the rooms
    Explanation { "roomDistribution",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "How large rooms are. On real servers most are small and a few very big: the 80/20 rule draws such sizes. "
            "Large rooms cost a server most, since each message in them goes to every member.") },
    Explanation { "roomAlpha",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "The exponent of the Pareto distribution that room sizes are drawn from. At 1.161, eighty of a hundred "
            "memberships are in twenty of a hundred rooms; smaller numbers make more big rooms.") },
    Explanation { "roomHistogram",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "The sizes themselves: “10 × 5, 2 × 100” is ten rooms of five members and two of a hundred.") },
    Explanation { "roomSeed",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "The number that drawing the rooms begins with: the same one gives the same rooms again.") },
    Explanation { "roomsDrawing",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "The rooms that these numbers make: how many there are of each size. It changes as you edit.") },
    Explanation { "roomFilter",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "Only rooms whose name has this text in it are shown.") },
    Explanation { "roomTable",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "The rooms one by one: how many members each has, who they are, and whether a run has made the room on the "
            "server yet.") },
    // the tests
    Explanation { "testList",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "The tests of the suite, run one after the other from the top. One without its tick is left out. Move them "
            "by dragging.") },
    Explanation { "testName",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "What the test is called in charts, tables and reports.") },
    Explanation { "testBehaviour",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "What users do in this test: register their accounts, create the rooms, join them, write a history into "
            "them, or chat. All but the last do only what is still missing on the server.") },
    Explanation { "testUsers",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "How many virtual users run at the same time. In set-up tests each works through many accounts.") },
    Explanation { "testAllUsers",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "One virtual user for each account of the project.") },
    Explanation { "testSpawnRate",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "How many users start each second, until there are as many as the test wants. Logins and first syncs are "
            "expensive: too fast a start measures little else.") },
    Explanation { "testLimited",
        QT_TRANSLATE_NOOP(
            "throng::ui::Explanations", "Whether the test ends by itself. Without it, it goes on until you stop it.") },
    Explanation { "testMinutes",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "How long the test goes on, the start of its users included.") },
    Explanation { "testStopWhenDone",
        QT_TRANSLATE_NOOP(
            "throng::ui::Explanations", "The test ends as soon as every account has been worked through.") },
    Explanation { "testWarmUp",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "So much of the test's beginning, while users come and caches fill, is drawn and kept but counts in no "
            "figure and for no threshold.") },
    Explanation {
        "chatUsers", QT_TRANSLATE_NOOP("throng::ui::Explanations", "How many of the users chat at the same time.") },
    Explanation {
        "chatSpawnRate", QT_TRANSLATE_NOOP("throng::ui::Explanations", "How many of them begin each second.") },
    Explanation { "chatMinutes",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "How long the chat goes on, its beginning included.") },
    Explanation { "population",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Users of one test need not be alike: each group has habits of its own. The form below shows those of this "
            "one.") },
    Explanation {
        "populationName", QT_TRANSLATE_NOOP("throng::ui::Explanations", "What this group of users is called.") },
    Explanation { "populationShare",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "How large a part of the test's users this group is.") },
    Explanation { "hooksBefore",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Commands that are run on this machine before the test, such as one that clears the server's caches.") },
    Explanation { "hooksAfter",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Commands that are run on this machine after the test, such as one that fetches the server's logs.") },
    Explanation { "suiteName",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "What the suite is called where it is chosen, and in results.") },
    Explanation { "suiteDescription",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "What the suite is for, in a paragraph: whoever opens it next year will ask.") },
    Explanation { "suiteRounds",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "How often the suite's tests are run, all of them in their order, in one run. Several rounds show how much "
            "the figures vary by themselves.") },
    Explanation { "suitePause",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "How long nothing happens between two rounds, so that the server has done with the one before.") },
    Explanation { "suiteHooksBefore",
        QT_TRANSLATE_NOOP(
            "throng::ui::Explanations", "Commands that are run on this machine before the first test of the suite.") },
    Explanation { "suiteHooksAfter",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Commands that are run on this machine after the last test of the suite, however it ended.") },
    Explanation { "suiteHooksOnEvents",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Commands that are run on this machine beside a test when one of its thresholds is broken, or when the "
            "server answers nothing any more; once in each test.") },
    Explanation { "openModel",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Users then act at planned moments, as visitors do who know nothing of each other. Without it each waits "
            "for the answer before it goes on, and a slow server gets less to do.") },
    Explanation { "targetRate",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "How many actions or messages there are to be each second.") },
    Explanation { "targetRateOf",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Whether the rate is that of all users together, or of the messages in each room.") },
    Explanation { "arrivalProcess",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "How the moments lie: by chance, as those of many people do, or one like the other.") },
    Explanation { "shapeOf",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "A load may go up and down: users, or the rate, then follow the phases below.") },
    Explanation { "phaseMinutes", QT_TRANSLATE_NOOP("throng::ui::Explanations", "How long this phase lasts.") },
    Explanation { "phaseLevel", QT_TRANSLATE_NOOP("throng::ui::Explanations", "How high the load is in this phase.") },
    Explanation { "phaseFromWhereItWas",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "The phase begins where the one before has ended, or at 0.") },
    Explanation { "phaseFrom",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "The load at the beginning of the phase; in a day, that of the quietest hour.") },
    Explanation { "phaseTo",
        QT_TRANSLATE_NOOP(
            "throng::ui::Explanations", "The load at the end of the phase; in a day, that of the busiest hour.") },
    Explanation { "phaseSteps",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "In how many steps of the same length the load goes from the first level to the last.") },
    Explanation { "phasePeak", QT_TRANSLATE_NOOP("throng::ui::Explanations", "How high the load is at the peak.") },
    Explanation { "phasePeakSeconds",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "How long the peak lasts, in the middle of the phase.") },
    Explanation { "phaseRise",
        QT_TRANSLATE_NOOP(
            "throng::ui::Explanations", "How long the load takes to reach its level, which then holds.") },
    Explanation { "phaseBusiestHour",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "The hour of the day with the most load, 0 to 24.") },
    Explanation { "phaseStartHour",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "At which hour of that day the phase begins.") },
    Explanation { "phaseTimeLapse",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "How many times faster than the clock the day goes by: at 24 it takes an hour.") },
    Explanation { "thresholdRule",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "What must hold for the test to be passed, as “p95(send) < 500ms”: a figure, of which requests, and its "
            "limit.") },
    Explanation { "thresholdTest",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "A suite's threshold holds in each of its tests by itself, or in one of them alone.") },
    Explanation { "thresholdSettle",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "The rule is not looked at in the first seconds, while users log in and caches fill.") },
    Explanation { "thresholdAbort",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Ends the test when the rule has been broken for so long; 0 judges it at the end alone.") },
    // a new project
    Explanation {
        "projectName", QT_TRANSLATE_NOOP("throng::ui::Explanations", "What the project and its file are called.") },
    Explanation { "projectFolder",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "The folder that the project is kept in: its file, users.csv, rooms.json, and the results of its runs.") },
    Explanation { "readyMade",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "A suite that is kept with Throng, sized by figures of real servers; it brings as many users and rooms as "
            "it is for.") },
    Explanation { "readyMadeCrowd",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Who the users are: groups with habits of their own, in the proportions of a kind of server.") },
    Explanation { "enableRegister",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "Makes the accounts that the server does not know yet.") },
    Explanation { "enableCreate",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Makes the rooms that the server does not have yet, and invites their members.") },
    Explanation { "enableJoin",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "Members join the rooms that they are invited to.") },
    Explanation { "enableHistory",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Fills the rooms with messages before anything is measured, as they would have after months of use.") },
    Explanation { "historyMessages",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "How many messages a room has then, on average.") },
    Explanation { "enableChat",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "Users log in, read and write as people do: what is measured.") },
    // the figures of a run
    Explanation { "usersTile",
        QT_TRANSLATE_NOOP(
            "throng::ui::Explanations", "Virtual users that run now, of those that the test wants at this moment.") },
    Explanation { "requestsTile",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Requests that were answered each second, over the last ten seconds. Long polls wait for news because they "
            "were asked to; they are counted apart.") },
    Explanation { "failuresTile",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "The share of requests that failed in the last ten seconds: error answers, timeouts, lost connections. "
            "Refusals with 429 are counted apart.") },
    Explanation { "responseTile",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "95 of 100 answers of the last ten seconds came within this time. Half of them came within p50, 99 of 100 "
            "within p99.") },
    Explanation { "actionsTile",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "What users got to do, against what their habits planned. Where it falls behind, they wait for the "
            "server.") },
    Explanation { "refusedTile",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Answers with 429, too many requests: the server's rate limits, not its strength. Their waiting is not in "
            "the response times.") },
    Explanation { "generatorTile",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Whether this machine keeps up with making the load. If it does not, the figures say more about it than "
            "about the server.") },
    Explanation { "suiteChoice",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "The suite that Start runs: tests in their order.") },
    Explanation { "runsTable",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "The runs that are kept of this project. F2 gives the selected one a title, Shift+F2 a note; Delete "
            "removes "
            "it, and Undo brings it back.") },
    // how many users a server carries
    Explanation { "capacityFrom",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "How many users the first step has. The next ones double it until a threshold breaks.") },
    Explanation { "capacityTo", QT_TRANSLATE_NOOP("throng::ui::Explanations", "No step has more users than this.") },
    Explanation { "capacitySettle",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "How long nothing is judged after the load has changed.") },
    Explanation { "capacityMeasure",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "How long each load is measured. Rare things need longer: a p99 of few answers says little.") },
    Explanation { "capacitySteps",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "The loads that were tried, and what became of them.") },
    // cleaning up
    Explanation { "cleanupBySecret",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "With the registration_shared_secret of a Synapse, an administrator is made for this alone, and "
            "deactivated at the end.") },
    Explanation { "cleanupByToken",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "With the access token of an administrator of a Synapse.") },
    Explanation { "cleanupByUsers",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "Without any rights on the server: each account leaves its rooms and deactivates itself.") },
    Explanation { "cleanupSecret",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "The secret, or the token. It is kept nowhere.") },
    Explanation {
        "cleanupSure", QT_TRANSLATE_NOOP("throng::ui::Explanations", "Nothing brings back what is removed.") },
    // the start page
    Explanation { "recentTable",
        QT_TRANSLATE_NOOP(
            "throng::ui::Explanations", "The projects opened last. Return or a double click opens one.") },
    // preferences
    Explanation {
        "preferredAppearance", QT_TRANSLATE_NOOP("throng::ui::Explanations", "Light or dark, or as the desktop is.") },
    Explanation { "autosaveSeconds",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "How often unsaved changes are set aside, so that a crash does not take them. The project itself is "
            "written "
            "only when you save it.") },
    Explanation { "preferredFolder",
        QT_TRANSLATE_NOOP("throng::ui::Explanations", "Where a new project is suggested to be kept.") },
    Explanation { "alertAtRunEnd",
        QT_TRANSLATE_NOOP("throng::ui::Explanations",
            "When a run ends while you look at something else, the desktop tells you, and the window asks for "
            "attention.") },
};

} // namespace

void explain(QWidget *root)
{
    for (const Explanation &explanation : explanations) {
        const auto widgets = root->findChildren<QWidget *>(QLatin1StringView(explanation.name));
        for (QWidget *widget : widgets) {
            if (widget->whatsThis().isEmpty())
                widget->setWhatsThis(Explanations::tr(explanation.text));
        }
    }
}

} // namespace throng::ui
