// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <functional>
#include <memory>
#include <vector>

#if defined(Q_OS_LINUX) && !defined(THRONG_NO_EPOLL)
#    define THRONG_EPOLL
#endif

class QSocketNotifier;

namespace throng::http {

/// A thread's sockets inside its Qt event loop: one epoll set behind one notifier on Linux, a pair of notifiers for
/// each socket elsewhere (or with THRONG_NO_EPOLL).
class Poller {
public:
    enum Event : unsigned { Readable = 1, Writable = 2, HungUp = 4 /* the peer has sent its last byte, or an error */ };
    enum class Mode : quint8 {
        Edge, ///< says once what has become possible: read and write until it would block
        Level, ///< says it again as long as it is so
    };

    class Watcher {
    public:
        Watcher() = default;
        Watcher(const Watcher &) = delete;
        Watcher &operator=(const Watcher &) = delete;
        virtual void socketReady(unsigned events) = 0;

    protected:
        virtual ~Watcher() = default;

    private:
        friend class Poller;
        quint32 m_slot = 0;
    };

    /// `turn` is called when there are events; it calls dispatch().
    explicit Poller(std::function<void()> turn);
    ~Poller();
    Poller(const Poller &) = delete;
    Poller &operator=(const Poller &) = delete;

    void add(int socket, Watcher &watcher, unsigned events, Mode mode);
    void change(int socket, Watcher &watcher, unsigned events, Mode mode);
    /// An edge-triggered socket would block: the next edge is waited for. Only notifiers need to be told.
#ifdef THRONG_EPOLL
    void wouldBlock(Watcher &, Event) { }
    static constexpr bool s_mustBeTold = false;
#else
    void wouldBlock(Watcher &watcher, Event event);
    static constexpr bool s_mustBeTold = true;
#endif
    /// To be called before the socket is closed. The watcher hears nothing any more, even of events already fetched.
    void remove(int socket, Watcher &watcher);

    /// Fetches the events and calls their watchers.
    void dispatch();

private:
    struct Slot {
        Watcher *watcher = nullptr;
        quint32 generation = 0;
#ifndef THRONG_EPOLL
        std::unique_ptr<QSocketNotifier> read, write;
        Mode mode = Mode::Level;
#endif
    };

    quint32 takeSlot(Watcher &watcher);

    std::function<void()> m_turn;
    std::vector<Slot> m_slots;
    std::vector<quint32> m_freeSlots;
#ifdef THRONG_EPOLL
    int m_epoll = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
#else
    quint32 m_readySlot = 0;
    unsigned m_readyEvents = 0;
#endif
};

} // namespace throng::http
