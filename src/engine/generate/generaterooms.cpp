// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/generate/generaterooms.h"

#include "engine/base/random.h"
#include "engine/base/words.h"
#include "engine/users/crowd.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace throng::generate {

namespace {

/// No server makes a million rooms within a week.
constexpr int mostDraws = 1'000'000;
/// Lists of members beyond this do not fit a desktop's memory, nor any server's evening.
constexpr qint64 mostMemberships = 100'000'000;
constexpr int mostRoomsPerMember = 100;

const QString &numberPlace()
{
    static const QString place = u"{n}"_s;
    return place;
}

int largestOf(const project::RoomPattern &pattern, int users)
{
    return std::min(pattern.largest.value_or(users), users);
}

/// Calls `size` for each room's size, in order, until it returns false.
template <typename Callback>
void forEachSize(const project::RoomPattern &pattern, int users, Random &random, Callback &&size)
{
    const int largest = largestOf(pattern, users);
    const int draws = pattern.draws.value_or(users);
    // As matrix-locust does it: what is too small makes no room, what is too large is cut.
    const auto bounded = [&](double drawn) {
        return drawn < pattern.smallest ? true : size(static_cast<int>(std::min<double>(drawn, largest)));
    };
    switch (pattern.distribution) {
    case project::RoomDistribution::Pareto:
        for (int i = 0; i < draws; ++i) {
            // Python's round(): a half goes to the even neighbour.
            if (!bounded(std::nearbyint(random.pareto(pattern.alpha))))
                return;
        }
        return;
    case project::RoomDistribution::Fixed:
        for (int i = 0; i < draws; ++i) {
            if (!size(std::min(pattern.fixedSize, users)))
                return;
        }
        return;
    case project::RoomDistribution::Uniform:
        for (int i = 0; i < draws; ++i) {
            if (!size(static_cast<int>(random.between(pattern.smallest, largest))))
                return;
        }
        return;
    case project::RoomDistribution::OneBigRoom:
        size(users);
        return;
    case project::RoomDistribution::Histogram:
        for (const project::RoomSizeCount &bin : pattern.histogram) {
            for (int i = 0; i < bin.count; ++i) {
                if (!size(std::min(bin.size, users)))
                    return;
            }
        }
        return;
    case project::RoomDistribution::File:
        return; // checkRoomPattern() has refused it
    }
}

qint64 roomsOfHistogram(const project::RoomPattern &pattern)
{
    qint64 rooms = 0;
    for (const project::RoomSizeCount &bin : pattern.histogram)
        rooms += bin.count;
    return rooms;
}

/// The accounts from 0 to users − 1 that are none of `members`, which are in order.
std::vector<int> othersThan(const std::vector<int> &members, int users)
{
    std::vector<int> others;
    others.reserve(std::size_t(users) - members.size());
    auto member = members.begin();
    for (int account = 0; account < users; ++account) {
        if (member != members.end() && *member == account)
            ++member;
        else
            others.push_back(account);
    }
    return others;
}

QString groupNamePattern(const users::Population &group)
{
    return group.name + u" room "_s + numberPlace();
}

Result<> checkGroupRooms(const users::Population &group, const project::RoomPattern &pattern)
{
    const users::GroupRooms &rooms = group.rooms;
    if (rooms.perMember <= 0)
        return {};
    const QString where = Words::tr("rooms of the group \"%1\"").arg(group.name);
    if (rooms.perMember > mostRoomsPerMember)
        return failure(Words::tr("%1 rooms for each member are too many").arg(rooms.perMember), where,
            Words::tr("at most %1").arg(mostRoomsPerMember));
    if (rooms.smallest < 1)
        return failure(Words::tr("a room cannot have %1 members").arg(rooms.smallest), where, Words::tr("at least 1"));
    if (rooms.largest < rooms.smallest)
        return failure(Words::tr("the largest room has %1 members at most and the smallest %2 at least")
                           .arg(rooms.largest)
                           .arg(rooms.smallest),
            where, Words::tr("a largest room of at least the smallest's size"));
    if (groupNamePattern(group) == pattern.namePattern)
        return failure(Words::tr("they would have the names of everybody's rooms, %1").arg(pattern.namePattern), where,
            Words::tr("another name for the group or another name pattern"));
    return {};
}

} // namespace

