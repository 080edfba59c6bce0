// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/serverreport.h"

#include <algorithm>

namespace throng::matrix {

using namespace Qt::StringLiterals;

bool ServerReport::hasPasswordLogin() const
{
    return loginTypes.contains(u"m.login.password"_s);
}

bool ServerReport::canRegister() const
{
    return hasSharedSecret || registration == RegistrationState::Open || registration == RegistrationState::NeedsToken;
}

bool ServerReport::hasProblem() const
{
    return std::any_of(findings.begin(), findings.end(),
        [](const Finding &finding) { return finding.severity == Finding::Severity::Problem; });
}

} // namespace throng::matrix
