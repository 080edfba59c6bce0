// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/permissionwords.h"

#include "engine/project/targetguard.h"

#include <QCoreApplication>
#include <QLocale>

namespace throng::ui {

namespace {

struct Permission {
    Q_DECLARE_TR_FUNCTIONS(throng::ui::Permission)
};

/// "example.org is a private address, 10.0.0.3"
QString whatItIs(const project::Verdict &verdict)
{
    if (verdict.address.isEmpty())
        return Permission::tr("%1 has no address that is known here and counts as public").arg(verdict.host);
    QString kind;
    switch (verdict.addressClass) {
    case project::AddressClass::Loopback:
        kind = Permission::tr("a loopback address");
        break;
    case project::AddressClass::Private:
        kind = Permission::tr("a private address");
        break;
    case project::AddressClass::Public:
        kind = Permission::tr("a public address");
        break;
    }
    return verdict.address == verdict.host ? Permission::tr("%1 is %2").arg(verdict.host, kind)
                                           : Permission::tr("%1 is %2, %3").arg(verdict.host, kind, verdict.address);
}

} // namespace

QString permissionWords(const project::Verdict &verdict)
{
    using Decision = project::Verdict::Decision;
    switch (verdict.decision) {
    case Decision::Allowed:
        return verdict.permitted.isNull()
            ? Permission::tr("%1: no permission needed.").arg(whatItIs(verdict))
            : Permission::tr("%1: you permitted it on %2.")
                  .arg(whatItIs(verdict), QLocale().toString(verdict.permitted, QLocale::ShortFormat));
    case Decision::NeedsConfirmation:
        return Permission::tr("%1. Many production servers have one: confirm that you may load this one.")
            .arg(whatItIs(verdict));
    case Decision::NeedsTypedWord:
        return Permission::tr("%1: to load it, its name has to be typed once.").arg(whatItIs(verdict));
    case Decision::Refused:
        break;
    }
    return Permission::tr("%1 is a public service that other people depend on. Throng does not load it.")
        .arg(verdict.host);
}

} // namespace throng::ui
