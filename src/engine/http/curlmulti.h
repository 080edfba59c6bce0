// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/deadline.h"
#include "engine/http/poller.h"

#include <curl/curl.h>

namespace throng::http {

class Reactor;

/// libcurl's multi handle on the reactor's poller and deadlines. It opens connections and does nothing else.
class CurlMulti final : private Deadline {
public:
    /// The private pointer (CURLOPT_PRIVATE) of each handle that is added.
    class Client {
    public:
        /// The connection is open, or `code` says why it is not. Outside of libcurl's callbacks; may destroy the
        /// client.
        virtual void opened(CURLcode code) = 0;

    protected:
        ~Client() = default;
    };

    explicit CurlMulti(Reactor &reactor);
    ~CurlMulti() override;

    [[nodiscard]] bool add(CURL *easy);
    /// Ends its connection as well.
    void remove(CURL *easy);

private:
    class WatchedSocket;

    static int socketWanted(CURL *easy, curl_socket_t socket, int what, void *self, void *known);
    static int timerWanted(CURLM *multi, long milliseconds, void *self);
    void expired(Clock::time_point) override;
    void act(curl_socket_t socket, int events);
    void reportOpened();

    Reactor &m_reactor;
    CURLM *m_multi;
};

} // namespace throng::http
