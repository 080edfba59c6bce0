// SPDX-License-Identifier: GPL-3.0-or-later
//
// The server: what a person types, what it answers, what is found out about its limits. By mouse and keyboard.
#include "engine/practice/practiceserver.h"
#include "support/patience.h"
#include "support/uifixture.h"
#include "ui/document/document.h"
#include "ui/editors/findingrow.h"
#include "ui/editors/serveraddress.h"
#include "ui/mainwindow/projectview.h"
#include "ui/mainwindow/sidebar.h"
#include "ui/support/secretstore.h"
#include "ui/wizards/newprojectwizard.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using matrix::Finding;

namespace {

/// A keyring in memory that answers from the event loop, as a real one does.
class FakeKeyring : public ui::SecretStore {
public:
    QMap<QString, QByteArray> entries;
    QString problem; ///< set: nobody answers
    int reads = 0;

    void read(const QString &key, QObject *context, OnFound onFound) override
    {
        ++reads;
        const Found found { problem.isEmpty() ? entries.value(key) : QByteArray(), problem };
        QMetaObject::invokeMethod(
            context, [found, onFound] { onFound(found); }, Qt::QueuedConnection);
    }
    void write(const QString &key, const QByteArray &secret, QObject *context, OnDone onDone) override
    {
        if (problem.isEmpty() && secret.isEmpty())
            entries.remove(key);
        else if (problem.isEmpty())
            entries[key] = secret;
        QMetaObject::invokeMethod(
            context, [onDone, why = problem] { onDone(why); }, Qt::QueuedConnection);
    }
};

void openProject(UiFixture &ui, const QString &server, const QString &name = u"alpha"_s)
{
    project::Project project = project::Project::withDefaults(server);
    project.users.count = 5;
    auto document = ui::Document::create(ui.projectsFolder() + u'/' + name, project);
    QVERIFY(document);
    QVERIFY(ui.window->openPath((*document)->folder().projectFile()));
}

QWidget *page(UiFixture &ui)
{
    return ui.find<QWidget>("serverPage");
}

QString stateOf(UiFixture &ui)
{
    return UiFixture::find<QLabel>(page(ui), "probeState")->text();
}

QList<Finding::Subject> subjects(UiFixture &ui)
{
    QList<Finding::Subject> found;
    for (const auto *row : page(ui)->findChildren<ui::FindingRow *>())
        found.append(row->subject());
    return found;
}

const ui::FindingRow *rowOf(UiFixture &ui, Finding::Subject subject)
{
    for (const auto *row : page(ui)->findChildren<ui::FindingRow *>()) {
        if (row->subject() == subject)
            return row;
    }
    return nullptr;
}

void choose(UiFixture &ui, project::AccountSource source)
{
    // As by the keyboard: an index set by a program is no choice of a person.
    auto *box = UiFixture::find<QComboBox>(page(ui), "accountSource");
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Home);
    while (box->currentData().toInt() != int(source) && box->currentIndex() + 1 < box->count())
        QTest::keyClick(box, Qt::Key_Down);
    QCOMPARE(box->currentData().toInt(), int(source));
}

practice::Fault limitAfter(const QString &endpoint, quint64 passing)
{
    practice::Fault fault;
    fault.kind = practice::FaultKind::RateLimit;
    fault.endpoint = endpoint;
    fault.skip = passing;
    fault.retryAfter = std::chrono::seconds(5);
    return fault;
}

/// Presses Check and waits for the answer.
void check(UiFixture &ui)
{
    UiFixture::click(page(ui), "checkServer");
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(ui).startsWith(u"checked"), patience);
}

} // namespace

class ServerPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsTypedIsJudged_data()
    {
        using Kind = ui::AddressJudgement::Kind;
        QTest::addColumn<QString>("typed");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("better");
        const auto row = [](const char *name, const QString &typed, Kind kind, const QString &better = {}) {
            QTest::newRow(name) << typed << int(kind) << better;
        };
        row("nothing", u" "_s, Kind::Empty);
        row("whole", u"https://matrix.example.org"_s, Kind::Good);
        row("with a port", u"http://127.0.0.1:8008"_s, Kind::Good);
        row("without scheme", u"matrix.example.org"_s, Kind::Good);
        row("without scheme, with port", u"matrix.example.org:8448"_s, Kind::Good);
        row("this machine without scheme", u"localhost:8008"_s, Kind::Good, u"http://localhost:8008"_s);
        row("spaces around", u"  https://matrix.example.org  "_s, Kind::Good);
        row("spaces inside", u"https://matrix. example.org"_s, Kind::Wrong, u"https://matrix.example.org"_s);
        row("words", u"my server"_s, Kind::Wrong, u"myserver"_s);
        row("slash at the end", u"https://matrix.example.org/"_s, Kind::Good);
        row("path", u"https://example.org/matrix"_s, Kind::Doubtful, u"https://example.org"_s);
        row("path of the API", u"https://example.org/_matrix/client/versions"_s, Kind::Doubtful,
            u"https://example.org"_s);
        row("IPv6", u"::1"_s, Kind::Good, u"http://[::1]"_s);
        row("IPv6 in brackets", u"http://[::1]:8008"_s, Kind::Good);
        row("IPv6 in brackets without scheme", u"[2001:db8::1]:8448"_s, Kind::Good);
        row("IPv6 cut short", u"http://[::1"_s, Kind::Wrong);
        row("user", u"@alice:example.org"_s, Kind::Wrong, u"https://example.org"_s);
        row("user with a port", u"@alice:example.org:8448"_s, Kind::Wrong, u"https://example.org:8448"_s);
        row("room", u"#room:example.org"_s, Kind::Wrong, u"https://example.org"_s);
        row("mail", u"alice@example.org"_s, Kind::Wrong, u"https://example.org"_s);
        row("link to a user", u"https://matrix.to/#/@alice:example.org"_s, Kind::Wrong, u"https://example.org"_s);
        row("scheme with a typo", u"htps://example.org"_s, Kind::Wrong, u"https://example.org"_s);
        row("one slash", u"http:/example.org"_s, Kind::Wrong, u"http://example.org"_s);
        row("no colon", u"https//example.org"_s, Kind::Wrong, u"https://example.org"_s);
        row("comma", u"https://matrix,example.org"_s, Kind::Wrong, u"https://matrix.example.org"_s);
        row("other scheme", u"ftp://example.org"_s, Kind::Wrong);
        row("port out of range", u"http://example.org:80080"_s, Kind::Wrong);
        row("port zero", u"http://example.org:0"_s, Kind::Wrong);
        row("no IP address", u"http://127.0.0.256:8008"_s, Kind::Wrong);
        row("dots", u"http://matrix..org"_s, Kind::Wrong);
        row("password in it", u"https://alice:pw@example.org"_s, Kind::Wrong);
    }
    void whatIsTypedIsJudged()
    {
        using Kind = ui::AddressJudgement::Kind;
        QFETCH(QString, typed);
        QFETCH(int, kind);
        QFETCH(QString, better);
        const ui::AddressJudgement judged = ui::judgeAddress(typed);
        QCOMPARE(int(judged.kind), kind);
        QCOMPARE(judged.better, better);
        QVERIFY(judged.kind == Kind::Good || !judged.text.isEmpty());
        QVERIFY(!judged.text.contains(u"pw"_s)); // what may be a password is not repeated
        QVERIFY(judged.better.isEmpty() || ui::judgeAddress(judged.better).isUsable());
    }

    void whatIsWrongIsSaidBesideTheFieldAndMendedWithAClick()
    {
        UiFixture ui;
        openProject(ui, u"http://127.0.0.1:8008"_s);
        auto *url = UiFixture::find<QLineEdit>(page(ui), "serverUrl");
        auto *checkButton = UiFixture::find<QPushButton>(page(ui), "checkServer");
        auto *message = UiFixture::find<QLabel>(page(ui), "urlMessage");
        auto *better = UiFixture::find<QPushButton>(page(ui), "useBetterAddress");
        UiFixture::type(url, u"@alice:example.org"_s);
        QVERIFY(message->isVisible());
        QCOMPARE(message->property("role").toString(), u"error"_s);
        QVERIFY(!checkButton->isEnabled());
        QTest::keyClick(url, Qt::Key_Return); // does not check either
        QCOMPARE(ui.find<ui::Sidebar>("sidebarList")->status(0), u"not checked yet"_s);
        QVERIFY(better->isVisible());
        better->setFocus();
        QTest::keyClick(better, Qt::Key_Space);
        QCOMPARE(url->text(), u"https://example.org"_s);
        QCOMPARE(ui.window->document()->project().server.url, u"https://example.org"_s);
        QVERIFY(!better->isVisible());
        QVERIFY(checkButton->isEnabled());
        ui.window->findChild<QAction *>(u"actionUndo"_s)->trigger();
        QCOMPARE(ui.window->document()->project().server.url, u"http://127.0.0.1:8008"_s);
    }

    void theCheckTellsAndCreatesNothing()
    {
        practice::PracticeServer server;
        const auto address = server.start();
        QVERIFY(address);
        UiFixture ui;
        openProject(ui, address->toString());
        QVERIFY(!UiFixture::find<QWidget>(page(ui), "probeLimits")->isVisible());
        auto *url = UiFixture::find<QLineEdit>(page(ui), "serverUrl");
        url->setFocus();
        QTest::keyClick(url, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(stateOf(ui).startsWith(u"checked"), patience);
        QVERIFY(stateOf(ui).contains(u"nothing created"));
        for (const Finding::Subject subject : { Finding::Subject::Versions, Finding::Subject::Tls,
                 Finding::Subject::Login, Finding::Subject::Registration, Finding::Subject::RateLimits })
            QVERIFY(subjects(ui).contains(subject));
        QVERIFY(ui.find<ui::Sidebar>("sidebarList")->status(0).contains(u"reachable"));
        QVERIFY(UiFixture::find<QLabel>(page(ui), "permission")->text().contains(u"no permission needed"));
        QVERIFY(UiFixture::find<QWidget>(page(ui), "probeLimits")->isVisible());
        const practice::Truth truth = server.truth();
        QCOMPARE(truth.registrations + truth.roomsCreated + truth.logins, 0ULL);
    }

    void limitsAreProbedOnlyAfterItWasSaidWhatThatMakes()
    {
        practice::Options options;
        options.faults.faults = { limitAfter(u"/_matrix/client/v3/rooms/_/invite"_s, 4) };
        practice::PracticeServer server(options);
        const auto address = server.start();
        QVERIFY(address);
        UiFixture ui;
        openProject(ui, address->toString());
        check(ui);
        auto *offer = UiFixture::find<QWidget>(page(ui), "limitsOffer");
        UiFixture::click(page(ui), "probeLimits");
        QVERIFY(offer->isVisible());
        const QString text = UiFixture::find<QLabel>(page(ui), "limitsOfferText")->text();
        QVERIFY(text.contains(u"one account and one room"));
        UiFixture::click(page(ui), "declineLimits");
        QVERIFY(!offer->isVisible());
        QCOMPARE(server.truth().registrations, 0ULL);

        // By the keyboard alone: the button that goes on has the focus.
        auto *probe = UiFixture::find<QPushButton>(page(ui), "probeLimits");
        QVERIFY(probe->isVisible());
        QTest::keyClick(probe, Qt::Key_Space);
        QTest::keyClick(UiFixture::find<QPushButton>(page(ui), "acceptLimits"), Qt::Key_Space);
        QVERIFY(UiFixture::find<QWidget>(page(ui), "cancelProbe")->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(stateOf(ui).startsWith(u"limits probed"), patience);
        const ui::FindingRow *invitations = rowOf(ui, Finding::Subject::InvitationLimit);
        QVERIFY(invitations);
        QVERIFY(UiFixture::find<QLabel>(invitations, "findingText")->text().contains(u"4 times at once"));
        for (const Finding::Subject subject : { Finding::Subject::MessageLimit, Finding::Subject::JoinLimit,
                 Finding::Subject::LoginLimit, Finding::Subject::RegistrationLimit, Finding::Subject::ProbeAccount })
            QVERIFY(subjects(ui).contains(subject));
        QVERIFY(!subjects(ui).contains(Finding::Subject::RateLimits)); // what is known now was a guess there
        const practice::Truth truth = server.truth();
        QCOMPARE(truth.registrations, 1ULL);
        QCOMPARE(truth.roomsCreated, 1ULL);
        QCOMPARE(truth.accounts, 0ULL); // deactivated again
        QVERIFY(ui.questions.asked.isEmpty()); // loopback
        QVERIFY(!ui.window->isWindowModified());
    }

    void aProbeOfTheLimitsIsCancelledAndCleansUp()
    {
        practice::Options options;
        practice::Fault silence;
        silence.kind = practice::FaultKind::Silence;
        silence.endpoint = u"/_matrix/client/v3/rooms/_/send/m.room.message"_s;
        options.faults.faults = { silence };
        practice::PracticeServer server(options);
        const auto address = server.start();
        QVERIFY(address);
        UiFixture ui;
        openProject(ui, address->toString());
        check(ui);
        UiFixture::click(page(ui), "probeLimits");
        UiFixture::click(page(ui), "acceptLimits");
        QTRY_VERIFY_WITH_TIMEOUT(server.truth().faults.value("silence") > 0, patience);
        UiFixture::click(page(ui), "cancelProbe");
        QTRY_VERIFY_WITH_TIMEOUT(stateOf(ui).startsWith(u"cancelled"), patience);
        QCOMPARE(server.truth().accounts, 0ULL);
        QVERIFY(UiFixture::find<QWidget>(page(ui), "checkServer")->isEnabled());
        QVERIFY(!UiFixture::find<QWidget>(page(ui), "cancelProbe")->isVisible());
    }

    void closingTheProjectDuringAProbeIsSafe()
    {
        practice::Options options;
        practice::Fault silence;
        silence.kind = practice::FaultKind::Silence;
        silence.endpoint = u"/_matrix/client/v3/rooms/_/send/m.room.message"_s;
        options.faults.faults = { silence };
        practice::PracticeServer server(options);
        const auto address = server.start();
        QVERIFY(address);
        UiFixture ui;
        openProject(ui, address->toString());
        check(ui);
        UiFixture::click(page(ui), "probeLimits");
        UiFixture::click(page(ui), "acceptLimits");
        QTRY_VERIFY_WITH_TIMEOUT(server.truth().faults.value("silence") > 0, patience);
        ui.window->findChild<QAction *>(u"actionClose"_s)->trigger();
        QVERIFY(!ui.window->document());
        QTRY_COMPARE_WITH_TIMEOUT(server.truth().connections, 0ULL, patience);
    }

    void aSecretThatIsMissingIsSaidAndNothingIsMade()
    {
        practice::PracticeServer server;
        const auto address = server.start();
        QVERIFY(address);
        UiFixture ui;
        openProject(ui, address->toString());
        check(ui);
        choose(ui, project::AccountSource::SharedSecret);
        UiFixture::click(page(ui), "probeLimits");
        UiFixture::click(page(ui), "acceptLimits");
        QVERIFY(rowOf(ui, Finding::Subject::ProbeAccount));
        QVERIFY(stateOf(ui).contains(u"nothing was created"));
        QCOMPARE(server.truth().registrations, 0ULL);
    }

    void aPrivateAddressIsAskedAboutAndTheAnswerIsKept()
    {
        UiFixture ui;
        openProject(ui, u"http://192.168.77.1:8008"_s);
        auto *permission = UiFixture::find<QLabel>(page(ui), "permission");
        auto *give = UiFixture::find<QPushButton>(page(ui), "givePermission");
        QVERIFY(permission->text().contains(u"private address"));
        QVERIFY(give->isVisible());
        ui.questions.onPrivateTarget = false;
        QTest::mouseClick(give, Qt::LeftButton);
        QVERIFY(ui.window->document()->project().permissions.isEmpty());
        ui.questions.onPrivateTarget = true;
        QTest::mouseClick(give, Qt::LeftButton);
        QCOMPARE(ui.window->document()->project().permissions.size(), 1);
        QVERIFY(!give->isVisible());
        QVERIFY(permission->text().contains(u"permitted"));
        QVERIFY(ui.window->isWindowModified());
        ui.window->findChild<QAction *>(u"actionUndo"_s)->trigger();
        QVERIFY(give->isVisible());
        UiFixture::type(UiFixture::find<QLineEdit>(page(ui), "serverUrl"), u"https://matrix.org"_s);
        QVERIFY(!give->isVisible());
        QVERIFY(permission->text().contains(u"does not load it"));
    }

    void certificatesAreAMatterOfHttps()
    {
        UiFixture ui;
        openProject(ui, u"http://127.0.0.1:8008"_s);
        auto *insecure = UiFixture::find<QCheckBox>(page(ui), "insecure");
        QVERIFY(!insecure->isVisible());
        UiFixture::type(UiFixture::find<QLineEdit>(page(ui), "serverUrl"), u"https://127.0.0.1"_s);
        QVERIFY(insecure->isVisible());
    }

    void theHttpVersionIsChosen()
    {
        UiFixture ui;
        openProject(ui, u"http://127.0.0.1:8008"_s);
        auto *versions = UiFixture::find<QComboBox>(page(ui), "httpVersions");
        QVERIFY(!versions->isVisible()); // HTTP/2 is spoken over TLS alone
        auto *url = UiFixture::find<QLineEdit>(page(ui), "serverUrl");
        UiFixture::type(url, u"https://127.0.0.1"_s);
        QVERIFY(versions->isVisible());
        versions->setFocus();
        QTest::keyClick(versions, Qt::Key_End);
        QCOMPARE(ui.window->document()->project().server.http, HttpVersions::Http2);
        UiFixture::type(url, u"http://127.0.0.1"_s);
        QVERIFY(versions->isVisible()); // what was chosen stays in sight, and says that it cannot be had
        const auto notices = page(ui)->findChildren<QLabel *>();
        QVERIFY(std::any_of(notices.begin(), notices.end(),
            [](const QLabel *label) { return label->isVisible() && label->text().contains(u"https address alone"); }));
        ui.window->findChild<QAction *>(u"actionUndo"_s)->trigger();
        ui.window->findChild<QAction *>(u"actionUndo"_s)->trigger();
        QCOMPARE(ui.window->document()->project().server.http, HttpVersions::Automatic);
        QCOMPARE(versions->currentIndex(), 0);
    }

    void theBlockForTheServerIsCopied()
    {
        QWidget parent;
        const Finding finding { Finding::Subject::RateLimits, Finding::Severity::Note, u"text"_s, u"advice"_s,
            u"rc_message: &r {per_second: 1}\nrc_login: *r\n"_s, u"homeserver.yaml"_s };
        ui::FindingRow row(finding, &parent);
        QCOMPARE(UiFixture::find<QPlainTextEdit>(&row, "config")->toPlainText(), finding.config.trimmed());
        auto *copy = UiFixture::find<QPushButton>(&row, "copyConfig");
        QVERIFY(copy->text().contains(u"homeserver.yaml"));
        QTest::mouseClick(copy, Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), finding.config);
    }

    void aSecretIsKeptInTheKeyringAndFoundAgain()
    {
        FakeKeyring keyring;
        UiFixture ui;
        ui.window = std::make_unique<ui::MainWindow>(
            ui::MainWindow::Surroundings { ui.settings, ui.questions, ui.appearance, {}, &keyring });
        ui.window->show();
        openProject(ui, u"http://127.0.0.1:8008"_s);
        QCOMPARE(keyring.reads, 0); // none is needed
        choose(ui, project::AccountSource::SharedSecret);
        auto *secret = UiFixture::find<QLineEdit>(page(ui), "serverSecret");
        UiFixture::type(secret, u"hush"_s);
        QCOMPARE(ui.window->document()->secrets().sharedSecret, "hush"_ba);
        QVERIFY(keyring.entries.isEmpty()); // not while it is typed
        QTest::keyClick(secret, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(
            UiFixture::find<QLabel>(page(ui), "secretMessage")->text().contains(u"is in the system keyring"), patience);
        QCOMPARE(keyring.entries.values(), QList { "hush"_ba });
        QTest::keyClick(ui.window.get(), Qt::Key_S, Qt::ControlModifier);
        QFile file(ui.window->document()->folder().projectFile());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("hush"));

        const QString path = file.fileName();
        ui.window->findChild<QAction *>(u"actionClose"_s)->trigger();
        QVERIFY(ui.window->openPath(path));
        QTRY_COMPARE_WITH_TIMEOUT(ui.window->document()->secrets().sharedSecret, "hush"_ba, patience);
        QCOMPARE(UiFixture::find<QLineEdit>(page(ui), "serverSecret")->text(), u"hush"_s);

        // Unticked, it goes away there and stays in memory.
        QTest::mouseClick(UiFixture::find<QCheckBox>(page(ui), "keepSecret"), Qt::LeftButton, {}, QPoint(8, 8));
        QTRY_VERIFY_WITH_TIMEOUT(keyring.entries.isEmpty(), patience);
        QCOMPARE(ui.window->document()->secrets().sharedSecret, "hush"_ba);
    }

    void withoutAKeyringTheFieldSaysWhereTheSecretStays()
    {
        FakeKeyring keyring;
        keyring.problem = u"nobody is on the bus"_s;
        UiFixture ui;
        openProject(ui, u"http://127.0.0.1:8008"_s);
        choose(ui, project::AccountSource::SharedSecret);
        auto *message = UiFixture::find<QLabel>(page(ui), "secretMessage");
        QVERIFY(message->text().contains(u"kept in memory"));
        QVERIFY(!UiFixture::find<QWidget>(page(ui), "keepSecret")->isVisible());

        ui.window = std::make_unique<ui::MainWindow>(
            ui::MainWindow::Surroundings { ui.settings, ui.questions, ui.appearance, {}, &keyring });
        ui.window->show();
        openProject(ui, u"http://127.0.0.1:8008"_s, u"beta"_s);
        choose(ui, project::AccountSource::RegistrationToken);
        QTRY_VERIFY_WITH_TIMEOUT(
            UiFixture::find<QLabel>(page(ui), "secretMessage")->text().contains(u"nobody is on the bus"), patience);
        auto *secret = UiFixture::find<QLineEdit>(page(ui), "serverSecret");
        UiFixture::type(secret, u"token"_s);
        QTest::keyClick(secret, Qt::Key_Return);
        QCOMPARE(ui.window->document()->secrets().registrationToken, "token"_ba); // usable all the same
    }

    void theWizardChoosesWhatTheServerWantsAndKeepsNothingWhenLeft()
    {
        practice::Options options;
        options.registration.flows = { { u"m.login.registration_token"_s } };
        options.registration.token = u"let-me-in"_s;
        practice::PracticeServer server(options);
        const auto address = server.start();
        QVERIFY(address);
        FakeKeyring keyring;
        UiFixture ui;
        ui.window = std::make_unique<ui::MainWindow>(
            ui::MainWindow::Surroundings { ui.settings, ui.questions, ui.appearance, {}, &keyring });
        ui.window->show();
        ui.click("newProjectButton");
        auto *wizard = ui.window->findChild<ui::NewProjectWizard *>();
        QTRY_VERIFY_WITH_TIMEOUT(wizard && wizard->isVisible(), patience);
        UiFixture::type(UiFixture::find<QLineEdit>(wizard, "serverUrl"), address->toString());
        UiFixture::click(wizard, "checkServer");
        QTRY_VERIFY_WITH_TIMEOUT(
            UiFixture::find<QLabel>(wizard, "probeState")->text().startsWith(u"checked"), patience);
        auto *secret = UiFixture::find<QLineEdit>(wizard, "serverSecret");
        QVERIFY(secret->isVisible());
        UiFixture::type(secret, u"let-me-in"_s);
        UiFixture::click(wizard, "probeLimits");
        UiFixture::click(wizard, "acceptLimits");
        QTRY_VERIFY_WITH_TIMEOUT(
            UiFixture::find<QLabel>(wizard, "probeState")->text().startsWith(u"limits probed"), patience);
        QCOMPARE(server.truth().registrations, 1ULL);
        wizard->reject();
        QTRY_VERIFY_WITH_TIMEOUT(!ui.window->findChild<ui::NewProjectWizard *>(), patience);
        QVERIFY(keyring.entries.isEmpty());
    }
};

QTEST_MAIN(ServerPageTest)
#include "test_serverpage.moc"
