// SPDX-License-Identifier: GPL-3.0-or-later
//
// The instrument of the truth suite: what an exchange says of the lag that its own thread adds.
#include "engine/practice/practiceserver.h"
#include "support/testuser.h"

#include <QDeadlineTimer>
#include <QTest>

#include <arpa/inet.h>
#include <cstring>
#include <ctime>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace throng;
using namespace throng::http;
using namespace throng::test;
using namespace std::chrono_literals;

namespace {

const QByteArray target = QByteArrayLiteral("/_matrix/client/versions");
constexpr auto stall = 100ms;

Nanoseconds threadTime()
{
    timespec time {};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + Nanoseconds(time.tv_nsec);
}

void work()
{
    const Nanoseconds end = threadTime() + stall;
    while (threadTime() < end) { }
}

void sleep()
{
    ::poll(nullptr, 0, int(std::chrono::milliseconds(stall).count()));
}

/// Linux begins to stamp what arrives some time after the first socket asked for it, and what comes before that is
/// stamped when it is read. So one socket asks for it first, and stays.
class Stamps {
public:
    /// False if the kernel does not stamp within a minute.
    [[nodiscard]] bool areOn()
    {
        const int on = 1;
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *const place = reinterpret_cast<sockaddr *>(&address);
        if (::bind(m_socket, place, size) != 0 || ::getsockname(m_socket, place, &size) != 0
            || ::setsockopt(m_socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) != 0)
            return false;
        const QDeadlineTimer deadline(60'000);
        while (!deadline.hasExpired()) {
            char byte = 'x';
            ::sendto(m_socket, &byte, 1, 0, place, size);
            const Nanoseconds sent = wallTime();
            while (wallTime() == sent) { }
            iovec piece { &byte, 1 };
            alignas(cmsghdr) char control[CMSG_SPACE(sizeof(timespec))];
            msghdr message {};
            message.msg_iov = &piece;
            message.msg_iovlen = 1;
            message.msg_control = control;
            message.msg_controllen = sizeof control;
            if (::recvmsg(m_socket, &message, 0) != 1)
                return false;
            const cmsghdr *const stamp = CMSG_FIRSTHDR(&message);
            timespec arrived {};
            if (stamp)
                std::memcpy(&arrived, CMSG_DATA(stamp), sizeof arrived);
            if (stamp && asNanoseconds(arrived) <= sent)
                return true;
        }
        return false;
    }
    ~Stamps() { ::close(m_socket); }

private:
    static Nanoseconds asNanoseconds(const timespec &time)
    {
        return std::chrono::seconds(time.tv_sec) + Nanoseconds(time.tv_nsec);
    }
    static Nanoseconds wallTime()
    {
        timespec time {};
        ::clock_gettime(CLOCK_REALTIME, &time);
        return asNanoseconds(time);
    }

    int m_socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
};

/// A socket of this process that is connected to that port has something to read.
bool hasCome(quint16 serverPort)
{
    for (int socket = 0; socket < 1024; ++socket) {
        sockaddr_in peer {};
        socklen_t size = sizeof peer;
        int bytes = 0;
        if (::getpeername(socket, reinterpret_cast<sockaddr *>(&peer), &size) == 0 && ntohs(peer.sin_port) == serverPort
            && ::ioctl(socket, FIONREAD, &bytes) == 0 && bytes > 0)
            return true;
    }
    return false;
}

} // namespace

class TestTruthLag : public QObject {
    Q_OBJECT

private:
    /// Of an exchange whose answer has come when this thread does `meanwhile` instead of reading it.
    void exchangeWhileStalled(bool watched, void (*meanwhile)(), Timings &timings)
    {
        practice::Options options;
        options.recordRequests = true;
        practice::PracticeServer server(options);
        const QUrl url = server.start().value();
        Reactor reactor;
        reactor.watchLag(watched);
        TestUser user(reactor, makeOrigin(url, { QHostAddress(QHostAddress::LocalHost) }).value());
        (void)user.exchange(get(target)); // opens the connection: the next request goes out at once
        server.resetTruth();
        const TestUser::Outcome &outcome = user.begin(get(target));
        QDeadlineTimer deadline(60'000);
        // The server has written its answer down a moment before it sends it.
        while (server.truth().requestList.isEmpty() || !hasCome(quint16(url.port())))
            QVERIFY(!deadline.hasExpired());
        meanwhile();
        QTRY_VERIFY_WITH_TIMEOUT(outcome.done, 60'000);
        QCOMPARE(outcome.response.status, 200);
        QCOMPARE(server.truth().requestList.first().clientPort, outcome.response.timings.localPort);
        timings = outcome.response.timings;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_stamps.areOn()); }

    void whatAThreadWasBusyWithIsItsOwn()
    {
        Timings timings;
        exchangeWhileStalled(true, work, timings);
        QVERIFY(timings.unread >= stall);
        QVERIFY(timings.worked >= stall);
        QVERIFY(timings.worked <= timings.unread + timings.writing);
        QVERIFY(timings.unread <= timings.total);
    }

    void whatAThreadSleptThroughIsNotItsWork()
    {
        Timings timings;
        exchangeWhileStalled(true, sleep, timings);
        QVERIFY(timings.unread >= stall);
        QVERIFY(timings.worked <= timings.unread / 2); // it waited for the server before, and that costs a little
    }

    void nothingIsSaidUnlessItIsAskedFor()
    {
        Timings timings;
        exchangeWhileStalled(false, sleep, timings);
        QCOMPARE(timings.unread, 0ns);
        QCOMPARE(timings.writing, 0ns);
        QCOMPARE(timings.worked, 0ns);
        QVERIFY(timings.total >= stall);
    }

private:
    Stamps m_stamps;
};

QTEST_GUILESS_MAIN(TestTruthLag)
#include "test_truthlag.moc"
