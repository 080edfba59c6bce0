// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the engine says of bad input and of what went wrong, in a language of longer words: whatever of it reaches the
// window has been translated, and is shown whole.
#include "support/patience.h"
#include "support/uifixture.h"
#include "support/uilook.h"
#include "support/uinames.h"
#include "support/uipseudo.h"
#include "ui/dashboard/runcontroller.h"
#include "ui/document/document.h"
#include "ui/editors/suitedialog.h"
#include "ui/mainwindow/projectview.h"
#include "ui/wizards/generatewizard.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using ui::ProjectView;

namespace {

/// A window in longer words with a project in it.
struct Spoken {
    UiFixture ui;
    PseudoTranslation translation;
    UiLook look;

    /// `data`: what was typed, and names: it may stand as it is.
    explicit Spoken(const QStringList &data = {}, const QString &server = u"http://[::1]"_s)
        : look(namesInAProject() + data)
    {
        look.setPseudo(true);
        QCoreApplication::installTranslator(&translation);
        ui.makeWindow();
        ui.window->resize(1280, 800);
        project::Project project = project::Project::withDefaults(server);
        auto document = ui::Document::create(ui.projectsFolder() + u"/spoken"_s, project);
        if (!document || !ui.window->openPath((*document)->folder().projectFile()))
            qFatal("no project");
    }

    void choose(const char16_t *action) const
    {
        ui.window->findChild<QAction *>(QString::fromUtf16(action))->trigger();
    }
    /// What is wrong with `root`, where something must be said in a label that is called so, or, without a name, in
    /// any that stands for an error.
    [[nodiscard]] QStringList wrongIn(QWidget *root, const char *label = nullptr)
    {
        bool said = false;
        for (const QLabel *one : root->findChildren<QLabel *>())
            said = said
                || (one->isVisible() && !one->text().isEmpty()
                    && (label ? one->objectName() == QLatin1StringView(label)
                              : one->property("role").toString() == u"error"));
        look.lookAt(root);
        return said ? look.wrong() : look.wrong() + QStringList(u"nothing was said"_s);
    }
};

#define NOTHING_WRONG_IN(...)                                                                                          \
    do {                                                                                                               \
        const QStringList wrong = each.wrongIn(__VA_ARGS__);                                                           \
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));                                                      \
    } while (false)

} // namespace

class EngineWordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAddressThatIsNone_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::newRow("a user") << u"@anna"_s;
        QTest::newRow("blanks") << u"anna berta"_s;
        QTest::newRow("another scheme") << u"gopher"_s;
        QTest::newRow("no port") << u"http://[::1]:0"_s;
        QTest::newRow("a search") << u"http://[::1]/?q"_s;
    }
    void anAddressThatIsNone()
    {
        QFETCH(QString, typed);
        Spoken each({ typed, u"annaberta"_s }); // without the blank it might be a name
        each.ui.window->projectView()->showPage(ProjectView::PageId::Server);
        UiFixture::type(
            each.ui.find<QLineEdit>("serverUrl"), typed == u"gopher" ? QString(typed + u"://[::1]"_s) : typed);
        NOTHING_WRONG_IN(each.ui.window.get(), "urlMessage");
    }

    void anAddressOfMetricsThatIsNone()
    {
        Spoken each({ u"ftp"_s });
        each.ui.window->projectView()->showPage(ProjectView::PageId::Server);
        UiFixture::type(each.ui.find<QLineEdit>("metricsUrls"), u"ftp://[::1]"_s);
        NOTHING_WRONG_IN(each.ui.window.get(), "metricsMessage");
    }

    void usersThatCannotBe_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QString>("typed");
        QTest::newRow("nobody") << "userCount"_ba << u"0"_s;
        QTest::newRow("absurd") << "userCount"_ba << u"999999999"_s;
        QTest::newRow("no place for a number") << "namePattern"_ba << u"guest"_s;
        QTest::newRow("no server's character") << "namePattern"_ba << u"guest no 0"_s;
        QTest::newRow("no domain") << "userDomain"_ba << u"two words"_s;
    }
    void usersThatCannotBe()
    {
        QFETCH(QByteArray, field);
        QFETCH(QString, typed);
        Spoken each({ typed });
        each.choose(u"actionGenerateUsers");
        auto *wizard = each.ui.window->findChild<ui::GenerateWizard *>();
        QTRY_VERIFY_WITH_TIMEOUT(wizard && wizard->isVisible(), patience);
        UiFixture::type(UiFixture::find<QWidget>(wizard, field.constData()), typed);
        NOTHING_WRONG_IN(wizard);
        wizard->reject();
    }

    void roomsThatCannotBe()
    {
        Spoken each;
        each.choose(u"actionGenerateRooms");
        auto *wizard = each.ui.window->findChild<ui::GenerateWizard *>();
        QTRY_VERIFY_WITH_TIMEOUT(wizard && wizard->isVisible(), patience);
        UiFixture::type(UiFixture::find<QSpinBox>(wizard, "roomSmallest"), u"30"_s);
        UiFixture::type(UiFixture::find<QSpinBox>(wizard, "roomLargest"), u"20"_s);
        NOTHING_WRONG_IN(wizard);
        wizard->reject();
    }

    void aRuleThatIsNone_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::newRow("nothing") << QString();
        QTest::newRow("no comparison") << u"p95(send)"_s;
        QTest::newRow("no limit") << u"p95(send) <"_s;
        QTest::newRow("no number") << u"p95(send) < x"_s;
        QTest::newRow("a comma") << u"p95(send) < 1,5s"_s;
        QTest::newRow("another unit") << u"p95(send) < 5%"_s;
        QTest::newRow("too much") << u"p95(send) < 5s 7"_s;
        QTest::newRow("an open bracket") << u"p95(send < 5s"_s;
    }
    void aRuleThatIsNone()
    {
        QFETCH(QString, typed);
        Spoken each({ u"send"_s, u"failures < 1%"_s });
        each.ui.window->projectView()->showPage(ProjectView::PageId::Tests);
        each.ui.click("editSuite");
        auto *suite = each.ui.window->findChild<ui::SuiteDialog *>();
        QTRY_VERIFY_WITH_TIMEOUT(suite && suite->isVisible(), patience);
        UiFixture::find<QPushButton>(suite, "addThreshold")->menu()->actions().first()->trigger();
        auto *rule = UiFixture::find<QLineEdit>(suite, "thresholdRule");
        UiFixture::type(rule, typed);
        if (typed.isEmpty())
            QTest::keyClick(rule, Qt::Key_Delete);
        NOTHING_WRONG_IN(suite);
        suite->reject();
    }

    void aProjectThatIsDamaged_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("cut off") << "{ \"format\": "_ba;
        QTest::newRow("no object") << "[]"_ba;
        QTest::newRow("something else") << "{ \"format\": \"x\" }"_ba;
        QTest::newRow("of another type") << "{ \"format\": \"throng-project\", \"version\": [] }"_ba;
        QTest::newRow("newer") << "{ \"format\": \"throng-project\", \"version\": 9999 }"_ba;
    }
    void aProjectThatIsDamaged()
    {
        QFETCH(QByteArray, text);
        // The last two: where it is in the file.
        Spoken each({ u"throng-project"_s, QStringLiteral(THRONG_VERSION), u": format"_s, u": version"_s });
        const QString path = each.ui.directory.filePath(u"1.throng"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        QVERIFY(!each.ui.window->openPath(path));
        NOTHING_WRONG_IN(each.ui.window.get(), "messageText");
    }

    void aServerThatIsNotThere()
    {
        Spoken each({ u"Connection refused"_s }, u"http://127.0.0.1:1"_s); // as the C library calls it
        each.ui.window->projectView()->showPage(ProjectView::PageId::Server);
        each.ui.click("checkServer");
        const QString checked = PseudoTranslation::accented(u"checked"_s);
        QTRY_VERIFY_WITH_TIMEOUT(each.ui.find<QLabel>("probeState")->text().contains(checked), patience);
        NOTHING_WRONG_IN(each.ui.window.get(), "probeState");

        // Nor does a run begin.
        each.choose(u"actionStart");
        ui::RunController *controller = each.ui.window->runController();
        QTRY_VERIFY_WITH_TIMEOUT(controller->state() == ui::RunController::State::Finished, patience);
        each.ui.window->projectView()->showPage(ProjectView::PageId::Run);
        auto *tables = each.ui.find<QTabWidget>("runTables");
        for (int table = 0; table < tables->count(); ++table) {
            tables->setCurrentIndex(table);
            each.look.lookAt(each.ui.window.get());
        }
        NOTHING_WRONG_IN(each.ui.window.get(), "messageText");
    }
};

QTEST_MAIN(EngineWordsTest)
#include "test_enginewords.moc"
