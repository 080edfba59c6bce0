// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/generate/generaterooms.h"

#include "engine/base/random.h"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace Qt::StringLiterals;

namespace throng::generate {

namespace {

/// No server makes a million rooms within a week.
constexpr int mostDraws = 1'000'000;
/// Lists of members beyond this do not fit a desktop's memory, nor any server's evening.
constexpr qint64 mostMemberships = 100'000'000;

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

Random sizesOf(quint64 seed)
{
    return Random::stream(seed, u"room sizes");
}

/// Drawing the sizes alone is cheap, so what does not fit is known before the first room is made.
Result<> checkMemberships(const project::RoomPattern &pattern, int users, quint64 seed)
{
    qint64 memberships = 0;
    Random sizes = sizesOf(seed);
    forEachSize(pattern, users, sizes, [&](int size) {
        memberships += size;
        return memberships <= mostMemberships;
    });
    if (memberships <= mostMemberships)
        return {};
    return failure(u"the rooms have more than %1 members together"_s.arg(mostMemberships), u"rooms"_s,
        u"fewer or smaller rooms"_s);
}

qint64 roomsOfHistogram(const project::RoomPattern &pattern)
{
    qint64 rooms = 0;
    for (const project::RoomSizeCount &bin : pattern.histogram)
        rooms += bin.count;
    return rooms;
}

} // namespace

Result<> checkRoomPattern(const project::RoomPattern &pattern, int users)
{
    using project::RoomDistribution;
    if (users < 1)
        return failure(u"there are no users to put into rooms"_s, u"users"_s, u"at least 1"_s);
    if (pattern.distribution == RoomDistribution::File)
        return failure(u"the rooms are a plan of their own in rooms.json: there is nothing to draw"_s, u"rooms"_s,
            u"a distribution instead of the file"_s);
    if (!pattern.namePattern.contains(numberPlace()))
        return failure(u"the name pattern \"%1\" has no place for a number"_s.arg(pattern.namePattern), u"names"_s,
            u"{n} where the number goes, as in Room {n}"_s);
    const bool draws = pattern.distribution == RoomDistribution::Pareto
        || pattern.distribution == RoomDistribution::Fixed || pattern.distribution == RoomDistribution::Uniform;
    if (const int count = pattern.draws.value_or(0); draws && (count < 0 || count > mostDraws))
        return failure(u"%1 sizes cannot be drawn"_s.arg(count), u"draws"_s, u"from 0 to %1"_s.arg(mostDraws));
    const bool bounded =
        pattern.distribution == RoomDistribution::Pareto || pattern.distribution == RoomDistribution::Uniform;
    if (bounded && pattern.smallest < 1)
        return failure(u"a room cannot have %1 members"_s.arg(pattern.smallest), u"smallest"_s, u"at least 1"_s);
    if (bounded && largestOf(pattern, users) < pattern.smallest)
        return failure(
            u"the largest room has %1 members at most and the smallest %2 at least"_s.arg(largestOf(pattern, users))
                .arg(pattern.smallest),
            u"largest"_s, u"at least the smallest, and enough users"_s);
    if (pattern.distribution == RoomDistribution::Pareto && !(pattern.alpha > 0 && std::isfinite(pattern.alpha)))
        return failure(u"%1 is no alpha for a Pareto distribution"_s.arg(pattern.alpha), u"alpha"_s,
            u"a number above 0; 1.161 is the 80/20 rule"_s);
    if (pattern.distribution == RoomDistribution::Fixed && pattern.fixedSize < 1)
        return failure(u"a room cannot have %1 members"_s.arg(pattern.fixedSize), u"fixed_size"_s, u"at least 1"_s);
    if (pattern.distribution == RoomDistribution::Histogram) {
        for (int i = 0; i < pattern.histogram.size(); ++i) {
            const project::RoomSizeCount &bin = pattern.histogram[i];
            if (bin.size < 1 || bin.count < 0)
                return failure(u"%1 rooms of %2 members cannot be"_s.arg(bin.count).arg(bin.size),
                    u"histogram[%1]"_s.arg(i), u"0 rooms or more, of 1 member or more"_s);
        }
        if (roomsOfHistogram(pattern) > mostDraws)
            return failure(u"%1 rooms are too many"_s.arg(roomsOfHistogram(pattern)), u"histogram"_s,
                u"at most %1"_s.arg(mostDraws));
    }
    return {};
}

/// Draws k of n users, each as likely as any other, in the order they were drawn: the first k steps of a
/// Fisher-Yates shuffle, undone afterwards, so that a sample costs k and not n.
class RoomDraw::Sampler {
public:
    explicit Sampler(int users)
        : m_places(static_cast<std::size_t>(users))
    {
        for (int i = 0; i < users; ++i)
            m_places[static_cast<std::size_t>(i)] = i;
    }

