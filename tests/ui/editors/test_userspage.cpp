// SPDX-License-Identifier: GPL-3.0-or-later
//
// The page of accounts: its table, lists that are imported and exported, and numbers that make no sense.
#include "engine/project/accountsfile.h"
#include "engine/project/tokensfile.h"
#include "support/uifixture.h"
#include "ui/document/document.h"
#include "ui/editors/page.h"
#include "ui/mainwindow/projectview.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QTableView>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using ui::ProjectView;

namespace {

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

/// A project of 40 users, its page of users in front.
struct Page {
    UiFixture ui;
    ui::Document *document = nullptr;
    QString file;

    Page()
    {
        project::Project project = project::Project::withDefaults(u"http://127.0.0.1:8008"_s);
        project.users.count = 40;
        auto made = ui::Document::create(ui.projectsFolder() + u"/alpha"_s, project);
        if (!made || !ui.window->openPath((*made)->folder().projectFile()))
            qFatal("no project");
        opened();
    }

    void opened()
    {
        document = ui.window->document();
        file = document->folder().projectFile();
        ui.window->projectView()->showPage(ProjectView::PageId::Users);
    }

    [[nodiscard]] QAbstractItemModel *table() const { return ui.find<QTableView>("accountTable")->model(); }
    void choose(const char *action) const { ui.window->findChild<QAction *>(QLatin1String(action))->trigger(); }
    [[nodiscard]] QString message() const
    {
        return ui.window->projectView()
                   ->page(ProjectView::PageId::Users)
                   ->findChild<QWidget *>(u"messageBar"_s)
                   ->isVisible()
            ? ui.window->projectView()
                  ->page(ProjectView::PageId::Users)
                  ->findChild<QWidget *>(u"messageBar"_s)
                  ->accessibleName()
            : QString();
    }
    void answer(const char *button) const
    {
        UiFixture::click(ui.window->projectView()->page(ProjectView::PageId::Users), button);
    }
    [[nodiscard]] project::UserPattern users() const { return document->project().users; }
};

/// 10,000 rows of which three cannot be used.
QByteArray almostGoodList()
{
    QByteArray content = "username,password\n";
    for (int i = 0; i < 10'000; ++i) {
        if (i == 41)
            content += ",lost\n";
        else if (i == 4'000)
            content += "guest.4000\n";
        else if (i == 9'000)
            content += "guest.7,again\n";
        else
            content += "guest." + QByteArray::number(i) + ",x\n";
    }
    return content;
}

} // namespace

class UsersPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theAccountsAreListedAndFiltered()
    {
        Page page;
        QCOMPARE(page.table()->rowCount(), 40);
        UiFixture::type(page.ui.find<QLineEdit>("accountFilter"), u"00001"_s);
        QCOMPARE(page.table()->rowCount(), 11); // user.000001 and user.00001x
        QCOMPARE(page.ui.find<QLabel>("accountsShown")->text(), u"11 shown"_s);

        page.ui.find<QLineEdit>("accountFilter")->clear();
        UiFixture::type(page.ui.find<QSpinBox>("userCount"), u"55"_s);
        QCOMPARE(page.table()->rowCount(), 55);
        QCOMPARE(page.ui.find<QLabel>("accountsHeading")->text(), u"55 accounts"_s);
    }

    void numbersThatMakeNoSenseAreAnsweredAndNotTaken_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::newRow("nobody") << u"0"_s;
        QTest::newRow("negative") << u"-5"_s;
        QTest::newRow("absurd") << u"99999999"_s;
    }
    void numbersThatMakeNoSenseAreAnsweredAndNotTaken()
    {
        QFETCH(QString, typed);
        Page page;
        auto *count = page.ui.find<QSpinBox>("userCount");
        UiFixture::type(count, u"1"_s);
        // At once: on the way to it there are numbers that make sense.
        QGuiApplication::clipboard()->setText(typed);
        QTest::keyClick(count, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(count, Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(page.users().count, 1);
        bool said = false;
        for (const QLabel *label : count->parentWidget()->findChildren<QLabel *>())
            said = said || (label->isVisible() && label->property("role") == u"error"_s && !label->text().isEmpty());
        QVERIFY(said);
        QTest::keyClick(page.ui.window.get(), Qt::Key_S, Qt::ControlModifier);
        QVERIFY(!page.ui.window->isWindowModified());
        UiFixture::type(count, u"12"_s);
        QCOMPARE(page.users().count, 12);
    }

    void aNameThatNoServerTakesIsAnsweredAndNotTaken()
    {
        Page page;
        UiFixture::type(page.ui.find<QLineEdit>("namePattern"), u"guest no 000"_s);
        QVERIFY(!page.users().namePattern.contains(u' '));
        UiFixture::type(page.ui.find<QLineEdit>("namePattern"), u"guest.000"_s);
        QCOMPARE(page.users().namePattern, u"guest.000"_s);
        QVERIFY(page.ui.find<QLabel>("userSample")->text().startsWith(u"guest.000, guest.001"));
    }

    void anImportShowsItsBadRowsAndGoesOnWithoutThem()
    {
        Page page;
        const QByteArray before = contents(page.file);
        const QByteArray usersBefore = contents(page.document->folder().usersFile());
        page.ui.questions.pathToOpen = page.ui.directory.filePath(u"theirs.csv"_s);
        write(page.ui.questions.pathToOpen, almostGoodList());

        page.choose("importAccounts");
        QVERIFY(page.message().contains(u"3 of 10,000 rows of theirs.csv cannot be used"));
        for (const auto *line : { u"Line 43", u"Line 4002", u"Line 9002" })
            QVERIFY2(page.message().contains(QStringView(line)), qPrintable(page.message()));
        QCOMPARE(page.users().count, 40);
        page.answer("messageSecondAction");
        QVERIFY(!page.ui.window->isWindowModified());

        page.choose("importAccounts");
        page.answer("messageAction");
        QVERIFY(page.users().fromFile);
        QCOMPARE(page.users().count, 9'997);
        QCOMPARE(page.table()->rowCount(), 9'997);
        QVERIFY(!page.ui.find<QSpinBox>("userCount")->isVisible());

        QAction *undo = page.ui.window->findChild<QAction *>(u"actionUndo"_s);
        QAction *redo = page.ui.window->findChild<QAction *>(u"actionRedo"_s);
        QVERIFY(undo->text().contains(u"Import accounts from theirs.csv"));
        undo->trigger();
        QCOMPARE(page.users().count, 40);
        QVERIFY(page.ui.find<QSpinBox>("userCount")->isVisible());
        QVERIFY(!page.ui.window->isWindowModified());
        redo->trigger();
        page.choose("actionSave");
        QCOMPARE(project::AccountsFile::read(page.document->folder().usersFile())->size(), 9'997);

        // The pattern's own files come back with it.
        undo->trigger();
        page.choose("actionSave");
        QCOMPARE(contents(page.file), before);
        QCOMPARE(contents(page.document->folder().usersFile()), usersBefore);
    }

    void aListSurvivesEverythingElseAndComesBack()
    {
        Page page;
        page.ui.questions.pathToOpen = page.ui.directory.filePath(u"theirs.csv"_s);
        write(page.ui.questions.pathToOpen, "username,password\nada,one\nbob,two\ncarol,three\n");
        page.choose("importAccounts");
        page.choose("actionSave");
        const QString usersFile = page.document->folder().usersFile();
        const QByteArray list = contents(usersFile);
        QVERIFY(list.contains("carol,three"));
        page.choose("actionClose");
        QVERIFY(page.ui.window->openPath(page.file));
        page.opened();
        QCOMPARE(page.table()->rowCount(), 3);

        // Rooms are drawn anew, and leave the list alone.
        page.document->set<quint64>(
            u"seed"_s, u"Change the seed"_s, [](project::Project &project) -> quint64 & { return project.seed; }, 77);
        page.choose("actionSave");
        QCOMPARE(contents(usersFile), list);

        page.ui.click("generateInstead");
        QVERIFY(!page.users().fromFile);
        page.choose("actionSave");
        QVERIFY(contents(usersFile).contains("user.000002,"));
        page.choose("actionUndo");
        page.choose("actionSave");
        QCOMPARE(contents(usersFile), list);
    }

    void aFileThatIsNoListIsRefused()
    {
        Page page;
        page.ui.questions.pathToOpen = page.ui.directory.filePath(u"picture.csv"_s);
        write(page.ui.questions.pathToOpen, "whatever\n");
        page.choose("importAccounts");
        QVERIFY(page.message().contains(u"could not be read"));
        write(page.ui.questions.pathToOpen, "username,password\n,a\n,b\n");
        page.choose("importAccounts");
        QVERIFY(page.message().contains(u"2 of 2 rows"));
        QVERIFY(!page.ui.window->isWindowModified());
    }

    void tokensAreImportedShownAndExported()
    {
        Page page;
        page.ui.questions.pathToOpen = page.ui.directory.filePath(u"tokens.csv"_s);
        write(page.ui.questions.pathToOpen,
            "username,user_id,access_token,next_batch\nuser.000003,@user.000003:a.example,t3,\n"
            "user.000001,@user.000001:a.example,t1,s9\nstranger,@stranger:a.example,t,\nshort,row\n");
        page.choose("importTokens");
        QVERIFY(page.message().contains(u"1 of 4 rows"));
        page.answer("messageAction");
        QVERIFY2(page.message().contains(u"3 tokens imported"), qPrintable(page.message()));
        QVERIFY(page.message().contains(u"not used: 1."));
        auto *tokens = page.ui.find<QComboBox>("tokenFilter");
        tokens->setCurrentIndex(1);
        QCOMPARE(page.table()->rowCount(), 2);
        QVERIFY(!page.ui.window->isWindowModified()); // tokens belong to the runs

        page.ui.questions.pathToSave = page.ui.directory.filePath(u"out.csv"_s);
        page.choose("exportTokens");
        QCOMPARE(project::TokensFile::read(page.ui.questions.pathToSave)->size(), 3);
        QVERIFY(contents(page.ui.questions.pathToSave).indexOf("user.000001")
            < contents(page.ui.questions.pathToSave).indexOf("user.000003"));
        page.choose("exportAccounts");
        QCOMPARE(contents(page.ui.questions.pathToSave), contents(page.document->folder().usersFile()));
    }
};

QTEST_MAIN(UsersPageTest)
#include "test_userspage.moc"
