// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/thresholds/ruleparser.h"

#include "engine/base/words.h"
#include "engine/thresholds/endpointnames.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace throng::thresholds {

namespace {

/// Times that are no requests', as docs/measurements.md defines them.
struct FeltName {
    QLatin1StringView name;
    const char *figure;
    const char *className;
};

constexpr std::array feltNames {
    FeltName { "delivery"_L1, metrics::figure::delivery, metrics::figure::live },
    FeltName { "timeToInteractive"_L1, metrics::figure::timeToInteractive, metrics::figure::withLogin },
    FeltName { "timeToResume"_L1, metrics::figure::timeToInteractive, metrics::figure::resumed },
    FeltName { "joinToMessage"_L1, metrics::figure::joinToMessage, "" },
    FeltName { "history"_L1, metrics::figure::history, "" },
    FeltName { "image"_L1, metrics::figure::image, "" },
};

/// What may stand in the brackets of a time.
QStringList timeTargets()
{
    QStringList names;
    for (const FeltName &felt : feltNames)
        names += felt.name;
    return names + endpointNames();
}

struct FigureName {
    QLatin1StringView name;
    Figure figure;
    double percent = 0;
};

/// In the order in which they are offered; percentiles other than these are read too.
constexpr std::array figures {
    FigureName { "p50"_L1, Figure::Percentile, 50 },
    FigureName { "p95"_L1, Figure::Percentile, 95 },
    FigureName { "p99"_L1, Figure::Percentile, 99 },
    FigureName { "median"_L1, Figure::Percentile, 50 },
    FigureName { "mean"_L1, Figure::Mean },
    FigureName { "min"_L1, Figure::Min },
    FigureName { "max"_L1, Figure::Max },
    FigureName { "failures"_L1, Figure::FailedShare },
    FigureName { "rate-limited"_L1, Figure::RateLimitedShare },
    FigureName { "requests/s"_L1, Figure::RequestsPerSecond },
    FigureName { "failures/s"_L1, Figure::FailuresPerSecond },
};

struct UnitName {
    QLatin1StringView name;
    Unit unit;
    double factor; ///< to the unit that Rule::limit is in
};

constexpr std::array units {
    UnitName { "us"_L1, Unit::Time, 1e3 },
    UnitName { "ms"_L1, Unit::Time, 1e6 },
    UnitName { "s"_L1, Unit::Time, 1e9 },
    UnitName { "min"_L1, Unit::Time, 60e9 },
    UnitName { "%"_L1, Unit::Share, 0.01 },
    UnitName { "/s"_L1, Unit::Rate, 1 },
    UnitName { ""_L1, Unit::Rate, 1 },
};

QString exampleOf(Unit unit)
{
    switch (unit) {
    case Unit::Time:
        return Words::tr("a time such as 500ms or 2s (us, ms, s, min)");
    case Unit::Share:
        return Words::tr("a share such as 0.5%");
    case Unit::Rate:
        return Words::tr("a number a second, such as 50 or 50/s");
    }
    Q_UNREACHABLE();
}

QString oneOf(const QStringList &words)
{
    return Words::tr("one of %1").arg(words.join(u", "));
}

QString didYouMean(const QString &text, const QStringList &words, const QStringList &offered)
{
    const QString nearest = nearestWord(text, words);
    return nearest.isEmpty() ? oneOf(offered) : Words::tr("\"%1\", perhaps").arg(nearest);
}

class Parser {
public:
    explicit Parser(const QString &text)
        : m_text(text)
    {
        m_rule.text = text.trimmed();
    }

    tl::expected<Rule, RuleError> parse()
    {
        skipBlanks();
        if (atEnd())
            return wrong(m_at, 0, Words::tr("there is no rule"), Words::tr("a rule such as p95(send) < 500ms"));
        for (const auto part :
            { &Parser::figure, &Parser::target, &Parser::comparison, &Parser::limit, &Parser::end }) {
            if (auto error = (this->*part)())
                return tl::unexpected(std::move(*error));
            skipBlanks();
        }
        return std::move(m_rule);
    }

private:
    using Trouble = std::optional<RuleError>;

