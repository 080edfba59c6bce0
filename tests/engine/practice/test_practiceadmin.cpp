// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/practiceserver.h"
#include "support/matrixprobe.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <QTest>

using namespace throng::practice;
using namespace Qt::StringLiterals;
using throng::test::MatrixProbe;
using throng::test::ProbeAnswer;

class TestPracticeAdmin : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        Options options;
        options.registration.sharedSecret = u"hush"_s;
        m_server = std::make_unique<PracticeServer>(options);
        const QUrl url = m_server->start().value();
        m_admin = std::make_unique<MatrixProbe>(url);
        m_ann = std::make_unique<MatrixProbe>(url);
        m_ann->registerUser(u"ann"_s);
        const QString path = u"/_synapse/admin/v1/register"_s;
        const QString nonce = m_admin->get(path).text("nonce"_L1);
        QMessageAuthenticationCode mac(QCryptographicHash::Sha1, "hush");
        mac.addData(nonce.toUtf8() + QByteArray("\0root\0secret\0admin", 18));
        m_admin->token = m_admin
                             ->post(path,
                                 { { u"nonce"_s, nonce }, { u"username"_s, u"root"_s }, { u"password"_s, u"secret"_s },
                                     { u"admin"_s, true }, { u"mac"_s, QString::fromLatin1(mac.result().toHex()) } })
                             .text("access_token"_L1);
    }

    void onlyAdminsMay()
    {
        QCOMPARE(m_ann->get(u"/_synapse/admin/v1/rooms"_s).status, 403);
        QCOMPARE(m_admin->get(u"/_synapse/admin/v1/rooms"_s).status, 200);
    }

    void aDeletedRoomIsLeftAndGone()
    {
        const QString room = m_ann->createRoom({ { u"preset"_s, u"public_chat"_s } });
        m_admin->post(u"/_matrix/client/v3/join/"_s + MatrixProbe::part(room));
        m_ann->sendText(room, u"hello"_s, u"1"_s);
        const QString since = m_ann->sync().text("next_batch"_L1);
        const auto poll = m_ann->begin(u"/_matrix/client/v3/sync?timeout=30000&since="_s + since);
        QTRY_COMPARE(m_server->truth().waitingSyncs, 1U);
        const ProbeAnswer begun = m_admin->send(
            "DELETE", u"/_synapse/admin/v2/rooms/"_s + MatrixProbe::part(room), R"({"purge":true,"block":false})");
        QCOMPARE(begun.status, 200);
        const QString status = u"/_synapse/admin/v2/rooms/delete_status/"_s + begun.text("delete_id"_L1);
        QVERIFY(m_ann->answerOf(*poll).at(u"rooms/leave/"_s + room).isObject());
        QTRY_COMPARE(m_admin->get(status).text("status"_L1), u"complete"_s);
        QCOMPARE(m_admin->get(status).at(u"shutdown_room/kicked_users"_s).toArray().size(), 2);
        const Truth truth = m_server->truth();
        QCOMPARE(truth.rooms, 0U);
        QCOMPARE(truth.joined, 0U);
        QCOMPARE(truth.events, 0U);
        QCOMPARE(m_ann->sync().at(u"rooms"_s).isUndefined(), true);
        QCOMPARE(m_ann->sendText(room, u"anyone?"_s, u"2"_s), QString());
        QCOMPARE(m_admin->get(u"/_synapse/admin/v2/rooms/delete_status/nothing"_s).status, 404);
    }

    void aDeactivatedAccountIsLoggedOutAndItsNameStaysTaken()
    {
        const QString room = m_ann->createRoom({});
        const ProbeAnswer answer = m_admin->post(
            u"/_synapse/admin/v1/deactivate/"_s + MatrixProbe::part(m_ann->userId), { { u"erase"_s, true } });
        QCOMPARE(answer.status, 200);
        QCOMPARE(m_ann->get(u"/_matrix/client/v3/joined_rooms"_s).errcode(), u"M_UNKNOWN_TOKEN"_s);
        QCOMPARE(m_ann->login(u"ann"_s).errcode(), u"M_USER_DEACTIVATED"_s);
        QCOMPARE(m_ann->registerUser(u"ann"_s).errcode(), u"M_USER_IN_USE"_s);
        QCOMPARE(m_server->truth().accounts, 1U);
        QCOMPARE(m_server->truth().joined, 0U);
    }

    void usersDeactivateThemselvesWithTheirPassword()
    {
        const QString path = u"/_matrix/client/v3/account/deactivate"_s;
        const ProbeAnswer asked = m_ann->post(path);
        QCOMPARE(asked.status, 401);
        QCOMPARE(asked.at(u"flows/0/stages/0"_s).toString(), u"m.login.password"_s);
        const auto auth = [&](const QString &password) {
            return QJsonObject { { u"auth"_s,
                QJsonObject { { u"type"_s, u"m.login.password"_s }, { u"session"_s, asked.text("session"_L1) },
                    { u"password"_s, password } } } };
        };
        QCOMPARE(m_ann->post(path, auth(u"wrong"_s)).status, 401);
        QCOMPARE(m_ann->post(path, auth(u"secret"_s)).status, 200);
        QCOMPARE(m_ann->login(u"ann"_s).status, 403);
    }

    void adminsMakeUsers()
    {
        const QString path = u"/_synapse/admin/v2/users/"_s + MatrixProbe::part(u"@carl:localhost"_s);
        QCOMPARE(m_admin->put(path, { { u"password"_s, u"first"_s } }).status, 201);
        QCOMPARE(m_admin->put(path, { { u"password"_s, u"second"_s } }).status, 200);
        MatrixProbe carl(m_server->url());
        QCOMPARE(carl.login(u"carl"_s, u"second"_s).status, 200);
        QCOMPARE(m_admin->put(u"/_synapse/admin/v2/users/"_s + MatrixProbe::part(u"@carl:elsewhere"_s)).status, 400);
    }

private:
    std::unique_ptr<PracticeServer> m_server;
    std::unique_ptr<MatrixProbe> m_admin;
    std::unique_ptr<MatrixProbe> m_ann;
};

QTEST_GUILESS_MAIN(TestPracticeAdmin)
#include "test_practiceadmin.moc"
