// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/http/accessmanager.h"
#include "engine/matrix/serverprobe.h"
#include "support/scriptedserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace throng;
using namespace throng::matrix;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using throng::test::ScriptedPeer;
using throng::test::ScriptedServer;

namespace {

QByteArray answer(int status, const QByteArray &body, const QByteArray &headers = {})
{
    return "HTTP/1.1 " + QByteArray::number(status) + " X\r\n" + headers
        + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

const QByteArray unknown = answer(404, R"({"errcode":"M_UNRECOGNIZED","error":"Unrecognized request"})");

/// A server by its answers: "GET /path" → response; anything else is 404.
using Answers = QMap<QByteArray, QByteArray>;

Answers synapse()
{
    return {
        { "GET /_matrix/client/versions", answer(200, R"({"versions":["v1.1","v1.11"]})", "Server: nginx\r\n") },
        { "GET /_matrix/federation/v1/version", answer(200, R"({"server":{"name":"Synapse","version":"1.163.2"}})") },
        { "GET /_matrix/client/v3/login", answer(200, R"({"flows":[{"type":"m.login.password"}]})") },
        { "GET /_synapse/admin/v1/register", answer(200, R"({"nonce":"n"})") },
        { "POST /_matrix/client/v3/register",
            answer(401, R"({"session":"S","flows":[{"stages":["m.login.dummy"]}],"params":{}})") },
    };
}

ScriptedServer::Script script(const Answers &answers)
{
    return [answers](ScriptedPeer &peer, const QByteArray &head, const QByteArray &) {
        peer.send(answers.value(head.left(head.indexOf(" HTTP/1.1")), unknown));
    };
}

/// Which manager the probe works over: Qt's own, or the virtual users'.
class Manager {
public:
    explicit Manager(bool ours)
    {
        if (ours)
            m_manager = std::make_unique<http::AccessManager>(m_reactor, m_scope);
        else
            m_manager = std::make_unique<QNetworkAccessManager>();
    }
    ~Manager() { m_scope.stop(); }
    QNetworkAccessManager &get() { return *m_manager; }

private:
    http::Reactor m_reactor;
    StopScope m_scope;
    std::unique_ptr<QNetworkAccessManager> m_manager;
};

class Probing {
public:
    explicit Probing(QNetworkAccessManager &manager, ProbeOptions options = {})
        : probe(manager, options)
        , finished(&probe, &ServerProbe::finished)
        , progress(&probe, &ServerProbe::progress)
        , found(&probe, &ServerProbe::found)
    {
    }

    ServerReport ask(const QUrl &url)
    {
        finished.clear();
        probe.start(url);
        [&] { QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 20000); }();
        return probe.report();
    }

    ServerProbe probe;
    QSignalSpy finished;
    QSignalSpy progress;
    QSignalSpy found;
};

const Finding *findingOf(const ServerReport &report, Finding::Subject subject)
{
    for (const Finding &finding : report.findings) {
        if (finding.subject == subject)
            return &finding;
    }
    return nullptr;
}

} // namespace

Q_DECLARE_METATYPE(Answers)

class TestServerProbe : public QObject {
    Q_OBJECT

private:
    static void bothManagers()
    {
        QTest::addColumn<bool>("ours");
        QTest::newRow("Qt's manager") << false;
        QTest::newRow("our manager") << true;
    }

private Q_SLOTS:
    void aHomeserverIsDescribed_data() { bothManagers(); }
    void aHomeserverIsDescribed()
    {
        QFETCH(bool, ours);
        ScriptedServer server(ScriptedServer::Security::Plain, script(synapse()));
        Manager manager(ours);
        Probing probing(manager.get());
        const ServerReport report = probing.ask(server.url());
        QCOMPARE(report.state, ServerState::Matrix);
        QCOMPARE(report.baseUrl, server.url());
        QCOMPARE(report.software, u"Synapse 1.163.2"_s);
        QCOMPARE(report.versions.versions, (QStringList { u"v1.1"_s, u"v1.11"_s }));
        QVERIFY(report.hasPasswordLogin());
        QVERIFY(report.hasSharedSecret);
        QVERIFY(!report.hasOAuth);
        QCOMPARE(report.registration, RegistrationState::Open);
        QVERIFY(report.canRegister());
        QVERIFY(!report.hasProblem());
        QCOMPARE(probing.found.size(), report.findings.size());
        QCOMPARE(probing.progress.size(), 8);
        QCOMPARE(probing.progress.constLast().at(0).toInt() + 1, probing.progress.constLast().at(1).toInt());
        QVERIFY(!probing.probe.isRunning());
    }