    QList<int> draw(Random &random, int count)
    {
        QList<int> members;
        members.reserve(count);
        m_moved.clear();
        for (int i = 0; i < count; ++i) {
            const auto here = static_cast<std::size_t>(i);
            const std::size_t other = here + random.below(m_places.size() - here);
            std::swap(m_places[here], m_places[other]);
            m_moved.push_back(other);
            members.append(m_places[here]);
        }
        // Backwards, so that every sample starts from the same order and depends on nothing drawn before.
        for (std::size_t i = m_moved.size(); i-- > 0;)
            std::swap(m_places[i], m_places[m_moved[i]]);
        return members;
    }

private:
    std::vector<int> m_places;
    std::vector<std::size_t> m_moved;
};

RoomDraw::RoomDraw(const project::RoomPattern &pattern, int users, quint64 seed)
    : m_namePattern(pattern.namePattern)
    , m_seed(seed)
    , m_sampler(std::make_unique<Sampler>(users))
{
    Random sizes = sizesOf(seed);
    forEachSize(pattern, users, sizes, [this](int size) {
        m_sizes.push_back(size);
        return true;
    });
}

RoomDraw::RoomDraw(RoomDraw &&other) noexcept = default;
RoomDraw &RoomDraw::operator=(RoomDraw &&other) noexcept = default;
RoomDraw::~RoomDraw() = default;

Result<RoomDraw> RoomDraw::make(const project::RoomPattern &pattern, int users, quint64 seed)
{
    if (const Result<> valid = checkRoomPattern(pattern, users); !valid)
        return tl::unexpected(valid.error());
    if (const Result<> fits = checkMemberships(pattern, users, seed); !fits)
        return tl::unexpected(fits.error());
    return RoomDraw(pattern, users, seed);
}

QString RoomDraw::name(int room) const
{
    QString name = m_namePattern;
    return name.replace(numberPlace(), QString::number(room));
}

QList<int> RoomDraw::members(int room, int most) const
{
    // A stream of its own: a room's members do not depend on those of the rooms before.
    Random random = Random::stream(m_seed, u"room members", static_cast<quint64>(room));
    return m_sampler->draw(random, std::min(size(room), most));
}

Result<> generateRooms(const project::RoomPattern &pattern, int users, quint64 seed,
    const std::function<Result<>(project::PlannedRoom)> &room)
{
    const Result<RoomDraw> draw = RoomDraw::make(pattern, users, seed);
    if (!draw)
        return tl::unexpected(draw.error());
    for (int i = 0; i < draw->count(); ++i) {
        if (Result<> taken = room({ draw->name(i), draw->members(i) }); !taken)
            return taken;
    }
    return {};
}

Result<QList<project::PlannedRoom>> generateRooms(const project::RoomPattern &pattern, int users, quint64 seed)
{
    QList<project::PlannedRoom> rooms;
    const Result<> generated = generateRooms(pattern, users, seed, [&](project::PlannedRoom room) -> Result<> {
        rooms.append(std::move(room));
        return {};
    });
    if (!generated)
        return tl::unexpected(generated.error());
    return rooms;
}

} // namespace throng::generate
