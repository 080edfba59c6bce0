// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/hookconsent.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace throng::project;

class TestHookConsent : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itHoldsForOneProjectAndItsCommands()
    {
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(u"a"_s) && QDir(folder.path()).mkpath(u"b"_s));
        const QString file = folder.filePath(u"settings/hooks.ini"_s);
        const QString a = folder.filePath(u"a"_s);
        const QString b = folder.filePath(u"b"_s);
        const QStringList commands { u"reset.sh all"_s, u"log.sh"_s };
        QVERIFY(!HookConsent(file).isGiven(a, commands));
        QVERIFY(HookConsent(file).give(a, commands));
        QVERIFY(HookConsent(file).isGiven(a, commands)); // by another program, later
        QVERIFY(HookConsent(file).isGiven(a + u"/../a"_s, commands));
        QVERIFY(!HookConsent(file).isGiven(b, commands));
        QVERIFY(!HookConsent(file).isGiven(a, { u"reset.sh all"_s, u"log.sh; rm -r ."_s }));
        QVERIFY(!HookConsent(file).isGiven(a, { u"reset.sh alllog.sh"_s }));
        QVERIFY(!HookConsent(file).isGiven(a, { u"reset.sh all"_s }));
    }

    void severalSuitesOfAProjectAreRemembered()
    {
        const QTemporaryDir folder;
        const HookConsent consent(folder.filePath(u"hooks.ini"_s));
        QVERIFY(consent.give(folder.path(), { u"one"_s }));
        QVERIFY(consent.give(folder.path(), { u"two"_s }));
        QVERIFY(consent.isGiven(folder.path(), { u"one"_s }));
        QVERIFY(consent.isGiven(folder.path(), { u"two"_s }));
    }

    void aPlaceThatCannotBeWrittenIsAnError()
    {
        const HookConsent consent(u"/proc/none/hooks.ini"_s);
        QVERIFY(!consent.give(u"/"_s, { u"one"_s }));
    }
};

QTEST_GUILESS_MAIN(TestHookConsent)
#include "test_hookconsent.moc"