    void nothingIsCreated()
    {
        ScriptedServer server(ScriptedServer::Security::Plain, script(synapse()));
        Manager manager(true);
        Probing probing(manager.get());
        probing.ask(server.url());
        for (qsizetype i = 0; i < server.heads().size(); ++i) {
            const QByteArray head = server.heads().at(i);
            if (head.startsWith("GET"))
                continue;
            QVERIFY2(head.startsWith("POST /_matrix/client/v3/register "), head.constData());
            QCOMPARE(server.bodies().at(i), "{}"_ba);
        }
    }

    void registrationIsToldApart_data()
    {
        QTest::addColumn<QByteArray>("response");
        QTest::addColumn<bool>("tokenGiven");
        QTest::addColumn<bool>("secretGiven");
        QTest::addColumn<int>("state");
        QTest::addColumn<bool>("problem");
        const QByteArray token =
            answer(401, R"({"session":"S","flows":[{"stages":["m.login.registration_token","m.login.dummy"]}]})");
        const QByteArray captcha = answer(401, R"({"session":"S","flows":[{"stages":["m.login.recaptcha"]}]})");
        const QByteArray closed = answer(403, R"({"errcode":"M_FORBIDDEN","error":"Registration has been disabled"})");
        const auto row = [](const char *name, const QByteArray &response, bool hasToken, bool hasSecret,
                             RegistrationState state, bool problem) {
            QTest::newRow(name) << response << hasToken << hasSecret << int(state) << problem;
        };
        row("token, and none given", token, false, false, RegistrationState::NeedsToken, true);
        row("token, and one given", token, true, false, RegistrationState::NeedsToken, false);
        row("token, and the secret given", token, false, true, RegistrationState::NeedsToken, false);
        row("captcha", captcha, true, false, RegistrationState::NeedsPerson, true);
        row("closed", closed, false, false, RegistrationState::Closed, true);
        row("closed, and the secret given", closed, false, true, RegistrationState::Closed, false);
        row("no such call", unknown, false, false, RegistrationState::Closed, true);
        row("rate limit", answer(429, "{}"), false, false, RegistrationState::Unknown, false);
        row("proxy error", answer(502, ""), false, false, RegistrationState::Unknown, false);
    }
    void registrationIsToldApart()
    {
        QFETCH(QByteArray, response);
        QFETCH(bool, tokenGiven);
        QFETCH(bool, secretGiven);
        QFETCH(int, state);
        QFETCH(bool, problem);
        Answers answers = synapse();
        answers["POST /_matrix/client/v3/register"] = response;
        ScriptedServer server(ScriptedServer::Security::Plain, script(answers));
        Manager manager(true);
        ProbeOptions options;
        options.tokenGiven = tokenGiven;
        options.secretGiven = secretGiven;
        Probing probing(manager.get(), options);
        const ServerReport report = probing.ask(server.url());
        QCOMPARE(report.state, ServerState::Matrix);
        QCOMPARE(int(report.registration), state);
        QCOMPARE(report.hasProblem(), problem);
        const Finding *finding = findingOf(report, Finding::Subject::Registration);
        QVERIFY(finding);
        QVERIFY(!problem || !finding->advice.isEmpty());
    }

