// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/thresholdsjson.h"

#include "engine/base/words.h"
#include "engine/project/suite.h"
#include "engine/thresholds/ruleparser.h"

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

const QString listKey = u"thresholds"_s;
const QString ruleKey = u"rule"_s;
const QString testKey = u"test"_s;
const QString settleKey = u"settle"_s;
const QString abortKey = u"abort_after"_s;

std::optional<std::chrono::milliseconds> readTime(JsonReader &reader, const QString &key)
{
    const QJsonValue json = reader.value(key);
    if (!reader.has(key))
        return std::nullopt;
    const auto time = parseRunTime(json.isDouble() ? QString::number(json.toDouble(), 'g', 15) : json.toString());
    if (time)
        return *time;
    reader.fail(key, Words::tr("is %1").arg(JsonReader::describe(json)), time.error().expected);
    return std::nullopt;
}

/// `key` is where the text stands.
thresholds::Rule readRule(JsonReader &reader, const QString &key, const QString &text)
{
    auto rule = thresholds::parseRule(text);
    if (rule)
        return *std::move(rule);
    const Error error = rule.error().toError();
    reader.fail(key, u"\"%1\": %2"_s.arg(text, error.message), error.expected);
    return {};
}

} // namespace

QList<thresholds::Threshold> readThresholds(JsonReader &reader, ThresholdsOf owner)
{
    QList<thresholds::Threshold> list;
    const QJsonArray json = reader.array(listKey);
    for (int i = 0; i < json.size(); ++i) {
        const QString key = u"%1[%2]"_s.arg(listKey).arg(i);
        thresholds::Threshold threshold;
        if (json[i].isObject()) {
            JsonReader own = reader.element(listKey, i);
            const QString text = own.text(ruleKey);
            if (own.has(ruleKey))
                threshold.rule = readRule(own, ruleKey, text);
            else
                own.fail(ruleKey, Words::tr("is missing"), Words::tr("a rule such as p95(send) < 500ms"));
            if (owner == ThresholdsOf::Suite)
                threshold.test = own.text(testKey);
            threshold.settle = readTime(own, settleKey).value_or(threshold.settle);
            threshold.abortAfter = readTime(own, abortKey);
            threshold.otherKeys = own.rest();
        } else if (json[i].isString()) {
            threshold.rule = readRule(reader, key, json[i].toString());
        } else {
            reader.fail(key, Words::tr("is %1").arg(JsonReader::describe(json[i])),
                Words::tr("a rule such as \"p95(send) < 500ms\", or an object with one"));
        }
        list.append(threshold);
    }
    return list;
}

QJsonArray thresholdsToJson(const QList<thresholds::Threshold> &list)
{
    QJsonArray json;
    for (const thresholds::Threshold &threshold : list) {
        QJsonObject object = threshold.otherKeys;
        if (!threshold.test.isEmpty())
            object.insert(testKey, threshold.test);
        if (threshold.settle.count() > 0)
            object.insert(settleKey, formatRunTime(threshold.settle));
        if (threshold.abortAfter)
            object.insert(abortKey, formatRunTime(*threshold.abortAfter));
        if (object.isEmpty()) {
            json.append(threshold.rule.text);
            continue;
        }
        object.insert(ruleKey, threshold.rule.text);
        json.append(object);
    }
    return json;
}

} // namespace throng::project
