// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/interrupt.h"

#include <QSocketNotifier>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

namespace throng::ctl {

namespace {

// A signal handler may touch nothing but this: a byte into a socket wakes the event loop.
volatile std::sig_atomic_t writeEnd = -1;

void onSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(writeEnd, &byte, 1);
}

void handle(void (*handler)(int))
{
    struct sigaction action { };
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (const int signal : { SIGINT, SIGTERM, SIGHUP })
        sigaction(signal, &action, nullptr);
}

} // namespace

Interrupt::Interrupt(QObject *parent)
    : QObject(parent)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0)
        return; // without descriptors left, Ctrl-C simply ends the process
    m_readEnd = ends[0];
    writeEnd = ends[1];
    m_notifier = new QSocketNotifier(m_readEnd, QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &Interrupt::read);
    handle(onSignal);
}

Interrupt::~Interrupt()
{
    if (m_readEnd < 0)
        return;
    handle(SIG_DFL);
    ::close(writeEnd);
    ::close(m_readEnd);
    writeEnd = -1;
}

void Interrupt::read()
{
    char bytes[16];
    const auto count = ::read(m_readEnd, bytes, sizeof bytes);
    for (auto i = decltype(count) { 0 }; i < count; ++i)
        Q_EMIT received(++m_count);
}

} // namespace throng::ctl
