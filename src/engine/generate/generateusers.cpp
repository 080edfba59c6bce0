// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/generate/generateusers.h"

#include "engine/base/random.h"
#include "engine/base/words.h"

using namespace Qt::StringLiterals;

namespace throng::generate {

namespace {

constexpr int mostUsers = 10'000'000;
constexpr int longestPassword = 512;

QString password(Random random, int length)
{
    static constexpr char characters[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    QString text(length, Qt::Uninitialized);
    for (QChar &c : text)
        c = QLatin1Char(characters[random.below(sizeof characters - 1)]);
    return text;
}

/// What servers take as a localpart: the specification's user identifier grammar (appendices, "User Identifiers").
bool isLocalpartCharacter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || QStringView(u"._=-/+").contains(c);
}

} // namespace

AccountNames::AccountNames(const project::UserPattern &pattern)
    : m_domain(pattern.domain)
{
    // What stands before the number, its width, and what stands behind.
    const QString &text = pattern.namePattern;
    const qsizetype last = text.lastIndexOf(u'0');
    qsizetype first = last;
    while (first > 0 && text[first - 1] == u'0')
        --first;
    m_before = text.left(first);
    m_width = static_cast<int>(last - first + 1);
    m_behind = text.mid(last + 1);
}

QString AccountNames::username(int number) const
{
    return m_before + QString::number(number).rightJustified(m_width, u'0') + m_behind;
}

QString AccountNames::planName(int number) const
{
    return m_domain.isEmpty() ? username(number) : username(number) + u':' + m_domain;
}

Result<> checkUserPattern(const project::UserPattern &pattern)
{
    if (pattern.fromFile)
        return failure(Words::tr("the accounts are a list of their own in users.csv: there is nothing to generate"),
            u"users"_s, Words::tr("a name pattern instead of the list"));
    if (pattern.count < 1 || pattern.count > mostUsers)
        return failure(Words::tr("%1 users cannot be generated").arg(pattern.count), u"count"_s,
            Words::tr("from 1 to %1").arg(mostUsers));
    if (pattern.passwordLength < 1 || pattern.passwordLength > longestPassword)
        return failure(Words::tr("a password cannot have %1 characters").arg(pattern.passwordLength),
            u"password_length"_s, Words::tr("from 1 to %1").arg(longestPassword));
    if (!pattern.namePattern.contains(u'0'))
        return failure(Words::tr("the name pattern \"%1\" has no place for a number").arg(pattern.namePattern),
            u"names"_s, Words::tr("zeros where the number goes, as in user.000000"));
    for (const QChar c : pattern.namePattern) {
        if (!isLocalpartCharacter(c))
            return failure(Words::tr("no server takes the character \"%1\" in a user name").arg(c), u"names"_s,
                Words::tr("a-z, 0-9 and . _ = - / +"));
    }
    for (const QChar c : pattern.domain) {
        if (c.isSpace() || c == u'@' || c == u',' || c == u'"' || c == u'/')
            return failure(Words::tr("\"%1\" is no server name").arg(pattern.domain), u"domain"_s,
                Words::tr("a name such as example.org"));
    }
    return {};
}

Result<QStringList> sampleNames(const project::UserPattern &pattern, int count)
{
    if (const Result<> valid = checkUserPattern(pattern); !valid)
        return tl::unexpected(valid.error());
    const AccountNames names(pattern);
    QStringList sample;
    for (int i = 0; i < qMin(count, pattern.count); ++i)
        sample.append(names.planName(i));
    return sample;
}

Result<> generateUsers(
    const project::UserPattern &pattern, quint64 seed, const std::function<Result<>(users::Account)> &account)
{
    if (const Result<> valid = checkUserPattern(pattern); !valid)
        return valid;
    const AccountNames names(pattern);
    for (int i = 0; i < pattern.count; ++i) {
        users::Account user;
        user.username = names.username(i);
        user.domain = pattern.domain;
        // A stream of its own: one more user changes nobody else's password.
        user.password = password(Random::stream(seed, u"passwords", static_cast<quint64>(i)), pattern.passwordLength);
        if (Result<> taken = account(std::move(user)); !taken)
            return taken;
    }
    return {};
}

Result<QList<users::Account>> generateUsers(const project::UserPattern &pattern, quint64 seed)
{
    QList<users::Account> accounts;
    const Result<> generated = generateUsers(pattern, seed, [&](users::Account account) -> Result<> {
        accounts.append(std::move(account));
        return {};
    });
    if (!generated)
        return tl::unexpected(generated.error());
    return accounts;
}

} // namespace throng::generate