    static tl::unexpected<RuleError> wrong(qsizetype at, qsizetype length, const QString &what, const QString &expected)
    {
        return tl::unexpected(RuleError { at, length, what, expected });
    }

    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] QChar here() const { return atEnd() ? QChar() : m_text[m_at]; }
    void skipBlanks()
    {
        while (!atEnd() && here().isSpace())
            ++m_at;
    }
    template <typename Belongs>
    QString take(Belongs belongs)
    {
        const qsizetype from = m_at;
        while (!atEnd() && belongs(here()))
            ++m_at;
        return m_text.sliced(from, m_at - from);
    }
    static bool isComparison(QChar c)
    {
        return c == u'<' || c == u'>' || c == u'=' || c == u'!' || c == u'≤' || c == u'≥';
    }

    Trouble figure()
    {
        const qsizetype from = m_at;
        const QString word = take([](QChar c) { return c != u'(' && !c.isSpace() && !isComparison(c); });
        for (const FigureName &known : figures) {
            if (word.compare(known.name, Qt::CaseInsensitive) == 0) {
                m_figure = known.name;
                m_rule.figure = known.figure;
                m_rule.percent = known.percent;
                return {};
            }
        }
        if (word.startsWith(u'p', Qt::CaseInsensitive)) {
            bool isNumber = false;
            const double percent = word.sliced(1).toDouble(&isNumber);
            if (isNumber && (percent <= 0 || percent > 100))
                return RuleError { from, word.size(), Words::tr("there is no percentile \"%1\"").arg(word),
                    Words::tr("p1 to p100, such as p95 or p99.9") };
            if (isNumber) {
                m_figure = word;
                m_rule.figure = Figure::Percentile;
                m_rule.percent = percent;
                return {};
            }
        }
        if (word.isEmpty())
            return RuleError { from, 0, Words::tr("the figure is missing"), oneOf(figureNames()) };
        return RuleError { from, word.size(), Words::tr("there is no figure \"%1\"").arg(word),
            didYouMean(word, figureNames(), figureNames()) };
    }

    Trouble target()
    {
        if (here() != u'(')
            return {};
        ++m_at;
        skipBlanks();
        const qsizetype from = m_at;
        const QString name = take([](QChar c) { return c != u')' && c != u'<' && c != u'>'; }).trimmed();
        if (here() != u')')
            return RuleError { m_at, 0, Words::tr("the bracket is not closed"),
                Words::tr("\")\" after %1").arg(name.isEmpty() ? Words::tr("a name") : name) };
        ++m_at;
        if (name.isEmpty())
            return RuleError { from, 0, Words::tr("nothing is named in the brackets"),
                Words::tr("an endpoint such as send or createRoom") };
        for (const FeltName &felt : feltNames) {
            if (name.compare(felt.name, Qt::CaseInsensitive) != 0)
                continue;
            if (m_rule.unit() != Unit::Time)
                return RuleError { from, name.size(),
                    Words::tr("of %1 there are times, no %2").arg(felt.name, m_figure),
                    Words::tr("p50, p95, p99, median, mean, min or max") };
            m_rule.felt = metrics::FigureKey { felt.figure, felt.className };
            return {};
        }
        auto found = findEndpoints(name);
        if (!found)
            return RuleError { from, name.size(), Words::tr("there is no endpoint \"%1\"").arg(name),
                didYouMean(name, timeTargets(), endpointNames()) };
        m_rule.endpoints = std::move(found->keys);
        // A long poll waits because it was asked to: among other syncs its time says nothing.
        const auto isPoll = [](const metrics::EndpointKey &key) { return key.kind == metrics::Kind::PollSync; };
        if (m_rule.unit() == Unit::Time && !std::all_of(m_rule.endpoints.begin(), m_rule.endpoints.end(), isPoll))
            std::erase_if(m_rule.endpoints, isPoll);
        return {};
    }

