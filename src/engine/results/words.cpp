// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/words.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <array>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

constexpr std::array outcomes { "ok", "matrix_error", "http_error", "rate_limited", "timeout", "network_error",
    "cancelled" };
static_assert(outcomes.size() == metrics::outcomeCount);
constexpr std::array kinds { "", "initial", "catch-up", "poll" };
constexpr std::array trusts { "good", "shared_machine", "doubtful", "limited" };
constexpr std::array units { "number", "per_second", "seconds", "seconds_per_second", "bytes", "share" };
constexpr std::array messageKinds { "information", "warning", "error", "annotation" };
constexpr std::array ruleStates { "kept", "broken", "undecided" };

/// A word is the enumerator that stands at its place.
template <typename Enum, std::size_t size>
QString word(const std::array<const char *, size> &words, Enum value)
{
    return QString::fromLatin1(words.at(std::size_t(value)));
}

/// What is no word of ours, in a damaged file, reads as `otherwise`.
template <typename Enum, std::size_t size>
Enum valueOf(const std::array<const char *, size> &words, const QString &text, Enum otherwise)
{
    for (std::size_t i = 0; i < size; ++i) {
        if (text == QLatin1StringView(words[i]))
            return static_cast<Enum>(i);
    }
    return otherwise;
}

} // namespace

QString wordOf(metrics::Outcome outcome)
{
    return word(outcomes, outcome);
}

metrics::Outcome outcomeOf(const QString &text)
{
    return valueOf(outcomes, text, metrics::Outcome::NetworkError);
}

QString wordOf(metrics::Kind kind)
{
    return word(kinds, kind);
}

metrics::Kind kindOf(const QString &text)
{
    return valueOf(kinds, text, metrics::Kind::Ordinary);
}

QString wordOf(run::Trust trust)
{
    return word(trusts, trust);
}

run::Trust trustOf(const QString &text)
{
    return valueOf(trusts, text, run::Trust::Doubtful);
}

QString wordOf(metrics::ServerUnit unit)
{
    return word(units, unit);
}

metrics::ServerUnit unitOf(const QString &text)
{
    return valueOf(units, text, metrics::ServerUnit::Number);
}

QString wordOf(KeptMessage::Kind kind)
{
    return word(messageKinds, kind);
}

KeptMessage::Kind messageKindOf(const QString &text)
{
    return valueOf(messageKinds, text, KeptMessage::Kind::Information);
}

QString wordOf(KeptRule::State state)
{
    return word(ruleStates, state);
}

KeptRule::State ruleStateOf(const QString &text)
{
    return valueOf(ruleStates, text, KeptRule::State::Undecided);
}

RunState runStateOf(const QString &text)
{
    for (const RunState state : { RunState::Running, RunState::Done, RunState::Stopped, RunState::Failed }) {
        if (text == nameOf(state))
            return state;
    }
    return RunState::Interrupted;
}

QString wordsOf(const QStringList &sentences)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(sentences)).toJson(QJsonDocument::Compact));
}

QStringList sentencesOf(const QString &json)
{
    QStringList sentences;
    for (const QJsonValue &sentence : QJsonDocument::fromJson(json.toUtf8()).array())
        sentences += sentence.toString();
    return sentences;
}

} // namespace throng::results
