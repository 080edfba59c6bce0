// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/nameset.h"

#include <QTest>

using namespace throng::users;

namespace {

QByteArray name(int number)
{
    return "@user-" + QByteArray::number(number) + ":hs";
}

} // namespace

class TestNameSet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachNameIsNewOnce()
    {
        NameSet names;
        for (int i = 0; i < 500; ++i) {
            QVERIFY(!names.contains(name(i)));
            QVERIFY(names.insert(name(i)));
            QVERIFY(!names.insert(name(i)));
        }
        for (int i = 0; i < 500; ++i)
            QVERIFY(names.contains(name(i)));
        QCOMPARE(names.size(), 500U);
    }

    void whatIsNotAmongOthersIsForgotten()
    {
        NameSet names;
        NameSet others;
        for (int i = 0; i < 100; ++i)
            names.insert(name(i));
        for (int i = 90; i < 200; ++i)
            others.insert(name(i));
        names.keepOnly(others);
        QCOMPARE(names.size(), 10U);
        QVERIFY(names.contains(name(95)));
        QVERIFY(!names.contains(name(150)));
        QVERIFY(names.insert(name(3)));
    }
};

QTEST_APPLESS_MAIN(TestNameSet)
#include "test_nameset.moc"
