// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/historybook.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace throng::users {

std::vector<int> historyTargets(std::span<const PlannedRoom> rooms, const HistoryParameters &parameters)
{
    std::vector<double> weights;
    double sum = 0;
    for (const PlannedRoom &room : rooms) {
        weights.push_back(room.members.empty() ? 0 : std::pow(double(room.members.size()), parameters.sizeWeight));
        sum += weights.back();
    }
    std::vector<int> targets(rooms.size(), 0);
    if (sum <= 0)
        return targets;
    const double wanted = std::min(std::round(std::max(parameters.messagesPerRoom, 0.0) * double(rooms.size())),
        double(std::numeric_limits<int>::max()));
    // Cut where the sum of the weights so far says, so that nothing is lost by rounding.
    double upTo = 0;
    double before = 0;
    for (std::size_t i = 0; i < rooms.size(); ++i) {
        upTo += weights[i];
        const double after = i + 1 == rooms.size() ? wanted : std::round(wanted * upTo / sum);
        targets[i] = int(after - before);
        before = after;
    }
    return targets;
}

HistoryBook::Part *HistoryBook::Pages::next()
{
    Part *furthest = nullptr;
    double least = 1;
    for (Part &part : parts) {
        if (part.written >= part.target)
            continue;
        const double done = double(part.written) / part.target;
        if (done < least) {
            least = done;
            furthest = &part;
        }
    }
    return furthest;
}

int HistoryBook::Pages::missing() const
{
    int sum = 0;
    for (const Part &part : parts)
        sum += std::max(part.target - part.written, 0);
    return sum;
}

HistoryBook::HistoryBook(std::shared_ptr<const RoomBook> rooms, std::span<const QString> accounts,
    const HistoryParameters &parameters, const Before &before)
    : m_rooms(std::move(rooms))
    , m_pages(accounts.size())
{
    QHash<QString, int> indices;
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        indices.insert(accounts[i], int(i));
        m_pages[i].hasProfile = !parameters.setProfiles || before.profile(accounts[i]);
    }
    const std::vector<int> targets = historyTargets(m_rooms->all(), parameters);
    for (int i = 0; i < m_rooms->size(); ++i) {
        const PlannedRoom &room = m_rooms->room(i);
        if (room.roomId.isEmpty()) {
            ++m_roomsMissing;
            continue;
        }
        const auto members = qint64(room.members.size());
        const qint64 target = targets[std::size_t(i)];
        for (qint64 k = 0; k < members; ++k) {
            const QString &member = room.members[std::size_t(k)];
            const auto account = indices.constFind(member);
            const int part = int(target * (k + 1) / members - target * k / members);
            if (account == indices.constEnd() || part == 0)
                continue;
            const int written = std::min(before.messages(room.roomId, member), part);
            m_pages[std::size_t(*account)].parts.push_back({ i, part, written });
            m_wanted += part;
            m_existed += written;
        }
    }
}

} // namespace throng::users
