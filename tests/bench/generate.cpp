// SPDX-License-Identifier: GPL-3.0-or-later
// What 50,000 users and their rooms cost to generate, and to write and read again.
#include "engine/generate/generaterooms.h"
#include "engine/generate/generateusers.h"
#include "engine/generate/roomsummary.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTextStream>

#include <ctime>

using namespace Qt::StringLiterals;
using namespace throng;

namespace {

double cpuSeconds()
{
    timespec time {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// Runs `work`, prints a row of the table and the same as a JSON line.
void measure(QTextStream &out, const QString &name, qint64 users, const std::function<bool()> &work)
{
    QElapsedTimer wall;
    wall.start();
    const double before = cpuSeconds();
    if (!work())
        qFatal("%s failed", qPrintable(name));
    const double cpu = cpuSeconds() - before;
    out << qSetFieldWidth(36) << Qt::left << name << qSetFieldWidth(0)
        << u"%1 s wall, %2 s CPU\n"_s.arg(static_cast<double>(wall.nsecsElapsed()) * 1e-9, 0, 'f', 3)
               .arg(cpu, 0, 'f', 3)
        << u"{\"name\": \"%1\", \"users\": %2, \"cpu_seconds\": %3}\n"_s.arg(name).arg(users).arg(cpu, 0, 'f', 4);
    out.flush();
}

} // namespace

int main()
{
    QTextStream out(stdout);
    constexpr int count = 50'000;
    constexpr quint64 seed = 7;
    project::UserPattern pattern;
    pattern.count = count;
    QList<users::Account> accounts;
    QList<project::PlannedRoom> rooms;
    const QTemporaryDir folder;

    measure(out, u"generate users and rooms"_s, count, [&] {
        auto users = generate::generateUsers(pattern, seed);
        auto planned = generate::generateRooms({}, count, seed);
        if (!users || !planned)
            return false;
        accounts = std::move(*users);
        rooms = std::move(*planned);
        return true;
    });
    measure(out, u"summarise rooms"_s, count, [&] { return generate::summarize(rooms, count).rooms == rooms.size(); });
    measure(out, u"write users.csv and rooms.json"_s, count, [&] {
        return project::AccountsFile::write(folder.filePath(u"users.csv"_s), accounts).has_value()
            && project::RoomsFile::write(folder.filePath(u"rooms.json"_s), rooms, accounts).has_value();
    });
    measure(out, u"read users.csv and rooms.json"_s, count, [&] {
        const auto users = project::AccountsFile::read(folder.filePath(u"users.csv"_s));
        return users
            && project::RoomsFile::read(folder.filePath(u"rooms.json"_s), project::indexAccounts(*users)).has_value();
    });
    const generate::RoomSummary summary = generate::summarize(rooms, count);
    out << u"%1 rooms, %2 memberships, largest %3\n"_s.arg(summary.rooms)
               .arg(summary.memberships)
               .arg(summary.largestRoom);
    return 0;
}
