// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <tl/expected.hpp>

namespace throng {

/// What went wrong, in the words of the person who has to mend it.
struct Error {
    QString message; ///< one sentence: what happened
    QString where; ///< file, file:line, or file and JSON path; empty when there is no such place
    QString expected; ///< what would have been right; empty when that is obvious

    /// "WHERE: MESSAGE (expected EXPECTED)", without the parts that are empty.
    [[nodiscard]] QString toString() const;

    friend bool operator==(const Error &, const Error &) = default;
};

template <typename T = void>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> failure(QString message, QString where = {}, QString expected = {})
{
    return tl::unexpected<Error>(Error { std::move(message), std::move(where), std::move(expected) });
}

} // namespace throng
