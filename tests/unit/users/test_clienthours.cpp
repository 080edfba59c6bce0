// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/clienthours.h"

#include <QTest>

#include <cmath>

using namespace throng;
using namespace throng::users;

namespace {

ClientHours hours(const ChatParameters &parameters, int user = 0)
{
    return { parameters, Random::stream(7, u"hours", std::uint64_t(user)) };
}

} // namespace

class TestClientHours : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void matrixLocustsClientStaysOpen()
    {
        const ChatParameters parameters;
        QCOMPARE(hours(parameters).closing(10).at, ClientHours::never);
        QCOMPARE(hours(parameters).firstOpening(10), 10.0);
    }

    void comesAndGoesAsOftenAsItsMeansSay()
    {
        ChatParameters parameters;
        parameters.online.mean = 30;
        parameters.offline.mean = 90;
        parameters.logOutShare = 0.1;
        parameters.freshStartShare = 0.2;
        ClientHours person = hours(parameters);
        double open = 0;
        double now = 0;
        int logouts = 0;
        int fresh = 0;
        constexpr int times = 20'000;
        for (int i = 0; i < times; ++i) {
            const ClientHours::Closing closing = person.closing(now);
            const ClientHours::Opening opening = person.opening(closing);
            open += closing.at - now;
            now = opening.at;
            logouts += closing.logsOut ? 1 : 0;
            fresh += opening.fresh ? 1 : 0;
            QVERIFY(!closing.logsOut || opening.fresh); // a new device
            QVERIFY(!closing.byOutage);
        }
        QVERIFY(std::abs(open / now - 0.25) < 0.01);
        QVERIFY(std::abs(double(logouts) / times - 0.1) < 0.01);
        QVERIFY(std::abs(double(fresh) / times - (0.1 + 0.9 * 0.2)) < 0.01);
    }

    void anOutageIsEverybodys()
    {
        ChatParameters parameters;
        parameters.online.mean = 1000;
        parameters.logOutShare = 1;
        parameters.outageAfter = 60;
        parameters.outage = 5;
        for (int user = 0; user < 500; ++user) {
            ClientHours person = hours(parameters, user);
            ClientHours::Closing closing = person.closing(double(user % 60));
            QVERIFY(closing.at <= 60);
            const ClientHours::Opening opening = person.opening(closing);
            if (closing.byOutage) {
                QCOMPARE(closing.at, 60.0);
                QVERIFY(!closing.logsOut);
                QCOMPARE(opening.at, 65.0);
                QVERIFY(!opening.fresh);
                QVERIFY(!person.closing(65).byOutage); // it was the only one
            } else {
                QVERIFY(opening.at < 60 || opening.at >= 65); // nobody opens in the outage
            }
            QCOMPARE(person.firstOpening(62), 65.0);
        }
    }
};

QTEST_GUILESS_MAIN(TestClientHours)
#include "test_clienthours.moc"
