// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/account.h"
#include "engine/users/parameters.h"

#include <QSet>
#include <QTest>

using namespace throng::users;
using namespace Qt::StringLiterals;

class TestParameters : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyParameterHasANameOfItsOwn()
    {
        QSet<QString> names;
        int visited = 0;
        const auto note = [&](QLatin1String name, const auto &) {
            names.insert(name);
            ++visited;
        };
        ChatParameters chat;
        visitChat(chat, note);
        QCOMPARE(int(names.size()), visited);

        names.clear();
        visited = 0;
        const SetupParameters setup;
        visitSetup(setup, note);
        QCOMPARE(int(names.size()), visited);
    }

    void theTableAsWrittenDiffersOnlyInWhatLocustAdds()
    {
        ChatParameters written = ChatParameters::asWritten();
        QVERIFY(written != ChatParameters());
        written.doingNothing = Exponential { 10 };
        written.roomAddedWeight = 1;
        QCOMPARE(written, ChatParameters());
    }

    void logsSayNothingSecret()
    {
        Account account { u"user.000001"_s, u"p4ssw0rd"_s, {},
            { u"@user.000001:hs"_s, "t0ken", u"DEV"_s, "r3fresh", "s1" } };
        QString text;
        QDebug(&text) << account << account.session;
        QVERIFY(text.contains(u"user.000001"_s));
        for (const QString &secret : { u"p4ssw0rd"_s, u"t0ken"_s, u"r3fresh"_s })
            QVERIFY2(!text.contains(secret), qPrintable(text));
    }
};

QTEST_GUILESS_MAIN(TestParameters)
#include "test_parameters.moc"