    void aSecretThatCannotBeUsedIsAProblem()
    {
        Answers answers = synapse();
        answers["GET /_synapse/admin/v1/register"] = answer(400, R"({"errcode":"M_UNKNOWN"})");
        ScriptedServer server(ScriptedServer::Security::Plain, script(answers));
        Manager manager(true);
        ProbeOptions options;
        options.secretGiven = true;
        Probing probing(manager.get(), options);
        const ServerReport report = probing.ask(server.url());
        QVERIFY(!report.hasSharedSecret);
        QVERIFY(report.hasProblem());
        QCOMPARE(findingOf(report, Finding::Subject::SharedSecret)->severity, Finding::Severity::Problem);
    }

    void anOAuthServerSaysSo()
    {
        Answers answers = synapse();
        answers["GET /_matrix/client/v1/auth_metadata"] = answer(200, R"({"issuer":"https:\/\/auth.example.org\/"})");
        answers["GET /_matrix/client/v3/login"] = answer(200, R"({"flows":[{"type":"m.login.sso"}]})");
        ScriptedServer server(ScriptedServer::Security::Plain, script(answers));
        Manager manager(true);
        Probing probing(manager.get());
        const ServerReport report = probing.ask(server.url());
        QVERIFY(report.hasOAuth);
        QVERIFY(!report.hasPasswordLogin());
        QVERIFY(!findingOf(report, Finding::Subject::OAuth)->advice.isEmpty());
    }

    void whatRunsItIsReadFromItsSignatureWithoutFederation_data()
    {
        QTest::addColumn<QByteArray>("signature");
        QTest::addColumn<QString>("software");
        QTest::newRow("Synapse") << "Synapse/1.163.2"_ba << u"Synapse 1.163.2"_s;
        QTest::newRow("a proxy before it") << "nginx/1.22"_ba << QString();
    }
    void whatRunsItIsReadFromItsSignatureWithoutFederation()
    {
        QFETCH(QByteArray, signature);
        QFETCH(QString, software);
        Answers answers = synapse();
        answers.remove("GET /_matrix/federation/v1/version");
        answers["GET /_matrix/client/versions"] =
            answer(200, R"({"versions":["v1.11"]})", "Server: " + signature + "\r\n");
        ScriptedServer server(ScriptedServer::Security::Plain, script(answers));
        Manager manager(true);
        Probing probing(manager.get());
        QCOMPARE(probing.ask(server.url()).software, software);
    }

    void limitsAreNoticedAndTheConfigurationIsGiven()
    {
        Answers answers = synapse();
        answers["POST /_matrix/client/v3/register"] =
            answer(429, R"({"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":3247})", "Retry-After: 4\r\n");
        ScriptedServer server(ScriptedServer::Security::Plain, script(answers));
        Manager manager(true);
        Probing probing(manager.get());
        const ServerReport report = probing.ask(server.url());
        QCOMPARE(report.limitedQuestions, 1);
        const Finding *limits = findingOf(report, Finding::Subject::RateLimits);
        QVERIFY(limits);
        QCOMPARE(limits->severity, Finding::Severity::Warning);
        QVERIFY2(limits->text.contains(u"4 s"_s), qPrintable(limits->text));
        QCOMPARE(limits->configFile, u"homeserver.yaml"_s);
        QVERIFY(limits->config.contains(u"rc_login: {address: *r, account: *r, failed_attempts: *r}"_s));
    }

    void withoutA429NothingIsClaimedAboutLimits()
    {
        Answers answers = synapse();
        answers["GET /_matrix/federation/v1/version"] =
            answer(200, R"({"server":{"name":"Something else","version":"1"}})");
        ScriptedServer server(ScriptedServer::Security::Plain, script(answers));
        Manager manager(true);
        Probing probing(manager.get());
        const ServerReport report = probing.ask(server.url());
        const Finding *limits = findingOf(report, Finding::Subject::RateLimits);
        QVERIFY(limits);
        QCOMPARE(limits->severity, Finding::Severity::Note);
        QVERIFY(limits->config.isEmpty()); // whose configuration is not known
        QVERIFY(!findingOf(report, Finding::Subject::Metrics)); // only Synapse has them there
        QCOMPARE(probing.progress.size(), 7);
    }