Result<> checkRoomPattern(const project::RoomPattern &pattern, int users)
{
    using project::RoomDistribution;
    if (users < 1)
        return failure(Words::tr("there are no users to put into rooms"), u"users"_s, Words::tr("at least 1"));
    if (pattern.distribution == RoomDistribution::File)
        return failure(Words::tr("the rooms are a plan of their own in rooms.json: there is nothing to draw"),
            u"rooms"_s, Words::tr("a distribution instead of the file"));
    if (!pattern.namePattern.contains(numberPlace()))
        return failure(Words::tr("the name pattern \"%1\" has no place for a number").arg(pattern.namePattern),
            u"names"_s, Words::tr("{n} where the number goes, as in Room {n}"));
    const bool draws = pattern.distribution == RoomDistribution::Pareto
        || pattern.distribution == RoomDistribution::Fixed || pattern.distribution == RoomDistribution::Uniform;
    if (const int count = pattern.draws.value_or(0); draws && (count < 0 || count > mostDraws))
        return failure(
            Words::tr("%1 sizes cannot be drawn").arg(count), u"draws"_s, Words::tr("from 0 to %1").arg(mostDraws));
    const bool bounded =
        pattern.distribution == RoomDistribution::Pareto || pattern.distribution == RoomDistribution::Uniform;
    if (bounded && pattern.smallest < 1)
        return failure(
            Words::tr("a room cannot have %1 members").arg(pattern.smallest), u"smallest"_s, Words::tr("at least 1"));
    if (bounded && largestOf(pattern, users) < pattern.smallest)
        return failure(Words::tr("the largest room has %1 members at most and the smallest %2 at least")
                           .arg(largestOf(pattern, users))
                           .arg(pattern.smallest),
            u"largest"_s, Words::tr("at least the smallest, and enough users"));
    if (pattern.distribution == RoomDistribution::Pareto && !(pattern.alpha > 0 && std::isfinite(pattern.alpha)))
        return failure(Words::tr("%1 is no alpha for a Pareto distribution").arg(pattern.alpha), u"alpha"_s,
            Words::tr("a number above 0; 1.161 is the 80/20 rule"));
    if (pattern.distribution == RoomDistribution::Fixed && pattern.fixedSize < 1)
        return failure(Words::tr("a room cannot have %1 members").arg(pattern.fixedSize), u"fixed_size"_s,
            Words::tr("at least 1"));
    if (pattern.distribution == RoomDistribution::Histogram) {
        for (int i = 0; i < pattern.histogram.size(); ++i) {
            const project::RoomSizeCount &bin = pattern.histogram[i];
            if (bin.size < 1 || bin.count < 0)
                return failure(Words::tr("%1 rooms of %2 members cannot be").arg(bin.count).arg(bin.size),
                    u"histogram[%1]"_s.arg(i), Words::tr("0 rooms or more, of 1 member or more"));
        }
        if (roomsOfHistogram(pattern) > mostDraws)
            return failure(Words::tr("%1 rooms are too many").arg(roomsOfHistogram(pattern)), u"histogram"_s,
                Words::tr("at most %1").arg(mostDraws));
    }
    return {};
}

/// Rooms that one set of accounts is drawn into.
class RoomDraw::Part {
public:
    /// The rooms of all.
    Part(const project::RoomPattern &pattern, std::vector<int> accounts, quint64 seed)
        : m_namePattern(pattern.namePattern)
        , m_seed(seed)
        , m_places(std::move(accounts))
    {
        m_sizes = [pattern, users = int(m_places.size()), seed](const SizeCallback &size) {
            Random random = Random::stream(seed, u"room sizes");
            forEachSize(pattern, users, random, size);
        };
    }

