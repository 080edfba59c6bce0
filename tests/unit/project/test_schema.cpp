// SPDX-License-Identifier: GPL-3.0-or-later
// The schemas in resources/ describe what is written, key by key.
#include "engine/project/project.h"
#include "engine/thresholds/ruleparser.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace throng::project;

namespace {

QJsonObject schema(const QString &name)
{
    QFile file(QStringLiteral(THRONG_SOURCE_DIR "/resources/") + name);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

/// Names keys of `json` that the schema does not describe and values that it does not allow. Understands as much of
/// JSON Schema as ours use.
class Checker {
public:
    Checker(QJsonObject document, const QJsonValue &json)
        : m_document(std::move(document))
    {
        check(m_document, json, u"$"_s);
    }

    [[nodiscard]] const QStringList &complaints() const { return m_complaints; }

private:
    [[nodiscard]] QJsonObject resolve(const QJsonObject &rule)
    {
        const QString reference = rule.value(u"$ref"_s).toString();
        if (reference.isEmpty())
            return rule;
        if (!reference.startsWith(u'#')) {
            m_document = schema(reference); // the suites come last: nothing of the outer one is needed after them
            return m_document;
        }
        return m_document.value(u"$defs"_s)[reference.mid(reference.lastIndexOf(u'/') + 1)].toObject();
    }

    static QString typeOf(const QJsonValue &json)
    {
        if (json.isDouble())
            return json.toDouble() == static_cast<double>(json.toInteger()) ? u"integer"_s : u"number"_s;
        return json.isString() ? u"string"_s
            : json.isBool()    ? u"boolean"_s
            : json.isArray()   ? u"array"_s
            : json.isObject()  ? u"object"_s
                               : u"null"_s;
    }

    static bool hasType(const QJsonValue &wanted, const QString &type)
    {
        if (wanted.isUndefined())
            return true;
        const QJsonArray types = wanted.isArray() ? wanted.toArray() : QJsonArray { wanted };
        return types.contains(type) || (type == u"integer" && types.contains(u"number"_s));
    }

    void check(const QJsonObject &given, const QJsonValue &json, const QString &path)
    {
        const QJsonObject outer = m_document;
        const QJsonObject rule = resolve(given);
        if (rule.isEmpty())
            m_complaints << path + u" is not described"_s;
        if (!hasType(rule.value(u"type"_s), typeOf(json)))
            m_complaints << path + u" is "_s + typeOf(json);
        if (rule.contains(u"const"_s) && rule.value(u"const"_s) != json)
            m_complaints << path + u" is another"_s;
        if (rule.contains(u"enum"_s) && !rule.value(u"enum"_s).toArray().contains(json))
            m_complaints << path + u" is none of the values"_s;
        if (rule.contains(u"oneOf"_s)) {
            bool fits = false;
            for (const auto &choice : rule.value(u"oneOf"_s).toArray())
                fits = fits || hasType(choice[u"type"_s], typeOf(json));
            if (!fits)
                m_complaints << path + u" is "_s + typeOf(json);
        }
        // An object of which nothing is said may hold anything.
        const QJsonObject object = rule.contains(u"properties"_s) ? json.toObject() : QJsonObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            check(rule.value(u"properties"_s)[it.key()].toObject(), it.value(), path + u'.' + it.key());
        const QJsonArray array = json.toArray();
        for (int i = 0; i < array.size() && rule.contains(u"items"_s); ++i)
            check(rule.value(u"items"_s).toObject(), array[i], u"%1[%2]"_s.arg(path).arg(i));
        m_document = outer;
    }

    QJsonObject m_document;
    QStringList m_complaints;
};

/// Another value than the default, for every type that parameters have.
struct Other {
    void operator()(QLatin1String, double &field) const { field += 1; }
    void operator()(QLatin1String, int &field) const { field += 1; }
    void operator()(QLatin1String, bool &field) const { field = !field; }
    void operator()(QLatin1String, throng::users::Milliseconds &field) const { field += std::chrono::seconds(1); }
    void operator()(QLatin1String key, QString &field) const
    {
        field = key == "set_presence"_L1 ? u"offline"_s : key == "room_preset"_L1 ? u"public_chat"_s : u"other"_s;
    }
    void operator()(QLatin1String, throng::users::Exponential &field) const { field.mean += 1; }
    void operator()(QLatin1String, throng::users::LogNormal &field) const { field.sigma += 1; }
    void operator()(QLatin1String, throng::users::Normal &field) const { field.mean += 1; }
    void operator()(QLatin1String, throng::users::OneOf &field) const { field.values.push_back(9); }
};

LoadShape everyPhase()
{
    LoadShape shape;
    shape.of = LoadShape::Of::Rate;
    for (int kind = 0; kind <= int(LoadPhase::Kind::Points); ++kind) {
        LoadPhase phase;
        phase.kind = LoadPhase::Kind(kind);
        phase.from = 1;
        phase.points = { { 0, 1 }, { 10, 2 } };
        shape.phases.append(phase);
    }
    shape.phases.last().points.clear();
    shape.phases.last().file = QStringLiteral("load.csv");
    return shape;
}

Project everythingChanged()
{
    Project project = Project::withDefaults(u"https://example.org"_s);
    project.server.caFile = project.server.proxy = u"x"_s;
    project.server.insecure = true;
    project.server.http = throng::HttpVersions::Http1;
    project.server.metricsUrls = { u"x"_s };
    for (Milliseconds *timeout : { &project.server.timeouts.connect, &project.server.timeouts.request,
             &project.server.timeouts.createRoom, &project.server.timeouts.stop })
        *timeout += std::chrono::seconds(1);
    project.permissions = { { u"example.org"_s, Consent::Typed, QDateTime::fromSecsSinceEpoch(0, Qt::UTC), {} } };
    project.users.fromFile = true;
    project.users.domain = u"example.org"_s;
    project.users.passwordLength = 20;
    project.users.seed = ~0ULL;
    project.rooms.alpha = 2;
    project.rooms.draws = project.rooms.smallest = project.rooms.fixedSize = 3;
    project.rooms.largest = 4;
    project.rooms.histogram = { { 2, 1 } };
    project.rooms.namePattern = u"R{n}"_s;
    project.rooms.seed = 1;
    project.charts.windowSeconds = 1;
    project.charts.endpoints = { u"GET /"_s };
    Suite &suite = project.suites.first();
    suite.description = u"what for"_s;
    suite.rounds = 2;
    suite.pauseBetweenRounds = std::chrono::seconds(1);
    const Hook hook { u"a"_s, u"b"_s, std::chrono::seconds(1), HookFailure::Stop };
    suite.beforeHooks = suite.afterHooks = { hook };
    suite.eventHooks = { { HookEvent::ServerGone, hook } };
    throng::thresholds::Threshold threshold;
    threshold.rule = throng::thresholds::parseRule(u"p95(send) < 500ms"_s).value();
    project.suites.first().thresholds = { threshold };
    threshold.test = project.suites.first().tests.last().name;
    project.suites.first().thresholds += threshold;
    threshold.test.clear();
    threshold.settle = threshold.abortAfter.emplace(std::chrono::minutes(1));
    for (Test &test : project.suites.first().tests) {
        test.thresholds = { threshold };
        test.enabled = false;
        test.users = 5;
        test.spawnRate = 2.5;
        test.runTime = std::chrono::seconds(90);
        test.warmUp = std::chrono::seconds(30);
        test.stopWhenDone = !test.stopWhenDone;
        test.autoquitSeconds = 1;
        test.outputDirectory = u"out"_s;
        test.preHooks = test.postHooks = { hook };
        test.parameterImport = u"x.json"_s;
        test.imported = { { u"tags"_s, 1 } };
        test.arrivals = throng::users::ArrivalParameters { 5, throng::users::ArrivalParameters::Unit::MessagesPerRoom,
            throng::users::ArrivalParameters::Process::Constant };
        test.shape = everyPhase();
        throng::users::visitChat(test.chat, Other());
        throng::users::visitSetup(test.setup, Other());
        throng::users::visitHistory(test.history, Other());
        test.populations = { { u"bots"_s, 0.5, test.chat, {} } };
        throng::users::visitGroupRooms(test.populations.first().rooms, Other());
    }
    return project;
}

} // namespace

class TestSchema : public QObject {
    Q_OBJECT

private:
    static QStringList complaints(const QByteArray &json)
    {
        return Checker(schema(u"project.schema.json"_s), QJsonDocument::fromJson(json).object()).complaints();
    }

private Q_SLOTS:
    void describesEveryKeyThatIsWritten()
    {
        QCOMPARE(complaints(Project::withDefaults().toJson()), QStringList());
        const QByteArray json = everythingChanged().toJson();
        if (const QByteArray path = qgetenv("THRONG_SCHEMA_SAMPLE"); !path.isEmpty()) { // for other validators
            QFile file(QString::fromLocal8Bit(path));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(json);
        }
        QCOMPARE(complaints(json).join(u'\n'), QString());
        // What was changed is all there.
        QCOMPARE(
            Project::fromJson(json, {}, {})->suites.first().thresholds, everythingChanged().suites.first().thresholds);
        QCOMPARE(Project::fromJson(json, {}, {})->suites.first().tests.last().chat,
            everythingChanged().suites.first().tests.last().chat);
    }

    void complainsAboutWhatIsWrong()
    {
        QCOMPARE(complaints(R"({"format": "throng-project", "version": "1", "colour": 1,
            "server": {"accounts": "magic"}, "suites": [{"scripts": [{"num_users": "many"}]}]})"),
            (QStringList { u"$.colour is not described"_s, u"$.server.accounts is none of the values"_s,
                u"$.suites[0].scripts[0].num_users is string"_s, u"$.version is string"_s }));
    }

    void knowsThisVersionAndNoOther()
    {
        const QJsonValue version = schema(u"project.schema.json"_s).value(u"properties"_s)[u"version"_s];
        QCOMPARE(version[u"maximum"_s], Project::formatVersion);
    }
};

QTEST_GUILESS_MAIN(TestSchema)
#include "test_schema.moc"
