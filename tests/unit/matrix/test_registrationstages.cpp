// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/registrationflow.h"
#include "engine/metrics/outcome.h"

#include <QTest>

using namespace throng;
using namespace throng::matrix;
using namespace Qt::StringLiterals;

class TestRegistrationStages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theNextStageIsFound_data()
    {
        QTest::addColumn<QList<QStringList>>("flows");
        QTest::addColumn<QStringList>("completed");
        QTest::addColumn<bool>("token");
        QTest::addColumn<QString>("next");
        const QString dummy = u"m.login.dummy"_s;
        const QString terms = u"m.login.terms"_s;
        const QString secret = u"m.login.registration_token"_s;
        const QString captcha = u"m.login.recaptcha"_s;
        const auto row = [](const char *name, const QList<QStringList> &flows, const QStringList &completed, bool token,
                             const QString &next) { QTest::newRow(name) << flows << completed << token << next; };
        row("open", { { dummy } }, {}, false, dummy);
        row("token first", { { secret, terms, dummy } }, {}, true, secret);
        row("then the terms", { { secret, terms, dummy } }, { secret }, true, terms);
        row("then dummy", { { secret, terms, dummy } }, { secret, terms }, true, dummy);
        row("completed in another order", { { secret, terms, dummy } }, { dummy, secret }, true, terms);
        row("another order", { { dummy, secret } }, { dummy }, true, secret);
        row("the shorter flow", { { terms, dummy }, { dummy } }, {}, false, dummy);
        row("the flow without a captcha", { { captcha, dummy }, { terms, dummy } }, {}, false, terms);
        row("the flow without a token", { { secret }, { terms, dummy } }, {}, false, terms);
        row("the captcha was done elsewhere", { { captcha, dummy } }, { captcha }, false, dummy);
        row("needs a token and has none", { { secret, dummy } }, {}, false, QString());
        row("takes a person", { { captcha }, { u"m.login.email.identity"_s, dummy } }, {}, true, QString());
        row("no flows", {}, {}, true, QString());
        row("all done and asked again", { { dummy } }, { dummy }, true, QString());
    }
    void theNextStageIsFound()
    {
        QFETCH(QList<QStringList>, flows);
        QFETCH(QStringList, completed);
        QFETCH(bool, token);
        QFETCH(QString, next);
        UiaChallenge challenge;
        challenge.flows.assign(flows.begin(), flows.end());
        challenge.completed = completed;
        QCOMPARE(nextStage(challenge, token), next);
    }

    void refusalsAreToldApart_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("errcode");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("what");
        QTest::newRow("closed") << 403 << u"M_FORBIDDEN"_s << u"Registration has been disabled"_s << u"closed"_s;
        QTest::newRow("OAuth server") << 404 << u"M_UNRECOGNIZED"_s << QString() << u"closed"_s;
        QTest::newRow("token") << 401 << u"M_UNAUTHORIZED"_s << u"Invalid token"_s << u"token"_s;
        QTest::newRow("shared secret") << 403 << u"M_UNKNOWN"_s << u"HMAC incorrect"_s << u"secret"_s;
        QTest::newRow("name taken") << 400 << u"M_USER_IN_USE"_s << QString() << QString();
        QTest::newRow("proxy") << 502 << QString() << QString() << QString();
    }
    void refusalsAreToldApart()
    {
        QFETCH(int, status);
        QFETCH(QString, errcode);
        QFETCH(QString, message);
        QFETCH(QString, what);
        ApiError error;
        error.outcome = metrics::Outcome::MatrixError;
        error.status = status;
        error.errcode = errcode;
        error.message = message;
        QCOMPARE(RegistrationFlow::isRegistrationClosed(error), what == u"closed"_s);
        QCOMPARE(RegistrationFlow::isTokenWrong(error), what == u"token"_s);
        QCOMPARE(RegistrationFlow::isSecretWrong(error), what == u"secret"_s);
        QVERIFY(!RegistrationFlow::isStageUnsupported(error));
    }
};

QTEST_APPLESS_MAIN(TestRegistrationStages)
#include "test_registrationstages.moc"
