// SPDX-License-Identifier: GPL-3.0-or-later
// What the practice homeserver costs: memory of a connection in a long poll, small requests beside ten thousand of
// them, and deliveries of a sync fan-out. The clients are a process of their own, so that the server's CPU and memory
// are its own; it has one thread, so a second of its CPU is a second of one core. Whatever does not come ends the
// bench: every wait has a deadline. usage: practice_homeserver [POLLS]
#include "engine/practice/practiceserver.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int members = 500; ///< of the room of the fan-out
constexpr int messages = 400;
constexpr int requesters = 100;
constexpr int smallRequests = 200'000;
constexpr auto patience = 60s; ///< with one answer or one event
constexpr auto stepPatience = 300s; ///< with all that the other process does in one step

// ------------------------------------------------------------------------------------ the clients' process

struct Client {
    int descriptor = -1;
    std::string token;
    std::string since;
    std::string answer;
};

[[noreturn]] void fail(const char *what)
{
    std::fprintf(stderr, "practice_homeserver: %s: %s\n", what, std::strerror(errno));
    std::_Exit(1);
}

[[noreturn]] void giveUp(const char *what)
{
    errno = ETIMEDOUT;
    fail(what);
}

int connectTo(int port)
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (descriptor < 0 || ::connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        fail("connect");
    const int one = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    const timeval longest { patience.count(), 0 };
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
    ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &longest, sizeof longest);
    return descriptor;
}

void sendRequest(const Client &client, std::string_view method, std::string_view target, std::string_view body = {})
{
    std::string text;
    text.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n");
    if (!client.token.empty())
        text.append("Authorization: Bearer ").append(client.token).append("\r\n");
    if (method != "GET")
        text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    text.append("\r\n").append(body);
    if (::send(client.descriptor, text.data(), text.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(text.size()))
        fail("send");
}

/// Reads what is there; true when the answer is whole.
bool receive(Client &client)
{
    char buffer[64 * 1024];
    const ssize_t n = ::recv(client.descriptor, buffer, sizeof buffer, 0);
    if (n <= 0)
        fail("recv");
    client.answer.append(buffer, static_cast<std::size_t>(n));
    const std::size_t head = client.answer.find("\r\n\r\n");
    const std::size_t length = client.answer.find("Content-Length: ");
    if (head == std::string::npos || length == std::string::npos)
        return false;
    return client.answer.size() >= head + 4 + std::strtoul(client.answer.c_str() + length + 16, nullptr, 10);
}

void exchange(Client &client, std::string_view method, std::string_view target, std::string_view body = {})
{
    client.answer.clear();
    sendRequest(client, method, target, body);
    while (!receive(client)) { }
    if (!client.answer.starts_with("HTTP/1.1 200")) {
        std::fprintf(stderr, "%s\n", client.answer.c_str());
        std::_Exit(1);
    }
}

std::string textAfter(const std::string &answer, std::string_view key)
{
    const std::string quoted = "\"" + std::string(key) + "\":\"";
    const std::size_t at = answer.find(quoted) + quoted.size();
    return answer.substr(at, answer.find('"', at) - at);
}

void beginPoll(Client &client)
{
    client.answer.clear();
    sendRequest(client, "GET", "/_matrix/client/v3/sync?timeout=600000&set_presence=offline&since=" + client.since);
}

class Watch {
public:
    Watch()
        : m_epoll(::epoll_create1(0))
    {
    }
    ~Watch() { ::close(m_epoll); }
    void add(Client &client)
    {
        epoll_event event { EPOLLIN, { .ptr = &client } };
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, client.descriptor, &event);
    }
    template <typename Action>
    void turn(Action action)
    {
        epoll_event events[256];
        const int n = ::epoll_wait(m_epoll, events, 256, int(std::chrono::milliseconds(patience).count()));
        if (n == 0)
            giveUp("no answer came");
        if (n < 0)
            fail("epoll_wait");
        for (int i = 0; i < n; ++i)
            action(*static_cast<Client *>(events[i].data.ptr));
    }

private:
    int m_epoll;
};

/// The two processes take turns: one byte says "your turn".
void say(int pipe)
{
    if (::write(pipe, "x", 1) != 1)
        fail("pipe");
}

void await(int pipe)
{
    pollfd ready { pipe, POLLIN, 0 };
    if (::poll(&ready, 1, int(std::chrono::milliseconds(stepPatience).count())) == 0)
        giveUp("the other process does not get on");
    char byte;
    if (::read(pipe, &byte, 1) != 1)
        fail("the other process has ended");
}

