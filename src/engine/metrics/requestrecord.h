// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/outcome.h"

namespace throng::metrics {

/// Where an exchange was on its way, beside what every Sample says.
///
/// The lag is what this program added to the response time. It is known only where http::Reactor::watchLag() is on and
/// nothing lies between us and the socket (plain HTTP); 0 otherwise.
struct RequestTrace {
    std::chrono::steady_clock::time_point began; ///< the user asked for it
    Nanoseconds opening { 0 }; ///< of the duration: a connection was opened for it
    quint16 localPort = 0; ///< of the connection, as the server's side sees it; 0: it never got one

    Nanoseconds writing { 0 }; ///< until the kernel had the request, or as much of a long one as it took
    Nanoseconds unread { 0 }; ///< that the answer's last bytes had lain in the socket, by the kernel's own stamp
    Nanoseconds worked { 0 }; ///< of these two at most: our thread was busy. In the rest the machine did not run it

    [[nodiscard]] Nanoseconds lag() const { return writing + unread; }
    friend bool operator==(const RequestTrace &, const RequestTrace &) = default;
};

/// One exchange by itself, for whoever holds them against another record of the same requests.
struct RequestRecord {
    EndpointKey key;
    Outcome outcome = Outcome::Ok;
    Nanoseconds waited { 0 }; ///< as in Sample
    Nanoseconds duration { 0 }; ///< as in Sample; of a cancelled one, all the time since it began
    RequestTrace trace;

    friend bool operator==(const RequestRecord &, const RequestRecord &) = default;
};

} // namespace throng::metrics