    void metricsAreFound_data()
    {
        QTest::addColumn<QByteArray>("response");
        QTest::addColumn<bool>("found");
        QTest::newRow("metrics") << answer(200, "# HELP\nprocess_cpu_seconds_total 4.2\n") << true;
        QTest::newRow("a page for everything") << answer(200, "<html>") << false;
        QTest::newRow("none") << unknown << false;
    }
    void metricsAreFound()
    {
        QFETCH(QByteArray, response);
        QFETCH(bool, found);
        Answers answers = synapse();
        answers["GET /_synapse/metrics"] = response;
        ScriptedServer server(ScriptedServer::Security::Plain, script(answers));
        Manager manager(true);
        Probing probing(manager.get());
        QCOMPARE(probing.ask(server.url()).hasMetrics, found);
    }

    void whatIsNoHomeserverIsToldApart_data()
    {
        QTest::addColumn<QByteArray>("response");
        QTest::addColumn<bool>("ours");
        QTest::addColumn<int>("state");
        for (const bool ours : { false, true }) {
            const char *whose = ours ? "ours" : "Qt's";
            const auto row = [&](const char *name, const QByteArray &response, ServerState state) {
                QTest::addRow("%s, %s", name, whose) << response << ours << int(state);
            };
            row("a website", answer(200, "<html><body>Hello</body></html>"), ServerState::NotMatrix);
            row("JSON of something else", answer(200, R"({"hello":"world"})"), ServerState::NotMatrix);
            row("404", answer(404, "nothing here"), ServerState::NotMatrix);
            row("a redirect",
                answer(301, "",
                    "Location: https:"
                    "//matrix.example.org/\r\n"),
                ServerState::NotMatrix);
            row("a proxy without its homeserver", answer(502, "<html>"), ServerState::NotThere);
        }
    }
    void whatIsNoHomeserverIsToldApart()
    {
        QFETCH(QByteArray, response);
        QFETCH(bool, ours);
        QFETCH(int, state);
        ScriptedServer server(
            ScriptedServer::Security::Plain, script({ { "GET /_matrix/client/versions", response } }));
        Manager manager(ours);
        Probing probing(manager.get());
        const ServerReport report = probing.ask(server.url());
        QCOMPARE(int(report.state), state);
        QCOMPARE(report.findings.size(), 1);
        QCOMPARE(report.findings[0].severity, Finding::Severity::Problem);
        QVERIFY(!report.findings[0].advice.isEmpty());
        QCOMPARE(server.heads().size(), 2); // nothing more is asked of it
    }

    void aServerThatIsNotThereIsNotThere_data() { bothManagers(); }
    void aServerThatIsNotThereIsNotThere()
    {
        QFETCH(bool, ours);
        QUrl url;
        {
            const ScriptedServer gone;
            url = gone.url();
        }
        Manager manager(ours);
        Probing probing(manager.get());
        const ServerReport report = probing.ask(url);
        QCOMPARE(report.state, ServerState::NotThere);
        QCOMPARE(report.findings.size(), 1);
        QCOMPARE(report.findings[0].subject, Finding::Subject::Server);
    }

    void aSilentServerIsGivenUp_data() { bothManagers(); }
    void aSilentServerIsGivenUp()
    {
        QFETCH(bool, ours);
        ScriptedServer server(
            ScriptedServer::Security::Plain, [](ScriptedPeer &, const QByteArray &, const QByteArray &) {});
        Manager manager(ours);
        ProbeOptions options;
        options.timeout = 100ms;
        Probing probing(manager.get(), options);
        const ServerReport report = probing.ask(server.url());
        QCOMPARE(report.state, ServerState::NotThere);
        QVERIFY2(report.findings[0].text.contains(u"0.1 s"_s) || ours, qPrintable(report.findings[0].text));
    }