void runClients(int polls, int fromServer, int toServer)
{
    int port = 0;
    if (::read(fromServer, &port, sizeof port) != sizeof port)
        fail("pipe");
    std::vector<Client> pollers(static_cast<std::size_t>(polls));
    Client one; // one connection for all: the users alone are there, before their connections
    one.descriptor = connectTo(port);
    for (std::size_t i = 0; i < pollers.size(); ++i) {
        Client &client = pollers[i];
        one.token.clear();
        exchange(one, "POST", "/_matrix/client/v3/register",
            R"({"username":"u)" + std::to_string(i) + R"(","password":"p","auth":{"type":"m.login.dummy"}})");
        client.token = one.token = textAfter(one.answer, "access_token");
        exchange(one, "GET", "/_matrix/client/v3/sync?set_presence=offline");
        client.since = textAfter(one.answer, "next_batch");
    }
    say(toServer); // 1: all users are there
    await(fromServer);
    for (Client &client : pollers) {
        client.descriptor = connectTo(port);
        beginPoll(client);
    }
    say(toServer); // 2: all poll
    await(fromServer);

    {
        std::vector<Client> busy(requesters);
        Watch watch;
        int left = smallRequests;
        for (Client &client : busy) {
            client.descriptor = connectTo(port);
            client.token = pollers[0].token;
            watch.add(client);
            sendRequest(client, "GET", "/_matrix/client/v3/account/whoami");
        }
        for (int answered = 0; answered < smallRequests;) {
            watch.turn([&](Client &client) {
                if (!receive(client))
                    return;
                client.answer.clear();
                ++answered;
                if (left-- > requesters)
                    sendRequest(client, "GET", "/_matrix/client/v3/account/whoami");
            });
        }
        for (const Client &client : busy)
            ::close(client.descriptor);
    }
    say(toServer); // 3: small requests done
    await(fromServer);

    // The first `members` pollers leave their polls and gather in one room.
    std::vector<Client> crowd(members);
    for (std::size_t i = 0; i < crowd.size(); ++i) {
        ::close(pollers[i].descriptor);
        crowd[i].token = pollers[i].token;
        crowd[i].descriptor = connectTo(port);
    }
    Client sender;
    sender.token = crowd[0].token;
    sender.descriptor = connectTo(port);
    exchange(sender, "POST", "/_matrix/client/v3/createRoom", R"({"preset":"public_chat","room_version":"11"})");
    std::string room = textAfter(sender.answer, "room_id");
    room.replace(room.find(':'), 1, "%3A").replace(0, 1, "%21");
    for (Client &client : crowd)
        exchange(client, "POST", "/_matrix/client/v3/rooms/" + room + "/join", "{}");
    Watch watch;
    for (Client &client : crowd) {
        exchange(client, "GET", "/_matrix/client/v3/sync?set_presence=offline");
        client.since = textAfter(client.answer, "next_batch");
        watch.add(client);
        beginPoll(client);
    }
    say(toServer); // 4: the crowd waits
    await(fromServer);
    for (int sent = 0; sent < messages; ++sent) {
        exchange(sender, "PUT", "/_matrix/client/v3/rooms/" + room + "/send/m.room.message/" + std::to_string(sent),
            R"({"msgtype":"m.text","body":"a short text, as people write them"})");
        for (std::size_t told = 0; told < crowd.size();) {
            watch.turn([&](Client &client) {
                if (!receive(client))
                    return;
                ++told;
                client.since = textAfter(client.answer, "next_batch");
                beginPoll(client);
            });
        }
    }
    say(toServer); // 5: every message has reached everybody
    await(fromServer);
}

// ------------------------------------------------------------------------------------- the server's process

double cpuSeconds()
{
    rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * double(::sysconf(_SC_PAGESIZE));
}

void report(const char *name, double amount, double cpu, const char *unit)
{
    const double value = cpu > 0 ? amount / cpu : amount;
    std::printf("%-48s %12.0f %s\n", name, value, unit);
    std::printf("{\"name\": \"%s\", \"value\": %.0f, \"unit\": \"%s\", \"amount\": %.0f, \"cpu_seconds\": %.3f}\n",
        name, value, unit, amount, cpu);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char *argv[])
{
    rlimit limit {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    const int polls = argc > 1 ? std::atoi(argv[1]) : 10'000;
    if (polls < members || rlim_t(polls) + 1000 > limit.rlim_cur) {
        std::fprintf(
            stderr, "from %d to %ld long polls fit the limit of open files\n", members, long(limit.rlim_cur) - 1000);
        return 1;
    }
    int toClients[2];
    int toServer[2];
    if (::pipe(toClients) != 0 || ::pipe(toServer) != 0)
        fail("pipe");
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(toClients[1]); // so that the end of either process is the end of both
        ::close(toServer[0]);
        runClients(polls, toClients[0], toServer[1]);
        std::_Exit(0);
    }
    ::close(toClients[0]);
    ::close(toServer[1]);

    QCoreApplication application(argc, argv);
    throng::practice::PracticeServer server;
    const auto url = server.start();
    if (!url) {
        std::fprintf(stderr, "%s\n", qPrintable(url.error().toString()));
        return 1;
    }
    const int port = url->port();
    if (::write(toClients[1], &port, sizeof port) != sizeof port)
        fail("pipe");

    await(toServer[0]);
    const double usersAlone = residentBytes();
    say(toClients[1]);
    await(toServer[0]);
    const auto deadline = Clock::now() + patience;
    while (server.truth().waitingSyncs < quint64(polls)) {
        if (Clock::now() > deadline)
            giveUp("not every poll waits");
        ::usleep(1000);
    }
    report("practice: a connection in a long poll", (residentBytes() - usersAlone) / polls, 0, "bytes");
    report("practice: a user with one, the process shared", residentBytes() / polls, 0, "bytes");

    double before = cpuSeconds();
    say(toClients[1]);
    await(toServer[0]);
    report("practice: small requests beside the polls", smallRequests, cpuSeconds() - before, "requests/CPU s");

    say(toClients[1]);
    await(toServer[0]);
    server.resetTruth();
    before = cpuSeconds();
    say(toClients[1]);
    await(toServer[0]);
    const double cpu = cpuSeconds() - before;
    const quint64 delivered = server.truth().deliveries;
    report("practice: deliveries of a fan-out", double(delivered), cpu, "deliveries/CPU s");
    say(toClients[1]);
    int status = 0;
    ::waitpid(child, &status, 0); // it has nothing left to do but to end
    if (delivered != quint64(members) * messages) {
        std::fprintf(stderr, "practice_homeserver: %llu deliveries instead of %d\n",
            static_cast<unsigned long long>(delivered), members * messages);
        return 1;
    }
    return status == 0 ? 0 : 1;
}
