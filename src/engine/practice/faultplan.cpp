// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/faultplan.h"

#include "engine/base/words.h"
#include "engine/practice/api.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <algorithm>
#include <array>

namespace throng::practice {

using namespace Qt::StringLiterals;

namespace {

struct Kind {
    FaultKind kind;
    QLatin1StringView name;
    QStringList options; ///< keys of its own
};

const std::array<Kind, 23> &kinds()
{
    static const std::array<Kind, 23> all = { {
        { FaultKind::None, "none"_L1, {} },
        { FaultKind::RateLimit, "rate-limit"_L1, { u"retry_after_ms"_s, u"retry_after_header"_s } },
        { FaultKind::HttpError, "http-error"_L1, { u"status"_s } },
        { FaultKind::UnknownToken, "unknown-token"_L1, { u"soft_logout"_s } },
        { FaultKind::NotFound, "not-found"_L1, {} },
        { FaultKind::BrokenJson, "broken-json"_L1, { u"damage"_s } },
        { FaultKind::TruncatedBody, "truncated-body"_L1, {} },
        { FaultKind::ShortContentLength, "short-content-length"_L1, {} },
        { FaultKind::LongContentLength, "long-content-length"_L1, {} },
        { FaultKind::EndlessBody, "endless-body"_L1, {} },
        { FaultKind::SlowDrip, "slow-drip"_L1, { u"interval_ms"_s } },
        { FaultKind::ResetBeforeHeaders, "reset-before-headers"_L1, {} },
        { FaultKind::ResetWithinHeaders, "reset-within-headers"_L1, {} },
        { FaultKind::ResetAfterHeaders, "reset-after-headers"_L1, {} },
        { FaultKind::Silence, "silence"_L1, {} },
        { FaultKind::CloseAfterAnswer, "close-after-answer"_L1, {} },
        { FaultKind::DuplicateEvents, "duplicate-events"_L1, {} },
        { FaultKind::OutOfOrderEvents, "out-of-order-events"_L1, {} },
        { FaultKind::TimelineGap, "timeline-gap"_L1, {} },
        { FaultKind::LostEvents, "lost-events"_L1, {} },
        { FaultKind::HugeEvent, "huge-event"_L1, { u"bytes"_s } },
        { FaultKind::ClockJump, "clock-jump"_L1, { u"jump_ms"_s } },
        { FaultKind::Restart, "restart"_L1, { u"state"_s, u"down_ms"_s } },
    } };
    return all;
}

const Router &api()
{
    static const Router router = [] {
        Router all;
        addMatrixApi(all);
        return all;
    }();
    return router;
}

/// Reads one fault, keeping the first problem with the path where it is.
class Reader {
public:
    Reader(QJsonObject object, QString file, QString path)
        : m_object(std::move(object))
        , m_file(std::move(file))
        , m_path(std::move(path))
    {
    }

    void complain(const QString &key, const QString &message, const QString &expected)
    {
        if (!m_problem)
            m_problem = Error { message, u"%1: %2.%3"_s.arg(m_file, m_path, key), expected };
    }

    bool has(const QString &key) const { return m_object.contains(key); }

    double number(const QString &key, double absent, double low, double high)
    {
        if (!has(key))
            return absent;
        const QJsonValue value = m_object.value(key);
        const double number = value.toDouble(low - 1);
        if (!value.isDouble() || number < low || number > high)
            complain(
                key, Words::tr("the value is out of range"), Words::tr("a number from %1 to %2").arg(low).arg(high));
        return std::clamp(number, low, high);
    }

    bool flag(const QString &key, bool absent)
    {
        const QJsonValue value = m_object.value(key);
        if (has(key) && !value.isBool())
            complain(key, Words::tr("the value is of the wrong type"), Words::tr("true or false"));
        return value.toBool(absent);
    }

    QString text(const QString &key, const QString &absent)
    {
        const QJsonValue value = m_object.value(key);
        if (has(key) && !value.isString())
            complain(key, Words::tr("the value is of the wrong type"), Words::tr("a string"));
        return value.toString(absent);
    }

    std::chrono::milliseconds milliseconds(
        const QString &key, std::chrono::milliseconds absent, double low, double factor = 1)
    {
        constexpr double year = 366.0 * 24 * 3600 * 1000;
        const double given = number(key, static_cast<double>(absent.count()) / factor, low, year / factor);
        return std::chrono::milliseconds(static_cast<qint64>(given * factor));
    }

    Result<Fault> read();

private:
    const Kind *readKind();
    void readPlace(Fault &fault);

