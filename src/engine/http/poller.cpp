// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/poller.h"

#include <QSocketNotifier>

#ifdef THRONG_EPOLL
#    include <array>
#    include <sys/epoll.h>
#    include <unistd.h>
#endif

namespace throng::http {

quint32 Poller::takeSlot(Watcher &watcher)
{
    if (m_freeSlots.empty()) {
        m_freeSlots.push_back(quint32(m_slots.size()));
        m_slots.emplace_back();
    }
    const quint32 index = m_freeSlots.back();
    m_freeSlots.pop_back();
    m_slots[index].watcher = &watcher;
    watcher.m_slot = index;
    return index;
}

#ifdef THRONG_EPOLL

namespace {

quint32 epollFlags(unsigned events, Poller::Mode mode)
{
    quint32 flags = EPOLLRDHUP;
    if (events & Poller::Readable)
        flags |= EPOLLIN;
    if (events & Poller::Writable)
        flags |= EPOLLOUT;
    if (mode == Poller::Mode::Edge)
        flags |= quint32(EPOLLET);
    return flags;
}

} // namespace

Poller::Poller(std::function<void()> turn)
    : m_turn(std::move(turn))
    , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    , m_notifier(std::make_unique<QSocketNotifier>(m_epoll, QSocketNotifier::Read))
{
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] { m_turn(); });
}

Poller::~Poller()
{
    m_notifier.reset();
    ::close(m_epoll);
}

void Poller::add(int socket, Watcher &watcher, unsigned events, Mode mode)
{
    const quint32 index = takeSlot(watcher);
    epoll_event event {};
    event.events = epollFlags(events, mode);
    event.data.u64 = quint64(m_slots[index].generation) << 32 | index;
    [[maybe_unused]] const int failed = ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, socket, &event);
    Q_ASSERT_X(!failed, "Poller", "socket is watched already");
}

void Poller::change(int socket, Watcher &watcher, unsigned events, Mode mode)
{
    epoll_event event {};
    event.events = epollFlags(events, mode);
    event.data.u64 = quint64(m_slots[watcher.m_slot].generation) << 32 | watcher.m_slot;
    ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, socket, &event);
}

void Poller::remove(int socket, Watcher &watcher)
{
    ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, socket, nullptr);
    Slot &slot = m_slots[watcher.m_slot];
    slot.watcher = nullptr;
    ++slot.generation; // events already fetched for the old watcher do not reach the next
    m_freeSlots.push_back(watcher.m_slot);
}

void Poller::dispatch()
{
    // Without end this would starve deadlines and the rest of the event loop.
    constexpr int rounds = 4;
    std::array<epoll_event, 256> events;
    for (int round = 0; round < rounds; ++round) {
        const int count = ::epoll_wait(m_epoll, events.data(), int(events.size()), 0);
        for (int i = 0; i < count; ++i) {
            const quint64 tag = events[std::size_t(i)].data.u64;
            const Slot &slot = m_slots[quint32(tag)];
            if (!slot.watcher || slot.generation != quint32(tag >> 32))
                continue;
            const quint32 flags = events[std::size_t(i)].events;
            unsigned ready = 0;
            if (flags & EPOLLIN)
                ready |= Readable;
            if (flags & EPOLLOUT)
                ready |= Writable;
            if (flags & (EPOLLRDHUP | EPOLLHUP | EPOLLERR))
                ready |= Readable | HungUp;
            slot.watcher->socketReady(ready);
        }
        if (count < int(events.size()))
            break;
    }
}

#else

Poller::Poller(std::function<void()> turn)
    : m_turn(std::move(turn))
{
}

Poller::~Poller() = default;

void Poller::add(int socket, Watcher &watcher, unsigned events, Mode mode)
{
    const quint32 index = takeSlot(watcher);
    const auto notifier = [this, socket, index](QSocketNotifier::Type type, unsigned event) {
        auto made = std::make_unique<QSocketNotifier>(socket, type);
        QObject::connect(made.get(), &QSocketNotifier::activated, made.get(), [this, index, event, self = made.get()] {
            if (m_slots[index].mode == Mode::Edge)
                self->setEnabled(false); // else it would go on saying that a socket can be written to
            m_readySlot = index;
            m_readyEvents = event;
            m_turn();
        });
        return made;
    };
    m_slots[index].read = notifier(QSocketNotifier::Read, Readable | HungUp);
    m_slots[index].write = notifier(QSocketNotifier::Write, Writable);
    change(socket, watcher, events, mode);
}

void Poller::change(int, Watcher &watcher, unsigned events, Mode mode)
{
    Slot &slot = m_slots[watcher.m_slot];
    slot.mode = mode;
    slot.read->setEnabled(events & Readable);
    slot.write->setEnabled(events & Writable);
}

void Poller::wouldBlock(Watcher &watcher, Event event)
{
    const Slot &slot = m_slots[watcher.m_slot];
    (event == Writable ? slot.write : slot.read)->setEnabled(true);
}

void Poller::remove(int, Watcher &watcher)
{
    Slot &slot = m_slots[watcher.m_slot];
    slot.watcher = nullptr;
    ++slot.generation;
    slot.read->setEnabled(false);
    slot.write->setEnabled(false);
    slot.read.release()->deleteLater(); // it may be the one that called us
    slot.write.release()->deleteLater();
    m_freeSlots.push_back(watcher.m_slot);
}

void Poller::dispatch()
{
    if (Watcher *watcher = m_slots[m_readySlot].watcher)
        watcher->socketReady(std::exchange(m_readyEvents, 0));
}

#endif

} // namespace throng::http