    /// The rooms of a group, number `index` of them: its accounts make them in turn, and the others in them are drawn
    /// from `accounts`, which are the same or have none of them.
    Part(
        const users::Population &group, quint64 index, std::vector<int> makers, std::vector<int> accounts, quint64 seed)
        : m_namePattern(groupNamePattern(group))
        , m_seed(Random::stream(seed, u"rooms of a group", index)())
        , m_makers(std::move(makers))
        , m_makersAreDrawn(!group.rooms.withOthers)
        , m_places(std::move(accounts))
    {
        const int most = int(m_places.size()) + (m_makersAreDrawn ? 0 : 1);
        const double rooms = std::round(group.rooms.perMember * double(m_makers.size()));
        m_sizes = [group, most, rooms, seed = m_seed](const SizeCallback &size) {
            if (most < group.rooms.smallest) // there are too few for any
                return;
            Random random = Random::stream(seed, u"room sizes");
            for (double i = 0; i < rooms; ++i) {
                const int drawn = int(random.between(group.rooms.smallest, group.rooms.largest));
                if (!size(std::min(drawn, most)))
                    return;
            }
        };
    }

    using SizeCallback = std::function<bool(int size)>;
    /// Calls it for each room's size, in order, until it returns false.
    void forEachSizeOf(const SizeCallback &size) const { m_sizes(size); }

    [[nodiscard]] QString name(int number) const
    {
        QString name = m_namePattern;
        return name.replace(numberPlace(), QString::number(number));
    }

    /// Of its room `number`, the first `count`.
    QList<int> members(int number, int count)
    {
        // A stream of its own: a room's members do not depend on those of the rooms before.
        Random random = Random::stream(m_seed, u"room members", static_cast<quint64>(number));
        if (m_makers.empty())
            return draw(random, count, {});
        if (count < 1)
            return {};
        const std::size_t maker = std::size_t(number) % m_makers.size();
        QList<int> members = draw(random, count - 1, m_makersAreDrawn ? std::optional(maker) : std::nullopt);
        members.prepend(m_makers[maker]);
        return members;
    }

    int first = 0; ///< the number of its first room

private:
    /// k of n accounts, each as likely as any other, in the order they were drawn: the first k steps of a Fisher-Yates
    /// shuffle, undone afterwards, so that a sample costs k and not n. The one at the place `without` is left out.
    QList<int> draw(Random &random, int count, std::optional<std::size_t> without)
    {
        std::size_t all = m_places.size();
        if (without)
            std::swap(m_places[*without], m_places[--all]);
        QList<int> members;
        members.reserve(count + 1);
        m_moved.clear();
        for (int i = 0; i < count; ++i) {
            const auto here = static_cast<std::size_t>(i);
            const std::size_t other = here + random.below(all - here);
            std::swap(m_places[here], m_places[other]);
            m_moved.push_back(other);
            members.append(m_places[here]);
        }
        // Backwards, so that every sample starts from the same order and depends on nothing drawn before.
        for (std::size_t i = m_moved.size(); i-- > 0;)
            std::swap(m_places[i], m_places[m_moved[i]]);
        if (without)
            std::swap(m_places[*without], m_places[all]);
        return members;
    }

    QString m_namePattern;
    quint64 m_seed;
    std::function<void(const SizeCallback &size)> m_sizes;
    std::vector<int> m_makers; ///< empty: whoever is drawn first
    bool m_makersAreDrawn = false; ///< makers stand at the same places of m_places
    std::vector<int> m_places;
    std::vector<std::size_t> m_moved;
};

RoomDraw::RoomDraw() = default;
RoomDraw::RoomDraw(RoomDraw &&other) noexcept = default;
RoomDraw &RoomDraw::operator=(RoomDraw &&other) noexcept = default;
RoomDraw::~RoomDraw() = default;

