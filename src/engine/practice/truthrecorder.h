// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/practice/exchange.h"
#include "engine/practice/truth.h"

#include <map>
#include <string>
#include <unordered_map>

namespace throng::practice {

/// Keeps the books: what was asked, when, and how it ended. Lives on the server's thread.
class TruthRecorder {
public:
    Truth books;
    bool listRequests = false;
    bool listDeliveries = false;

    /// Where the request belongs in Truth::endpoints.
    int endpointOf(const Exchange &exchange);
    /// The end of a request, `whole` when all of its answer was handed to the kernel.
    void finished(Exchange &exchange, int status, bool whole);
    /// Forgets what was counted, not what describes the state now.
    void reset();

private:
    std::unordered_map<const Route *, std::map<std::string, int, std::less<>>> m_indexes;
};

} // namespace throng::practice
