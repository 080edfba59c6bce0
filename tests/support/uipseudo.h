// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>
#include <QTranslator>

#include <algorithm>

namespace throng::test {

/// A translation into a language that nobody speaks: every letter has an accent, every text is a third longer and
/// stands in brackets: what is visible without them was forgotten, and what does not fit is too narrow for German.
class PseudoTranslation : public QTranslator {
public:
    using QTranslator::QTranslator;
    /// While it is whole: the engine's threads translate, too.
    ~PseudoTranslation() override { QCoreApplication::removeTranslator(this); }
    Q_DISABLE_COPY_MOVE(PseudoTranslation)

    /// Placeholders, tags, entities, file patterns and the letter of a mnemonic stay as they are.
    [[nodiscard]] static QString accented(const QString &text)
    {
        const QString plain = QStringLiteral("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
        const QString marked = QStringLiteral("ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž");
        QString result;
        for (qsizetype i = 0; i < text.size();) {
            const qsizetype kept = protectedLength(text, i);
            if (kept > 0) {
                result += QStringView(text).mid(i, kept);
                i += kept;
                continue;
            }
            const qsizetype letter = plain.indexOf(text[i]);
            result += letter < 0 ? text[i] : marked[letter];
            ++i;
        }
        return result;
    }

    [[nodiscard]] static QString pseudo(const QString &text)
    {
        // Blanks at the ends put texts beside each other and stay there.
        qsizetype from = 0;
        qsizetype to = text.size();
        while (from < to && text[from].isSpace())
            ++from;
        while (to > from && text[to - 1].isSpace())
            --to;
        QString longer = accented(text.mid(from, to - from));
        const qsizetype letters = std::count_if(longer.cbegin(), longer.cend(), [](QChar c) { return c.isLetter(); });
        for (qsizetype i = 0; i < (letters + 2) / 3; ++i)
            longer += i % 9 == 8 ? QChar(u' ') : QChar(u'~'); // words that wrap
        return text.left(from) + QChar(u'⟦') + longer + QChar(u'⟧') + text.mid(to);
    }

    [[nodiscard]] QString translate(const char *context, const char *sourceText, const char *, int) const override
    {
        // Names of keys are read back by Qt.
        if (!sourceText || qstrcmp(context, "QShortcut") == 0)
            return {};
        return pseudo(QString::fromUtf8(sourceText));
    }
    [[nodiscard]] bool isEmpty() const override { return false; }

private:
    static qsizetype protectedLength(const QString &text, qsizetype at)
    {
        const auto endsWith = [&](QChar last) {
            const qsizetype end = text.indexOf(last, at);
            return end < 0 ? 0 : end + 1 - at;
        };
        const QChar next = at + 1 < text.size() ? text[at + 1] : QChar();
        if (text[at] == QChar(u'%')) {
            qsizetype length = 1;
            if (next == QChar(u'L'))
                ++length;
            while (at + length < text.size()
                && (text[at + length].isDigit() || (length < 3 && text[at + length] == QChar(u'n'))))
                ++length;
            return length;
        }
        if (text[at] == QChar(u'<') && (next.isLetter() || next == QChar(u'/')))
            return endsWith(QChar(u'>'));
        if (text[at] == QChar(u'(') && next == QChar(u'*'))
            return endsWith(QChar(u')'));
        if (text[at] == QChar(u'&') && next.isLetter()) {
            const qsizetype entity = endsWith(QChar(u';'));
            return entity > 0 && entity < 8 && !text.mid(at, entity).contains(QChar(u' ')) ? entity : 2;
        }
        return 0;
    }
};

} // namespace throng::test
