// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/accountsfile.h"
#include "engine/project/roomsfile.h"
#include "ui/document/document.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace throng;
using ui::Document;

namespace {

void setCount(Document &document, int count)
{
    document.set<int>(
        u"users.count"_s, u"Change the number of users"_s,
        [](project::Project &project) -> int & { return project.users.count; }, count);
}

void setUrl(Document &document, const QString &url)
{
    document.set<QString>(
        u"server.url"_s, u"Change the address"_s,
        [](project::Project &project) -> QString & { return project.server.url; }, url);
}

std::unique_ptr<Document> makeDocument(const QTemporaryDir &folder)
{
    project::Project project = project::Project::withDefaults(u"http://127.0.0.1:8008"_s);
    project.users.count = 20;
    auto document = Document::create(folder.filePath(u"p"_s), project);
    return document ? std::move(*document) : nullptr;
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class DocumentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewProjectHasItsFilesAndIsUnmodified()
    {
        QTemporaryDir folder;
        const auto document = makeDocument(folder);
        QVERIFY(document);
        QVERIFY(!document->isModified());
        const auto accounts = project::AccountsFile::read(document->folder().usersFile());
        QVERIFY(accounts);
        QCOMPARE(accounts->size(), 20);
        QVERIFY(project::RoomsFile::read(document->folder().roomsFile(), project::indexAccounts(*accounts)));
    }

    void editsOfOneFieldAreOneStep()
    {
        QTemporaryDir folder;
        const auto document = makeDocument(folder);
        for (const int count : { 3, 30, 300 })
            setCount(*document, count);
        QCOMPARE(document->undoStack()->count(), 1);
        setUrl(*document, u"https://example.org"_s);
        setCount(*document, 5);
        QCOMPARE(document->undoStack()->count(), 3);
        QVERIFY(document->isModified());

        document->undoStack()->undo();
        QCOMPARE(document->project().users.count, 300);
        document->undoStack()->undo();
        document->undoStack()->undo();
        QCOMPARE(document->project().users.count, 20);
        QVERIFY(!document->isModified());
        document->undoStack()->redo();
        QCOMPARE(document->project().users.count, 300);
    }

    void typingBackToTheBeginningLeavesNoStep()
    {
        QTemporaryDir folder;
        const auto document = makeDocument(folder);
        setCount(*document, 200);
        setCount(*document, 20);
        QCOMPARE(document->undoStack()->count(), 0);
        QVERIFY(!document->isModified());
    }

    void theSameValueIsNoEdit()
    {
        QTemporaryDir folder;
        const auto document = makeDocument(folder);
        QSignalSpy changed(document.get(), &Document::changed);
        setCount(*document, 20);
        QCOMPARE(document->undoStack()->count(), 0);
        QVERIFY(changed.isEmpty());
    }

    void anEditAfterSavingIsAStepOfItsOwn()
    {
        QTemporaryDir folder;
        const auto document = makeDocument(folder);
        setCount(*document, 30);
        QVERIFY(document->save());
        QVERIFY(!document->isModified());
        setCount(*document, 40);
        QVERIFY(document->isModified());
        document->undoStack()->undo();
        QVERIFY(!document->isModified());
        QCOMPARE(document->project().users.count, 30);
    }

    void savingWritesAccountsAgainOnlyWhenTheirPatternChanged()
    {
        QTemporaryDir folder;
        const auto document = makeDocument(folder);
        const QByteArray before = contents(document->folder().usersFile());
        setUrl(*document, u"https://example.org"_s);
        QVERIFY(!document->willWriteAccounts());
        QVERIFY(QFile::rename(document->folder().roomsFile(), document->folder().roomsFile() + u".old"_s));
        QVERIFY(document->save());
        QCOMPARE(contents(document->folder().usersFile()), before);
        QVERIFY(QFile::exists(document->folder().roomsFile())); // what a run needs is there after a save

        setCount(*document, 25);
        QVERIFY(document->willWriteAccounts());
        QVERIFY(document->save());
        QCOMPARE(project::AccountsFile::read(document->folder().usersFile())->size(), 25);
    }

    void savedAndReopenedIsTheSameProject()
    {
        QTemporaryDir folder;
        auto document = makeDocument(folder);
        setCount(*document, 31);
        setUrl(*document, u"https://example.org"_s);
        QVERIFY(document->save());
        const project::Project saved = document->project();
        const QString file = document->folder().projectFile();
        const QByteArray bytes = contents(file);
        document.reset();
        auto again = Document::open(file);
        QVERIFY(again);
        QCOMPARE((*again)->project().toJson(), saved.toJson());
        QVERIFY((*again)->save());
        QCOMPARE(contents(file), bytes);
    }

    void anEditDoneElsewhereIsNotOverwritten()
    {
        QTemporaryDir folder;
        const auto document = makeDocument(folder);
        setCount(*document, 31);
        QFile file(document->folder().projectFile());
        QVERIFY(file.open(QIODevice::Append));
        file.write("\n");
        file.close();
        QVERIFY(document->isChangedOnDisk());
        QVERIFY(!document->save());
        QVERIFY(document->isModified());
        QVERIFY(document->save(project::ProjectFolder::Overwrite::Always));
    }

    void saveAsGoesOnInTheNewFolder()
    {
        QTemporaryDir folder;
        const auto document = makeDocument(folder);
        const QByteArray before = contents(document->folder().projectFile());
        const QString old = document->folder().projectFile();
        setCount(*document, 12);
        QVERIFY(document->saveAs(folder.filePath(u"other"_s)));
        QCOMPARE(document->folder().path(), folder.filePath(u"other"_s));
        QVERIFY(!document->isModified());
        QCOMPARE(contents(old), before);
        QCOMPARE(project::AccountsFile::read(document->folder().usersFile())->size(), 12);
    }
};

QTEST_GUILESS_MAIN(DocumentTest)
#include "test_document.moc"
