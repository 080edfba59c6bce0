// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/prometheustext.h"

#include "engine/base/words.h"

#include <QHash>

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

using namespace Qt::StringLiterals;

namespace throng::metrics {

namespace {

using Type = PrometheusSample::Type;

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
}

QByteArrayView takeName(QByteArrayView &line)
{
    qsizetype end = 0;
    while (end < line.size() && isNameCharacter(line[end]))
        ++end;
    const QByteArrayView name = line.first(end);
    line = line.sliced(end);
    return name;
}

void skipBlanks(QByteArrayView &line)
{
    while (!line.isEmpty() && (line.front() == ' ' || line.front() == '\t'))
        line = line.sliced(1);
}

QByteArrayView takeWord(QByteArrayView &line)
{
    skipBlanks(line);
    qsizetype end = 0;
    while (end < line.size() && line[end] != ' ' && line[end] != '\t')
        ++end;
    const QByteArrayView word = line.first(end);
    line = line.sliced(end);
    return word;
}

/// What is between the braces at the beginning of `line`; nothing when they do not close.
std::optional<QByteArrayView> takeLabels(QByteArrayView &line)
{
    bool quoted = false;
    for (qsizetype i = 1; i < line.size(); ++i) {
        if (quoted && line[i] == '\\') {
            ++i;
        } else if (line[i] == '"') {
            quoted = !quoted;
        } else if (line[i] == '}' && !quoted) {
            const QByteArrayView labels = line.sliced(1, i - 1);
            line = line.sliced(i + 1);
            return labels;
        }
    }
    return std::nullopt;
}

std::optional<double> toNumber(QByteArrayView word)
{
    if (word.startsWith('+'))
        word = word.sliced(1); // which from_chars does not know
    double value = 0;
    const auto [end, error] = std::from_chars(word.begin(), word.end(), value); // "inf", "Inf", "NaN" too
    if (word.isEmpty() || end != word.end())
        return std::nullopt;
    if (error == std::errc::result_out_of_range)
        return std::numeric_limits<double>::infinity();
    return error == std::errc() ? std::optional(value) : std::nullopt;
}

Type typeNamed(QByteArrayView word)
{
    if (word == "counter")
        return Type::Counter;
    if (word == "gauge")
        return Type::Gauge;
    if (word == "histogram" || word == "gaugehistogram")
        return Type::Histogram;
    if (word == "summary")
        return Type::Summary;
    return Type::Untyped;
}

class Reader {
public:
    [[nodiscard]] std::optional<PrometheusSample> sample(QByteArrayView line)
    {
        PrometheusSample sample;
        sample.name = takeName(line);
        if (sample.name.isEmpty())
            return std::nullopt;
        if (!line.isEmpty() && line.front() == '{') {
            const auto labels = takeLabels(line);
            if (!labels)
                return std::nullopt;
            sample.labels = *labels;
        }
        const auto value = toNumber(takeWord(line));
        if (!value)
            return std::nullopt;
        sample.value = *value;
        sample.type = typeOf(sample.name);
        return sample;
    }

    void comment(QByteArrayView line)
    {
        line = line.sliced(1);
        if (takeWord(line) != "TYPE")
            return;
        const QByteArrayView name = takeWord(line);
        m_types.insert(name, typeNamed(takeWord(line)));
    }

private:
    [[nodiscard]] Type typeOf(QByteArrayView name) const
    {
        if (const auto known = m_types.constFind(name); known != m_types.constEnd())
            return *known;
        // In OpenMetrics a family's name lacks the suffixes of its samples.
        for (const QByteArrayView suffix : { QByteArrayView("_total"), QByteArrayView("_sum"), QByteArrayView("_count"),
                 QByteArrayView("_bucket"), QByteArrayView("_created") }) {
            if (!name.endsWith(suffix))
                continue;
            if (const auto known = m_types.constFind(name.chopped(suffix.size())); known != m_types.constEnd())
                return *known;
        }
        return Type::Untyped;
    }

    QHash<QByteArrayView, Type> m_types;
};

} // namespace

Result<> readPrometheusText(
    QByteArrayView text, const QString &where, const std::function<void(const PrometheusSample &)> &take)
{
    Reader reader;
    for (int number = 1; !text.isEmpty(); ++number) {
        const qsizetype end = text.indexOf('\n');
        QByteArrayView line = (end < 0 ? text : text.first(end)).trimmed();
        text = end < 0 ? QByteArrayView() : text.sliced(end + 1);
        if (line.isEmpty())
            continue;
        if (line.front() == '#') {
            reader.comment(line);
        } else if (const auto sample = reader.sample(line)) {
            take(*sample);
        } else {
            const bool isLong = line.size() > 60;
            const QString shown = QString::fromUtf8(isLong ? line.first(60) : line) + (isLong ? u"…"_s : QString());
            return failure(Words::tr("\"%1\" is no metric").arg(shown), Words::tr("%1, line %2").arg(where).arg(number),
                Words::tr("Prometheus' text format: NAME VALUE or NAME{LABEL=\"…\"} VALUE"));
        }
    }
    return {};
}

QByteArrayView labelValue(QByteArrayView labels, QByteArrayView name)
{
    while (!labels.isEmpty()) {
        skipBlanks(labels);
        const QByteArrayView key = takeName(labels);
        const qsizetype open = labels.indexOf('"');
        if (open < 0)
            return {};
        qsizetype close = open + 1;
        while (close < labels.size() && labels[close] != '"')
            close += labels[close] == '\\' ? 2 : 1;
        if (close >= labels.size())
            return {};
        if (key == name)
            return labels.sliced(open + 1, close - open - 1);
        labels = labels.sliced(close + 1);
        skipBlanks(labels);
        if (!labels.isEmpty() && labels.front() == ',')
            labels = labels.sliced(1);
    }
    return {};
}

} // namespace throng::metrics
