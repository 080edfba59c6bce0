// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <tl/expected.hpp>

#include <string>

namespace throng::practice {

/// Why the homeserver did not do what was asked, as the client is told.
struct Refusal {
    int status = 400;
    std::string errcode = "M_UNKNOWN";
    std::string message;
};

template <typename T = void>
using Allowed = tl::expected<T, Refusal>;

[[nodiscard]] inline tl::unexpected<Refusal> refused(int status, std::string errcode, std::string message)
{
    return tl::unexpected<Refusal>(Refusal { status, std::move(errcode), std::move(message) });
}

} // namespace throng::practice