    QJsonObject m_object;
    QString m_file;
    QString m_path;
    std::optional<Error> m_problem;
};

const Kind *Reader::readKind()
{
    const QString name = text(u"fault"_s, {});
    const auto found =
        std::find_if(kinds().begin() + 1, kinds().end(), [&name](const Kind &kind) { return kind.name == name; });
    if (found != kinds().end())
        return &*found;
    QStringList names;
    std::transform(
        kinds().begin() + 1, kinds().end(), std::back_inserter(names), [](const Kind &kind) { return kind.name; });
    complain(u"fault"_s,
        name.isEmpty() ? Words::tr("a fault needs a kind") : Words::tr("there is no fault \"%1\"").arg(name),
        Words::tr("one of: %1").arg(names.join(u", "_s)));
    return nullptr;
}

void Reader::readPlace(Fault &fault)
{
    fault.method = text(u"method"_s, {});
    const QStringList methods = { u"GET"_s, u"PUT"_s, u"POST"_s, u"DELETE"_s };
    if (!fault.method.isEmpty() && !methods.contains(fault.method))
        complain(u"method"_s, Words::tr("there is no endpoint with this method"),
            Words::tr("one of: %1").arg(methods.join(u", "_s)));
    fault.endpoint = text(u"endpoint"_s, u"*"_s);
    if (!api().knowsName(fault.method.toStdString(), fault.endpoint.toStdString()))
        complain(u"endpoint"_s, Words::tr("there is no endpoint \"%1\"").arg(fault.endpoint),
            Words::tr("a name as in the statistics, such as \"/_matrix/client/v3/rooms/_/send/m.room.message\"; \"*\" "
                      "at its end stands for any rest"));
}

Result<Fault> Reader::read()
{
    Fault fault;
    const Kind *kind = readKind();
    if (kind) {
        fault.kind = kind->kind;
        QStringList known = { u"fault"_s, u"method"_s, u"endpoint"_s, u"probability"_s, u"from"_s, u"until"_s,
            u"count"_s, u"skip"_s, u"comment"_s };
        known += kind->options;
        for (const QString &key : m_object.keys()) {
            if (!known.contains(key))
                complain(key, Words::tr("\"%1\" knows no such key").arg(kind->name),
                    Words::tr("one of: %1").arg(known.join(u", "_s)));
        }
    }
    readPlace(fault);
    fault.probability = number(u"probability"_s, fault.probability, 0, 1);
    fault.from = milliseconds(u"from"_s, fault.from, 0, 1000);
    if (has(u"until"_s))
        fault.until = milliseconds(u"until"_s, fault.from, 0, 1000);
    if (fault.until && *fault.until <= fault.from)
        complain(
            u"until"_s, Words::tr("the time window ends before it begins"), Words::tr("seconds, more than \"from\""));
    if (has(u"count"_s))
        fault.count = static_cast<quint64>(number(u"count"_s, 1, 1, 1e12));
    fault.skip = static_cast<quint64>(number(u"skip"_s, 0, 0, 1e12));

    fault.status = static_cast<int>(number(u"status"_s, fault.status, 400, 599));
    // false: the answer says nothing of it.
    if (m_object.value(u"retry_after_ms"_s).isBool())
        fault.retryAfterMs = flag(u"retry_after_ms"_s, true);
    else
        fault.retryAfter = milliseconds(u"retry_after_ms"_s, fault.retryAfter, 0);
    fault.retryAfterHeader = flag(u"retry_after_header"_s, fault.retryAfterHeader);
    fault.interval = milliseconds(u"interval_ms"_s, fault.interval, 1);
    fault.softLogout = flag(u"soft_logout"_s, fault.softLogout);
    fault.damage = text(u"damage"_s, fault.damage);
    const QStringList damages = { u"cut"_s, u"value"_s, u"utf8"_s, u"type"_s, u"null"_s, u"open"_s, u"deep"_s };
    if (!damages.contains(fault.damage))
        complain(u"damage"_s, Words::tr("there is no such damage"), Words::tr("one of: %1").arg(damages.join(u", "_s)));
    const QString state = text(u"state"_s, u"kept"_s);
    if (state != u"kept" && state != u"lost")
        complain(u"state"_s, Words::tr("there is no such state"), Words::tr("one of: kept, lost"));
    fault.loseState = state == u"lost";
    fault.downtime = milliseconds(u"down_ms"_s, fault.downtime, 0);
    fault.bytes = static_cast<qint64>(number(u"bytes"_s, static_cast<double>(fault.bytes), 1, 1e9));
    fault.jump = milliseconds(u"jump_ms"_s, fault.jump, -1e13);
    if (m_problem)
        return tl::unexpected(*m_problem);
    return fault;
}

} // namespace

QByteArray faultName(FaultKind kind)
{
    for (const Kind &known : kinds()) {
        if (known.kind == kind)
            return QByteArray(known.name.data(), known.name.size());
    }
    return {};
}

Result<FaultPlan> FaultPlan::fromJson(const QByteArray &json, const QString &fileName)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError) {
        const qsizetype line = json.left(problem.offset).count('\n') + 1;
        return failure(problem.errorString(), u"%1:%2"_s.arg(fileName).arg(line), u"JSON"_s);
    }
    const QString shape = Words::tr("an object with an array \"faults\"");
    if (!document.isObject())
        return failure(Words::tr("this is no fault plan"), fileName, shape);
    const QJsonObject root = document.object();
    for (const QString &key : root.keys()) {
        if (key != u"faults" && key != u"comment")
            return failure(Words::tr("there is no such key"), u"%1: $.%2"_s.arg(fileName, key), shape);
    }
    if (!root.value(u"faults"_s).isArray())
        return failure(Words::tr("the value is of the wrong type"), u"%1: $.faults"_s.arg(fileName), shape);

    FaultPlan plan;
    const QJsonArray faults = root.value(u"faults"_s).toArray();
    for (qsizetype i = 0; i < faults.size(); ++i) {
        const QString path = u"$.faults[%1]"_s.arg(i);
        if (!faults[i].isObject())
            return failure(
                Words::tr("the value is of the wrong type"), u"%1: %2"_s.arg(fileName, path), Words::tr("an object"));
        const Result<Fault> fault = Reader(faults[i].toObject(), fileName, path).read();
        if (!fault)
            return tl::unexpected(fault.error());
        plan.faults.append(*fault);
    }
    return plan;
}

Result<FaultPlan> FaultPlan::load(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Words::tr("cannot be read: %1").arg(file.errorString()), fileName);
    return fromJson(file.readAll(), fileName);
}

} // namespace throng::practice
