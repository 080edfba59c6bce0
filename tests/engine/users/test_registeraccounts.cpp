// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/rehearsal.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::users;
using metrics::Outcome;

namespace {

const QByteArray registerPath = "/_matrix/client/v3/register";
const QByteArray loginPath = "/_matrix/client/v3/login";

} // namespace

/// The first behaviour, against a homeserver that knows the truth.
class TestRegisterAccounts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void registersEveryAccountOnce()
    {
        Rehearsal rehearsal;
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        QCOMPARE(rehearsal.server.truth().accounts, 20u);
        QCOMPARE(rehearsal.server.truth().registrations, 20u);
        QCOMPARE(rehearsal.server.truth().count("POST", loginPath), 0u);
        QCOMPARE(rehearsal.notes.done.size(), 20);
        QVERIFY(rehearsal.notes.failed.isEmpty());
        QCOMPARE(rehearsal.notes.planned, 20);
        QCOMPARE(rehearsal.notes.achieved, 20);
        for (const Account &account : rehearsal.accounts) {
            QVERIFY(account.session.isValid());
            QVERIFY(account.session.userId.startsWith(u'@' + account.username + u':'));
        }
        QCOMPARE(rehearsal.counted("POST", registerPath, Outcome::Ok), 40u); // the flow's 401 is a request of its own
        COMPARE_WITH_SERVER(rehearsal);
    }

    void whoIsRegisteredIsNeitherRegisteredNorLoggedInAgain()
    {
        Rehearsal rehearsal;
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        const std::vector<Account> before = rehearsal.accounts;
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        QCOMPARE(rehearsal.notes.done.size(), 20);
        QCOMPARE(rehearsal.server.truth().registrations, 0u);
        QCOMPARE(rehearsal.server.truth().count("POST", loginPath), 0u);
        QCOMPARE(rehearsal.server.truth().count("POST", registerPath), 0u);
        QVERIFY(rehearsal.accounts == before);
    }

    void aServerSetUpAnewGetsItsAccountsAgain()
    {
        Rehearsal rehearsal;
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        QVERIFY(rehearsal.server.restart(practice::PracticeServer::State::Lost).has_value());
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        QCOMPARE(rehearsal.server.truth().accounts, 20u);
        QCOMPARE(rehearsal.notes.done.size(), 20);
    }

    void anAccountInUseIsLoggedIn()
    {
        Rehearsal rehearsal;
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        for (Account &account : rehearsal.accounts)
            account.session = {}; // tokens.csv was deleted
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        QCOMPARE(rehearsal.notes.done.size(), 20);
        QCOMPARE(rehearsal.server.truth().registrations, 0u);
        QCOMPARE(rehearsal.server.truth().count("POST", loginPath), 20u);
        QVERIFY(rehearsal.accounts.back().session.isValid());
    }

    void anAccountWithAnotherPasswordIsSaidToBeSo()
    {
        Rehearsal rehearsal;
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        rehearsal.accounts[3].session = {};
        rehearsal.accounts[3].password = u"another"_s;
        QVERIFY(rehearsal.perform(Behaviour::Register, 4));
        QCOMPARE(rehearsal.notes.done.size(), 19);
        QCOMPARE(rehearsal.notes.failed, (QMap<int, AccountFailure> { { 3, AccountFailure::OtherPassword } }));
        QCOMPARE(rehearsal.counted("POST", loginPath, Outcome::MatrixError), 1u); // trying again would not help
        QVERIFY(!rehearsal.notes.reasons.join(u' ').contains(u"another"_s));
    }

    void accountsThatMustExistAreOnlyLoggedIn()
    {
        Rehearsal rehearsal({}, 2);
        QVERIFY(rehearsal.perform(Behaviour::Register, 1));
        for (Account &account : rehearsal.accounts)
            account.session = {};
        rehearsal.accounts[1].username = u"nobody"_s;
        rehearsal.registration.mode = matrix::RegistrationOptions::Mode::LoginOnly;
        QVERIFY(rehearsal.perform(Behaviour::Register, 1));
        QCOMPARE(rehearsal.notes.done, QList<int>({ 0 }));
        QCOMPARE(rehearsal.notes.failed, (QMap<int, AccountFailure> { { 1, AccountFailure::LoginRefused } }));
        QCOMPARE(rehearsal.server.truth().count("POST", registerPath), 0u);
        QCOMPARE(rehearsal.server.truth().count("POST", loginPath), 2u);
    }

    void closedRegistrationIsSaidAtOnce()
    {
        practice::Options options;
        options.registration.open = false;
        Rehearsal rehearsal(options, 3);
        QVERIFY(rehearsal.perform(Behaviour::Register, 1));
        QCOMPARE(rehearsal.notes.failed.values(), QList<AccountFailure>(3, AccountFailure::RegistrationClosed));
        QCOMPARE(rehearsal.server.truth().count("POST", registerPath), 3u);
    }

    void aWrongRegistrationTokenIsSaidAtOnce()
    {
        practice::Options options;
        options.registration.flows = { { u"m.login.registration_token"_s, u"m.login.dummy"_s } };
        options.registration.token = u"right"_s;
        Rehearsal rehearsal(options, 2);
        rehearsal.registration.token = "wrong";
        QVERIFY(rehearsal.perform(Behaviour::Register, 1));
        QCOMPARE(rehearsal.notes.failed.values(), QList<AccountFailure>(2, AccountFailure::RegistrationTokenWrong));
        rehearsal.registration.token = "right";
        QVERIFY(rehearsal.perform(Behaviour::Register, 1));
        QCOMPARE(rehearsal.notes.done.size(), 2);
    }
};

QTEST_GUILESS_MAIN(TestRegisterAccounts)
#include "test_registeraccounts.moc"