    void aCertificateThatIsNotTrustedIsNamed_data() { bothManagers(); }
    void aCertificateThatIsNotTrustedIsNamed()
    {
        QFETCH(bool, ours);
        ScriptedServer server(ScriptedServer::Security::Tls, script(synapse()));
        Manager manager(ours);
        Probing probing(manager.get());
        const ServerReport report = probing.ask(server.url());
        QCOMPARE(report.state, ServerState::TlsNotTrusted);
        QCOMPARE(report.findings.size(), 1);
        QCOMPARE(report.findings[0].subject, Finding::Subject::Tls);
        QVERIFY(report.findings[0].advice.contains(u"CA file"_s));
    }

    void wellKnownLeadsToTheHomeserver()
    {
        ScriptedServer homeserver(ScriptedServer::Security::Plain, script(synapse()));
        const QByteArray base = homeserver.url().toEncoded();
        ScriptedServer website(ScriptedServer::Security::Plain,
            script({ { "GET /.well-known/matrix/client",
                answer(200, "{\"m.homeserver\":{\"base_url\":\"" + base + "/\"}}") } }));
        Manager manager(true);
        Probing probing(manager.get());
        const ServerReport report = probing.ask(website.url());
        QCOMPARE(report.state, ServerState::Matrix);
        QCOMPARE(report.baseUrl.port(), homeserver.url().port());
        QVERIFY(findingOf(report, Finding::Subject::WellKnown));
        QVERIFY(!report.hasProblem());
    }

    void aHomeserversOwnUrlIsKept()
    {
        Answers answers = synapse();
        answers["GET /.well-known/matrix/client"] =
            answer(200, R"({"m.homeserver":{"base_url":"https:\/\/elsewhere.invalid"}})");
        ScriptedServer server(ScriptedServer::Security::Plain, script(answers));
        Manager manager(true);
        Probing probing(manager.get());
        const ServerReport report = probing.ask(server.url());
        QCOMPARE(report.state, ServerState::Matrix);
        QCOMPARE(report.baseUrl, server.url());
        QVERIFY(findingOf(report, Finding::Subject::WellKnown)->text.contains(u"elsewhere.invalid"_s));
    }

    void cancelEndsItWithoutAWord()
    {
        ScriptedServer server(
            ScriptedServer::Security::Plain, [](ScriptedPeer &, const QByteArray &, const QByteArray &) {});
        Manager manager(true);
        Probing probing(manager.get());
        probing.probe.start(server.url());
        QTRY_COMPARE(server.heads().size(), 1);
        QVERIFY(probing.probe.isRunning());
        probing.probe.cancel();
        QVERIFY(!probing.probe.isRunning());
        QTRY_COMPARE(server.openCount(), 0);
        QCOMPARE(probing.finished.size(), 0);

        server.setScript(script(synapse()));
        QCOMPARE(probing.ask(server.url()).state, ServerState::Matrix); // and can begin anew
    }

    void cancelFromASignalIsObeyed()
    {
        ScriptedServer server(ScriptedServer::Security::Plain, script(synapse()));
        Manager manager(true);
        Probing probing(manager.get());
        connect(&probing.probe, &ServerProbe::found, &probing.probe, [&] { probing.probe.cancel(); });
        probing.probe.start(server.url());
        QTRY_COMPARE(probing.found.size(), 1);
        QVERIFY(!probing.probe.isRunning());
        QCOMPARE(probing.finished.size(), 0);
    }

    void destroyingItWhileItAsksIsSafe()
    {
        ScriptedServer server(
            ScriptedServer::Security::Plain, [](ScriptedPeer &, const QByteArray &, const QByteArray &) {});
        Manager manager(true);
        auto probe = std::make_unique<ServerProbe>(manager.get());
        probe->start(server.url());
        QTRY_COMPARE(server.heads().size(), 1);
        probe.reset();
        QTRY_COMPARE(server.openCount(), 0);
    }
};

QTEST_GUILESS_MAIN(TestServerProbe)
#include "test_serverprobe.moc"
