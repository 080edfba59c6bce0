// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/generate/generateusers.h"
#include "engine/project/accountsfile.h"

#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace throng::generate;
using throng::Result;
using throng::project::AccountsFile;
using throng::project::UserPattern;
using throng::users::Account;

class TestGenerateUsers : public QObject {
    Q_OBJECT

private:
    static QByteArray content(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void namesAsMatrixLocust()
    {
        const QList<Account> accounts = generateUsers({}, 1).value();
        QCOMPARE(accounts.size(), 1000);
        QCOMPARE(accounts.first().username, u"user.000000"_s);
        QCOMPARE(accounts.last().username, u"user.000999"_s);
        for (const Account &account : accounts) {
            QVERIFY(account.domain.isEmpty());
            QCOMPARE(account.password.size(), 16);
        }
    }

    void aSeedGivesTheSameUsersOnEveryPlatform()
    {
        UserPattern pattern;
        pattern.count = 40;
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"users.csv"_s);
        QVERIFY(AccountsFile::write(path, generateUsers(pattern, 7).value()));
        QCOMPARE(content(path),
            content(QStringLiteral(THRONG_SOURCE_DIR "/tests/unit/generate/golden/users-40-seed-7.csv")));
    }

    void moreUsersDoNotChangeTheFirst()
    {
        UserPattern few;
        few.count = 10;
        UserPattern many;
        many.count = 20;
        QCOMPARE(generateUsers(many, 3)->first(10), generateUsers(few, 3).value());
    }

    void anotherSeedGivesOtherPasswords()
    {
        QVERIFY(generateUsers({}, 1)->first().password != generateUsers({}, 2)->first().password);
    }

    void passwordsUseEveryCharacterAlike()
    {
        UserPattern pattern;
        pattern.count = 2000;
        QHash<QChar, int> seen;
        QSet<QString> passwords;
        const QList<Account> accounts = generateUsers(pattern, 5).value();
        for (const Account &account : accounts) {
            passwords.insert(account.password);
            for (const QChar c : account.password)
                ++seen[c];
        }
        QCOMPARE(passwords.size(), 2000);
        QCOMPARE(seen.size(), 62);
        // 32,000 draws of 62: 516 each, standard deviation 22.5.
        for (auto it = seen.cbegin(); it != seen.cend(); ++it) {
            QVERIFY(it.key().unicode() < 128 && it.key().isLetterOrNumber());
            QVERIFY2(std::abs(it.value() - 516) < 5 * 23, qPrintable(QString(it.key())));
        }
    }

    void patterns_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("domain");
        QTest::addColumn<QStringList>("names");
        QTest::newRow("at the end") << u"load-000"_s << u""_s << QStringList { u"load-000"_s, u"load-001"_s };
        QTest::newRow("in the middle") << u"u00-x"_s << u""_s << QStringList { u"u00-x"_s, u"u01-x"_s };
        QTest::newRow("the last run counts")
            << u"run100-000"_s << u""_s << QStringList { u"run100-000"_s, u"run100-001"_s };
        QTest::newRow("one zero") << u"0"_s << u""_s << QStringList { u"0"_s, u"1"_s };
        QTest::newRow("domain") << u"user.00"_s << u"one.example"_s
                                << QStringList { u"user.00:one.example"_s, u"user.01:one.example"_s };
    }

    void patterns()
    {
        QFETCH(const QString, pattern);
        QFETCH(const QString, domain);
        QFETCH(const QStringList, names);
        UserPattern users;
        users.count = 2;
        users.namePattern = pattern;
        users.domain = domain;
        QCOMPARE(sampleNames(users, 5).value(), names);
        QStringList generated;
        const QList<Account> accounts = generateUsers(users, 1).value();
        for (const Account &account : accounts)
            generated << throng::project::accountName(account);
        QCOMPARE(generated, names);
    }

    void numbersGrowBeyondTheirWidth()
    {
        UserPattern users;
        users.count = 12;
        users.namePattern = u"u0"_s;
        QCOMPARE(generateUsers(users, 1)->last().username, u"u11"_s);
    }

    void saysWhichFieldIsWrong_data()
    {
        QTest::addColumn<UserPattern>("pattern");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *name, const QString &field, auto change) {
            UserPattern pattern;
            change(pattern);
            QTest::newRow(name) << pattern << field;
        };
        row("nobody", u"count"_s, [](UserPattern &p) { p.count = 0; });
        row("negative", u"count"_s, [](UserPattern &p) { p.count = -5; });
        row("absurd", u"count"_s, [](UserPattern &p) { p.count = 2'000'000'000; });
        row("no password", u"password_length"_s, [](UserPattern &p) { p.passwordLength = 0; });
        row("endless password", u"password_length"_s, [](UserPattern &p) { p.passwordLength = 1 << 20; });
        row("no number", u"names"_s, [](UserPattern &p) { p.namePattern = u"user"_s; });
        row("no name", u"names"_s, [](UserPattern &p) { p.namePattern.clear(); });
        row("capitals", u"names"_s, [](UserPattern &p) { p.namePattern = u"User.000"_s; });
        row("space", u"names"_s, [](UserPattern &p) { p.namePattern = u"user 000"_s; });
        row("comma", u"names"_s, [](UserPattern &p) { p.namePattern = u"user,000"_s; });
        row("domain", u"domain"_s, [](UserPattern &p) { p.domain = u"one, two"_s; });
    }

    void saysWhichFieldIsWrong()
    {
        QFETCH(const UserPattern, pattern);
        QFETCH(const QString, field);
        const Result<QList<Account>> accounts = generateUsers(pattern, 1);
        QVERIFY(!accounts);
        QCOMPARE(accounts.error().where, field);
        QVERIFY(!accounts.error().expected.isEmpty());
        QVERIFY(!sampleNames(pattern, 3));
    }

    void generatingCanBeEnded()
    {
        int seen = 0;
        const Result<> generated = generateUsers({}, 1, [&](const Account &) -> Result<> {
            if (++seen == 3)
                return throng::failure(u"enough"_s);
            return {};
        });
        QVERIFY(!generated);
        QCOMPARE(seen, 3);
    }
};

QTEST_GUILESS_MAIN(TestGenerateUsers)
#include "test_generateusers.moc"
