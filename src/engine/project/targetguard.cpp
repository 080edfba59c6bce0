// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/targetguard.h"

#include "engine/base/words.h"

#include <QUrl>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

/// Domains whose servers strangers depend on, and hosting whose operators are not the one who tests.
constexpr std::array wellKnownDomains {
    "matrix.org"_L1,
    "vector.im"_L1,
    "element.io"_L1,
    "ems.host"_L1,
    "modular.im"_L1,
    "gitter.im"_L1,
    "beeper.com"_L1,
    "t2bot.io"_L1,
    "etke.cc"_L1,
    "mozilla.org"_L1,
    "kde.org"_L1,
    "gnome.org"_L1,
    "fedora.im"_L1,
    "fedoraproject.org"_L1,
    "opensuse.org"_L1,
    "ubuntu.com"_L1,
    "debian.social"_L1,
    "archlinux.org"_L1,
    "libera.chat"_L1,
    "tchncs.de"_L1,
    "envs.net"_L1,
    "nitro.chat"_L1,
    "4d2.org"_L1,
    "unredacted.org"_L1,
    "systemli.org"_L1,
    "tedomum.net"_L1,
    "conduit.rs"_L1,
    "catgirl.cloud"_L1,
};

/// Lower case, without the dot that ends a full name, brackets and a scope ID.
QString normalised(QString host)
{
    host = host.trimmed();
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.mid(1, host.size() - 2);
    if (const qsizetype scope = host.indexOf(u'%'); scope >= 0)
        host.truncate(scope);
    while (host.endsWith(u'.'))
        host.chop(1);
    const QByteArray ascii = QUrl::toAce(host);
    return ascii.isEmpty() ? host.toLower() : QString::fromLatin1(ascii).toLower();
}

QString describe(AddressClass addressClass)
{
    switch (addressClass) {
    case AddressClass::Loopback:
        return Words::tr("a loopback address");
    case AddressClass::Private:
        return Words::tr("a private address");
    case AddressClass::Public:
        return Words::tr("a public address");
    }
    Q_UNREACHABLE();
}

} // namespace

AddressClass classify(const QHostAddress &given)
{
    // The address that is meant: IPv4 inside IPv6 (mapped, or RFC 6052's translation prefix) counts as IPv4.
    QHostAddress address = given;
    bool isV4 = false;
    if (const quint32 v4 = given.toIPv4Address(&isV4); isV4) {
        address = QHostAddress(v4);
    } else if (given.isInSubnet(QHostAddress(u"64:ff9b::"_s), 96)) {
        const Q_IPV6ADDR bytes = given.toIPv6Address();
        quint32 embedded = 0;
        for (int i = 12; i < 16; ++i)
            embedded = embedded << 8 | bytes[i];
        address = QHostAddress(embedded);
    }

    // Connecting to the unspecified address reaches this machine.
    if (address.isLoopback() || address == QHostAddress(QHostAddress::AnyIPv4)
        || address == QHostAddress(QHostAddress::AnyIPv6))
        return AddressClass::Loopback;
    static const std::array privateNets { QHostAddress::parseSubnet(u"10.0.0.0/8"_s),
        QHostAddress::parseSubnet(u"172.16.0.0/12"_s), QHostAddress::parseSubnet(u"192.168.0.0/16"_s),
        QHostAddress::parseSubnet(u"100.64.0.0/10"_s), QHostAddress::parseSubnet(u"169.254.0.0/16"_s),
        QHostAddress::parseSubnet(u"fc00::/7"_s), QHostAddress::parseSubnet(u"fe80::/10"_s) };
    const bool isPrivate = std::ranges::any_of(privateNets, [&](const auto &net) { return address.isInSubnet(net); });
    return isPrivate ? AddressClass::Private : AddressClass::Public;
}

bool isWellKnownPublicService(const QString &host)
{
    const QString name = normalised(host);
    return std::ranges::any_of(wellKnownDomains,
        [&](QLatin1StringView domain) { return name == domain || name.endsWith(u'.' + QString(domain)); });
}

TargetGuard::TargetGuard(Permissions permissions)
    : m_permissions(std::move(permissions))
{
}

Verdict TargetGuard::judge(const QString &host, const QList<QHostAddress> &addresses) const
{
    using Decision = Verdict::Decision;
    const QString name = normalised(host);
    QList<QHostAddress> all = addresses;
    if (const QHostAddress literal(name); all.isEmpty() && !literal.isNull())
        all.append(literal);

    Verdict verdict;
    verdict.host = name;
    QString what = Words::tr("%1 has no address that is known here and counts as public").arg(name);
    if (!all.isEmpty()) {
        const auto worst = std::ranges::max_element(all, {}, [](const QHostAddress &a) { return classify(a); });
        verdict.addressClass = classify(*worst);
        const QString address = verdict.address = worst->toString();
        what = address == name ? Words::tr("%1 is %2").arg(name, describe(verdict.addressClass))
                               : Words::tr("%1 is %2, %3").arg(name, describe(verdict.addressClass), address);
    }

    if (verdict.addressClass == AddressClass::Loopback) {
        verdict.decision = Decision::Allowed;
        verdict.reason = Words::tr("%1: no permission needed").arg(what);
        return verdict;
    }
    if (isWellKnownPublicService(name)) {
        verdict.decision = Decision::Refused;
        verdict.reason =
            Words::tr("%1 is a public service that other people depend on. Throng does not load it").arg(name);
        return verdict;
    }
    const auto permission = std::ranges::find_if(m_permissions, [&](const Permission &p) { return p.host == name; });
    const bool isPrivate = verdict.addressClass == AddressClass::Private;
    if (permission != m_permissions.end() && (isPrivate || permission->consent == Consent::Typed)) {
        verdict.decision = Decision::Allowed;
        verdict.permitted = permission->when.date();
        verdict.reason = Words::tr("%1: permitted on %2").arg(what, verdict.permitted.toString(Qt::ISODate));
        return verdict;
    }
    verdict.decision = isPrivate ? Decision::NeedsConfirmation : Decision::NeedsTypedWord;
    verdict.reason = isPrivate
        ? Words::tr("%1. Many production servers have one: confirm that you may load this one").arg(what)
        : Words::tr("%1. Type its name, or give --allow-load %2, to say that you may load it").arg(what, name);
    return verdict;
}

Permission TargetGuard::grant(const QString &host, Consent consent, const QDateTime &when)
{
    // Whole seconds: what the project file keeps.
    Permission permission { normalised(host), consent, QDateTime::fromSecsSinceEpoch(when.toSecsSinceEpoch(), Qt::UTC),
        {} };
    const auto known =
        std::ranges::find_if(m_permissions, [&](const Permission &p) { return p.host == permission.host; });
    if (known == m_permissions.end()) {
        m_permissions.append(permission);
        return permission;
    }
    if (known->consent == Consent::Typed)
        return *known; // the stronger statement stays
    permission.otherKeys = known->otherKeys;
    *known = permission;
    return permission;
}

bool TargetGuard::isTypedWord(const QString &typed, const QString &host)
{
    return !host.isEmpty() && normalised(typed) == normalised(host);
}

} // namespace throng::project
