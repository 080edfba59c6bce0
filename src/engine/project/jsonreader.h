// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSet>
#include <QString>
#include <QStringList>

#include <limits>
#include <memory>
#include <optional>

namespace throng::project {

/// Parses a file's text into its one JSON object; the error of a damaged file has the line.
[[nodiscard]] Result<QJsonObject> parseJsonObject(const QByteArray &text, const QString &where);

/// Takes values out of a JSON object and says of a wrong one where it stands and what it should be. The first error
/// is kept and asked for at the end, so that a reader's code lists keys and nothing else. Readers of nested objects
/// share their parent's error. Keys that were never asked for are handed out by rest().
class JsonReader {
public:
    /// `where` is the file; `path` the object's place in it, empty for the outermost.
    JsonReader(QJsonObject object, const QString &where, QString path = {});

    [[nodiscard]] bool has(const QString &key) const; ///< null counts as missing

    [[nodiscard]] QString text(const QString &key, const QString &fallback = {});
    [[nodiscard]] bool boolean(const QString &key, bool fallback);
    [[nodiscard]] double number(
        const QString &key, double fallback, double least = 0, double most = std::numeric_limits<double>::max());
    [[nodiscard]] int integer(
        const QString &key, int fallback, int least = 0, int most = std::numeric_limits<int>::max());
    [[nodiscard]] std::optional<int> optionalInteger(const QString &key, int least = 0);
    /// Whole numbers up to 2^64: as a number or, above what JSON's numbers hold exactly, as text.
    [[nodiscard]] std::optional<quint64> optionalUnsigned(const QString &key);
    [[nodiscard]] QStringList texts(const QString &key);
    /// One of `values`, which are in the order of the enumeration `fallback` is of.
    template <typename Enum>
    [[nodiscard]] Enum choice(const QString &key, const QStringList &values, Enum fallback)
    {
        return static_cast<Enum>(choiceIndex(key, values, static_cast<int>(fallback)));
    }

    [[nodiscard]] JsonReader object(const QString &key); ///< an empty one where the key is missing
    [[nodiscard]] QList<JsonReader> objects(const QString &key);
    [[nodiscard]] JsonReader element(
        const QString &key, qsizetype index); ///< of a list whose elements have several forms
    [[nodiscard]] QJsonArray array(const QString &key);
    [[nodiscard]] QJsonValue value(const QString &key); ///< as it is, for what has several forms

    void fail(const QString &key, const QString &message, const QString &expected = {});
    [[nodiscard]] const std::optional<Error> &error() const { return *m_error; }
    [[nodiscard]] const QJsonObject &json() const { return m_object; }
    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] QString pathOf(const QString &key) const;
    [[nodiscard]] QJsonObject rest() const;

    /// "the text \"abc\"", "the number 7", "a list": for messages.
    [[nodiscard]] static QString describe(const QJsonValue &value);

private:
    [[nodiscard]] int choiceIndex(const QString &key, const QStringList &values, int fallback);

    QJsonObject m_object;
    QString m_where;
    QString m_path;
    QSet<QString> m_asked;
    std::shared_ptr<std::optional<Error>> m_error;
};

/// Where in a file: "FILE: PATH", as Error::where has it.
[[nodiscard]] QString placeInJson(const QString &file, const QString &path);

} // namespace throng::project
