// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/homeserver.h"

#include <algorithm>

namespace throng::practice {

Homeserver::Homeserver(
    boost::asio::io_context &ioContext, const Options &serverOptions, Truth &truth, Backstage &behind)
    : context(ioContext)
    , options(serverOptions)
    , books(truth)
    , backstage(behind)
    , name(serverOptions.serverName.toStdString())
    , random(Random::stream(serverOptions.seed, u"practice"))
{
    SyncFilter filter;
    filter.timeline.limit = static_cast<std::size_t>(std::max(1, options.timelineLimit));
    defaultFilter = std::make_shared<const SyncFilter>(std::move(filter));
    for (int number = 0; number < options.preparedAccounts; ++number) {
        const std::string user = Options::preparedName(number).toStdString();
        if (!accounts.create(user, user, false))
            break; // the cap is reached, which was said
    }
}

std::string Homeserver::randomText(std::size_t length, Alphabet alphabet)
{
    constexpr std::string_view mixed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    constexpr std::string_view hex = "0123456789abcdef";
    std::string text(length, '\0');
    std::uint64_t bits = 0;
    int left = 0;
    for (char &c : text) {
        if (left == 0) {
            bits = random();
            left = 10;
        }
        --left;
        switch (alphabet) {
        case Alphabet::Mixed:
            c = mixed[bits & 63];
            break;
        case Alphabet::Upper:
            c = mixed[(bits & 63) % 26];
            break;
        case Alphabet::Hex:
            c = hex[bits & 15];
            break;
        }
        bits >>= 6;
    }
    return text;
}

std::int64_t Homeserver::now() const
{
    const auto unix = std::chrono::system_clock::now().time_since_epoch() + clockJump;
    return std::chrono::duration_cast<std::chrono::milliseconds>(unix).count();
}

Refusal Homeserver::full(const char *what)
{
    if (books.stateFull++ == 0)
        options.warn(QStringLiteral("The state is full: more %1 are refused.").arg(QLatin1StringView(what)));
    return { 403, "M_RESOURCE_LIMIT_EXCEEDED",
        std::string("This practice server keeps its state in memory and has reached its limit of ") + what };
}

} // namespace throng::practice
