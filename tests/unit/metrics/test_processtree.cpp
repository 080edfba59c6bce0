// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/processtree.h"
#include "engine/metrics/serverfigures.h"

#include <QDir>
#include <QFile>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace throng::metrics;
using namespace Qt::StringLiterals;
using Found = ProcessTree::Found;

namespace {

/// A /proc of ours, in a folder.
class Proc {
public:
    [[nodiscard]] QString path() const { return m_folder.path(); }

    void listen(const QByteArray &table)
    {
        write(u"net/tcp"_s,
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
                + table);
    }

    /// `cpu` and `ended` in seconds, `bytes` in whole pages.
    void put(int pid, int parent, double cpu, double ended, double bytes, int startedAt = 100,
        const QByteArray &command = "python3")
    {
        const double tick = double(sysconf(_SC_CLK_TCK));
        QByteArrayList fields { "S", QByteArray::number(parent) };
        for (int i = 0; i < 9; ++i)
            fields += "0";
        fields += { QByteArray::number(qint64(cpu * tick)), "0", QByteArray::number(qint64(ended * tick)), "0" };
        fields += { "20", "0", "1", "0", QByteArray::number(startedAt), "999",
            QByteArray::number(qint64(bytes / double(sysconf(_SC_PAGESIZE)))), "0" };
        write(u"%1/stat"_s.arg(pid), QByteArray::number(pid) + " (" + command + ") " + fields.join(' ') + '\n');
    }

    void openSocket(int pid, int inode)
    {
        const QString folder = m_folder.filePath(u"%1/fd"_s.arg(pid));
        QDir().mkpath(folder);
        QFile::link(u"socket:[%1]"_s.arg(inode), folder + u"/7"_s);
    }

    void end(int pid) { QDir(m_folder.filePath(QString::number(pid))).removeRecursively(); }

private:
    void write(const QString &name, const QByteArray &content)
    {
        const QString path = m_folder.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("%s: cannot be written", qPrintable(path));
    }

    QTemporaryDir m_folder;
};

const QByteArray port8008 =
    "   0: 0100007F:1F48 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0 0 4242 1 0 0\n"
    "   1: 0100007F:1F49 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0 0 4243 1 0 0\n"
    "   2: 0100007F:1F48 0100007F:9999 01 00000000:00000000 00:00000000 00000000  0 0 4244 1 0 0\n";

double value(const std::vector<ServerFigure> &figures, QByteArrayView name)
{
    for (const ServerFigure &figure : figures) {
        if (figure.name == name)
            return figure.value;
    }
    return -1;
}

} // namespace

class ProcessTreeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aServerAndAllItHasStartedAreAddedUp()
    {
        const double page = double(sysconf(_SC_PAGESIZE));
        Proc proc;
        proc.listen(port8008);
        proc.put(50, 1, 2, 1, 100 * page, 100, "a (server) of 2");
        proc.put(40, 50, 1, 0, 10 * page); // its child, with a smaller number
        proc.put(60, 40, 0.5, 0, page);
        proc.put(70, 1, 90, 0, 1000 * page); // somebody else
        proc.openSocket(50, 4242);
        proc.openSocket(70, 4243);
        ProcessTree tree(proc.path());
        QCOMPARE(tree.find(8008), Found::Yes);
        QCOMPARE(tree.name(), u"a (server) of 2 (process 50)"_s);

        const auto first = tree.sample(10);
        QVERIFY(first);
        QCOMPARE(value(*first, figureCpu), -1.0);
        QCOMPARE(value(*first, figureMemory), 111 * page);
        QCOMPARE(value(*first, figureProcesses), 3.0);

        // A child has ended, and its parent has its time now.
        proc.end(60);
        proc.put(40, 50, 1.5, 0.5, 10 * page);
        proc.put(50, 1, 3, 1, 100 * page, 100, "a (server) of 2");
        const auto second = tree.sample(12);
        QVERIFY(second);
        QCOMPARE(value(*second, figureCpu), 0.75);
        QCOMPARE(value(*second, figureProcesses), 2.0);
    }

    void workersThatShareAPortAreTheOnesThatTheirParentStarted()
    {
        Proc proc;
        proc.listen(port8008);
        proc.put(50, 1, 1, 0, 0, 100, "nginx");
        proc.put(51, 50, 1, 0, 0, 100, "nginx");
        proc.put(52, 50, 1, 0, 0, 100, "nginx");
        for (const int pid : { 50, 51, 52 })
            proc.openSocket(pid, 4242);
        ProcessTree tree(proc.path());
        QCOMPARE(tree.find(8008), Found::Yes);
        QCOMPARE(tree.name(), u"nginx (process 50)"_s);
        QCOMPARE(value(*tree.sample(1), figureProcesses), 3.0);
    }

    void aProcessWithTheSameNumberIsAnotherOne()
    {
        Proc proc;
        proc.listen(port8008);
        proc.put(50, 1, 2, 0, 0, 100);
        proc.openSocket(50, 4242);
        ProcessTree tree(proc.path());
        QCOMPARE(tree.find(8008), Found::Yes);
        QVERIFY(tree.sample(1));
        proc.put(50, 1, 5, 0, 0, 200);
        QVERIFY(!tree.sample(2));
        QCOMPARE(tree.find(8008), Found::Yes);
        QVERIFY(tree.sample(3));
        proc.end(50);
        QVERIFY(!tree.sample(4));
    }

    void whatCannotBeSeenIsSaid()
    {
        Proc proc;
        proc.listen(port8008);
        ProcessTree tree(proc.path());
        QCOMPARE(tree.find(8008), Found::NotReadable);
        QCOMPARE(tree.find(8010), Found::Nobody);
        QCOMPARE(ProcessTree(proc.path() + u"/nothing"_s).find(8008), Found::Nobody);
    }

    void thisVeryProcessIsTold()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        ProcessTree tree;
        QCOMPARE(tree.find(server.serverPort()), Found::Ourselves);
        server.close();
        QCOMPARE(tree.find(server.serverPort()), Found::Nobody);
    }
};

QTEST_GUILESS_MAIN(ProcessTreeTest)
#include "test_processtree.moc"
