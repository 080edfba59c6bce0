// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/curlmulti.h"

#include "engine/http/reactor.h"

#include <csignal>
#include <mutex>

namespace throng::http {

/// A socket that libcurl waits for while it connects.
class CurlMulti::WatchedSocket final : public Poller::Watcher {
public:
    WatchedSocket(CurlMulti &curl, curl_socket_t socket)
        : m_curl(curl)
        , m_socket(socket)
    {
    }

private:
    void socketReady(unsigned events) override
    {
        int mask = 0;
        if (events & Poller::Readable)
            mask |= CURL_CSELECT_IN;
        if (events & Poller::Writable)
            mask |= CURL_CSELECT_OUT;
        m_curl.act(m_socket, mask); // may destroy this
    }

    CurlMulti &m_curl;
    curl_socket_t m_socket;
};

CurlMulti::CurlMulti(Reactor &reactor)
    : Deadline(reactor.deadlines())
    , m_reactor(reactor)
{
    static std::once_flag once;
    std::call_once(once, [] {
        curl_global_init(CURL_GLOBAL_DEFAULT);
        // OpenSSL writes without MSG_NOSIGNAL. Ignored here once; libcurl would do it around each send
        // (CURLOPT_NOSIGNAL).
        std::signal(SIGPIPE, SIG_IGN);
    });
    m_multi = curl_multi_init();
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETFUNCTION, &CurlMulti::socketWanted);
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERFUNCTION, &CurlMulti::timerWanted);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERDATA, this);
}

CurlMulti::~CurlMulti()
{
    curl_multi_cleanup(m_multi);
}

bool CurlMulti::add(CURL *easy)
{
    return curl_multi_add_handle(m_multi, easy) == CURLM_OK;
}

void CurlMulti::remove(CURL *easy)
{
    curl_multi_remove_handle(m_multi, easy);
}

int CurlMulti::socketWanted(CURL *, curl_socket_t socket, int what, void *self, void *known)
{
    auto &curl = *static_cast<CurlMulti *>(self);
    auto *watched = static_cast<WatchedSocket *>(known);
    Poller &poller = curl.m_reactor.poller();
    if (what == CURL_POLL_REMOVE) {
        if (watched) {
            poller.remove(socket, *watched);
            curl_multi_assign(curl.m_multi, socket, nullptr);
            delete watched;
        }
        return 0;
    }
    unsigned events = 0;
    if (what & CURL_POLL_IN)
        events |= Poller::Readable;
    if (what & CURL_POLL_OUT)
        events |= Poller::Writable;
    if (watched) {
        poller.change(socket, *watched, events, Poller::Mode::Level);
    } else {
        watched = new WatchedSocket(curl, socket); // libcurl keeps it for us until CURL_POLL_REMOVE
        poller.add(socket, *watched, events, Poller::Mode::Level);
        curl_multi_assign(curl.m_multi, socket, watched);
    }
    return 0;
}

int CurlMulti::timerWanted(CURLM *, long milliseconds, void *self)
{
    auto &curl = *static_cast<CurlMulti *>(self);
    if (milliseconds < 0)
        curl.cancel();
    else
        curl.arm(Clock::now() + std::chrono::milliseconds(milliseconds));
    return 0;
}

void CurlMulti::expired(Clock::time_point)
{
    act(CURL_SOCKET_TIMEOUT, 0);
}

void CurlMulti::act(curl_socket_t socket, int events)
{
    int running = 0;
    curl_multi_socket_action(m_multi, socket, events, &running);
    reportOpened();
}

void CurlMulti::reportOpened()
{
    int left = 0;
    while (const CURLMsg *message = curl_multi_info_read(m_multi, &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        const CURLcode code = message->data.result;
        char *client = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &client);
        reinterpret_cast<Client *>(client)->opened(code);
    }
}

} // namespace throng::http