Result<RoomDraw> RoomDraw::make(
    const project::RoomPattern &pattern, int users, quint64 seed, const QList<users::Population> &groups)
{
    for (const users::Population &group : groups) {
        if (const Result<> valid = checkGroupRooms(group, pattern); !valid)
            return tl::unexpected(valid.error());
    }
    std::vector<int> inCommon;
    std::vector<std::vector<int>> membersOf(std::size_t(groups.size()));
    const users::Crowd crowd({}, groups);
    for (int account = 0; account < users; ++account) {
        const int group = crowd.populationOf(account);
        if (group < 0 || groups[group].rooms.inCommonRooms)
            inCommon.push_back(account);
        if (group >= 0)
            membersOf[std::size_t(group)].push_back(account);
    }

    RoomDraw draw;
    // Where groups have rooms of their own, those of all may be for too few to draw any.
    const bool tooFew = int(inCommon.size()) < users && int(inCommon.size()) < std::max(1, pattern.smallest);
    if (const Result<> valid = checkRoomPattern(pattern, tooFew ? users : int(inCommon.size())); !valid)
        return tl::unexpected(valid.error());
    if (!tooFew)
        draw.m_parts.push_back(std::make_unique<Part>(pattern, std::move(inCommon), seed));
    for (qsizetype i = 0; i < groups.size(); ++i) {
        const std::vector<int> &members = membersOf[std::size_t(i)];
        if (groups[i].rooms.perMember <= 0 || members.empty())
            continue;
        std::vector<int> drawn = groups[i].rooms.withOthers ? othersThan(members, users) : members;
        draw.m_parts.push_back(std::make_unique<Part>(groups[i], quint64(i), members, std::move(drawn), seed));
    }

    // Drawing the sizes alone is cheap, so what does not fit is known before the first room is made.
    qint64 memberships = 0;
    for (const std::unique_ptr<Part> &part : draw.m_parts) {
        part->first = draw.count();
        part->forEachSizeOf([&](int size) {
            draw.m_sizes.push_back(size);
            memberships += size;
            return memberships <= mostMemberships && draw.count() <= mostDraws;
        });
    }
    if (draw.count() > mostDraws)
        return failure(Words::tr("there are more than %1 rooms").arg(mostDraws), u"rooms"_s, Words::tr("fewer rooms"));
    if (memberships > mostMemberships)
        return failure(Words::tr("the rooms have more than %1 members together").arg(mostMemberships), u"rooms"_s,
            Words::tr("fewer or smaller rooms"));
    return draw;
}

RoomDraw::Part &RoomDraw::partOf(int room) const
{
    const auto isBehind = [](int number, const std::unique_ptr<Part> &part) { return number < part->first; };
    return **std::prev(std::upper_bound(m_parts.begin(), m_parts.end(), room, isBehind));
}

QString RoomDraw::name(int room) const
{
    const Part &part = partOf(room);
    return part.name(room - part.first);
}

QList<int> RoomDraw::members(int room, int most) const
{
    Part &part = partOf(room);
    return part.members(room - part.first, std::min(size(room), most));
}

Result<> generateRooms(const project::RoomPattern &pattern, int users, quint64 seed,
    const QList<users::Population> &groups, const std::function<Result<>(project::PlannedRoom)> &room)
{
    const Result<RoomDraw> draw = RoomDraw::make(pattern, users, seed, groups);
    if (!draw)
        return tl::unexpected(draw.error());
    for (int i = 0; i < draw->count(); ++i) {
        if (Result<> taken = room({ draw->name(i), draw->members(i) }); !taken)
            return taken;
    }
    return {};
}

Result<QList<project::PlannedRoom>> generateRooms(
    const project::RoomPattern &pattern, int users, quint64 seed, const QList<users::Population> &groups)
{
    QList<project::PlannedRoom> rooms;
    const Result<> generated = generateRooms(pattern, users, seed, groups, [&](project::PlannedRoom room) -> Result<> {
        rooms.append(std::move(room));
        return {};
    });
    if (!generated)
        return tl::unexpected(generated.error());
    return rooms;
}

} // namespace throng::generate