    Trouble comparison()
    {
        const qsizetype from = m_at;
        const QString sign = take(isComparison);
        static const std::array<std::pair<QStringView, Comparison>, 6> known { { { u"<", Comparison::Less },
            { u"<=", Comparison::AtMost }, { u"≤", Comparison::AtMost }, { u">", Comparison::Greater },
            { u">=", Comparison::AtLeast }, { u"≥", Comparison::AtLeast } } };
        const auto found =
            std::find_if(known.begin(), known.end(), [&sign](const auto &each) { return each.first == sign; });
        if (found != known.end()) {
            m_rule.comparison = found->second;
            return {};
        }
        const QString expected = Words::tr("<, <=, > or >=");
        if (!sign.isEmpty())
            return RuleError { from, sign.size(), Words::tr("\"%1\" is no comparison").arg(sign), expected };
        const QString rest = take([](QChar c) { return !c.isSpace(); });
        return RuleError { from, rest.size(),
            rest.isEmpty() ? Words::tr("the comparison is missing") : Words::tr("\"%1\" is no comparison").arg(rest),
            expected };
    }

    Trouble limit()
    {
        const QString example = exampleOf(m_rule.unit());
        const qsizetype from = m_at;
        const QString number =
            take([](QChar c) { return c.isDigit() || c == u'.' || c == u',' || c == u'-' || c == u'+'; });
        if (number.isEmpty()) {
            const QString rest = take([](QChar c) { return !c.isSpace(); });
            return RuleError { from, rest.size(),
                rest.isEmpty() ? Words::tr("the limit is missing") : Words::tr("\"%1\" is no number").arg(rest),
                example };
        }
        bool isNumber = false;
        const double value = number.toDouble(&isNumber);
        if (!isNumber || value < 0)
            return RuleError { from, number.size(), Words::tr("\"%1\" is no number of at least 0").arg(number),
                number.contains(u',') ? Words::tr("a point before the decimals, and no sign between thousands")
                                      : example };
        skipBlanks();
        const qsizetype unitFrom = m_at;
        QString name = take([](QChar c) { return !c.isSpace(); });
        if (name == u"µs" || name == u"μs") // the micro sign and the Greek letter
            name = u"us"_s;
        for (const UnitName &known : units) {
            if (known.unit != m_rule.unit() || name != known.name)
                continue;
            m_rule.limit = value * known.factor;
            if (known.unit == Unit::Share && m_rule.limit > 1)
                return RuleError { from, m_at - from, Words::tr("there are no shares above 100 %"), example };
            return {};
        }
        return RuleError { unitFrom, name.size(),
            name.isEmpty() ? Words::tr("the unit is missing")
                           : Words::tr("\"%1\" is no unit of %2").arg(name, m_figure),
            example };
    }

    Trouble end()
    {
        if (atEnd())
            return {};
        return RuleError { m_at, m_text.size() - m_at, Words::tr("\"%1\" is too much").arg(m_text.sliced(m_at)),
            Words::tr("nothing after the limit") };
    }

    const QString m_text;
    qsizetype m_at = 0;
    QString m_figure; ///< as it is called
    Rule m_rule;
};

} // namespace

Error RuleError::toError() const
{
    return { Words::tr("at character %1: %2").arg(position + 1).arg(message), {}, expected };
}

tl::expected<Rule, RuleError> parseRule(const QString &text)
{
    return Parser(text).parse();
}

QStringList figureNames()
{
    QStringList names;
    for (const FigureName &known : figures)
        names += known.name;
    return names;
}

QStringList targetNames(const QString &figure)
{
    const auto found = std::find_if(
        figures.begin(), figures.end(), [&figure](const FigureName &known) { return figure == known.name; });
    return found == figures.end() || unitOf(found->figure) == Unit::Time ? timeTargets() : endpointNames();
}

} // namespace throng::thresholds
