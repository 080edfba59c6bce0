// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/populationoptions.h"

#include "app/ctl/output.h"
#include "engine/generate/generaterooms.h"
#include "engine/generate/generateusers.h"
#include "engine/generate/roomsummary.h"
#include "engine/project/accountsfile.h"
#include "engine/project/roomsfile.h"

using namespace Qt::StringLiterals;

namespace throng::ctl {

void UserOptions::addTo(CLI::App &command)
{
    command.add_option("--users", count, "How many accounts (default 1000)");
    command.add_option("--names", names, "Name pattern; its last run of zeros is the number (default user.000000)");
    command.add_option("--domain", domain, "Server name appended to each user name, for federated runs");
    command.add_option("--password-length", passwordLength, "Characters of [0-9a-zA-Z] (default 16)");
}

void UserOptions::applyTo(project::UserPattern &pattern) const
{
    if (count)
        pattern.count = *count;
    if (names)
        pattern.namePattern = text(*names);
    if (domain)
        pattern.domain = text(*domain);
    if (passwordLength)
        pattern.passwordLength = *passwordLength;
}

void RoomOptions::addTo(CLI::App &command)
{
    command.add_option("--draws", draws, "How many room sizes are drawn (default: one a user)");
    command.add_option("--smallest", smallest, "Draws below this many members make no room (default 2)");
    command.add_option("--largest", largest, "Draws above this are cut to it (default: the number of users)");
}

void RoomOptions::applyTo(project::RoomPattern &pattern) const
{
    if (draws)
        pattern.draws = *draws;
    if (smallest)
        pattern.smallest = *smallest;
    if (largest)
        pattern.largest = *largest;
}

Result<> writeUsers(const project::ProjectFolder &folder, const project::Project &project)
{
    const auto accounts = generate::generateUsers(project.users, project.userSeed());
    if (!accounts)
        return tl::unexpected(accounts.error());
    if (const auto written = project::AccountsFile::write(folder.usersFile(), *accounts); !written)
        return written;
    say(u"%1 users in %2, the first is %3"_s.arg(
        formatCount(quint64(accounts->size())), folder.usersFile(), accounts->first().planName()));
    return {};
}

Result<> writeRooms(const project::ProjectFolder &folder, const project::Project &project)
{
    const auto accounts = project::AccountsFile::read(folder.usersFile());
    if (!accounts)
        return tl::unexpected(accounts.error());
    const int users = int(accounts->size());
    const auto rooms = generate::generateRooms(project.rooms, users, project.roomSeed(), project.groupsWithRooms());
    if (!rooms)
        return tl::unexpected(rooms.error());
    if (const auto written = project::RoomsFile::write(folder.roomsFile(), *rooms, *accounts); !written)
        return written;

    const generate::RoomSummary summary = generate::summarize(*rooms, users);
    say(u"%1 rooms in %2, the largest (%3) with %4 members; %5 rooms a user, a message reaches %6 people"_s.arg(
        formatCount(quint64(summary.rooms)), folder.roomsFile(), summary.largestRoomName,
        formatCount(quint64(summary.largestRoom)), QString::number(summary.roomsPerUser, 'f', 1),
        QString::number(summary.messageReach, 'f', 1)));
    say(u"%1 users are in no room, %2 in all, %3 in more than 99"_s.arg(formatCount(quint64(summary.usersInNoRoom)),
        formatCount(quint64(summary.usersInAllRooms)), formatCount(quint64(summary.usersInMoreThan99))));
    return {};
}

} // namespace throng::ctl
