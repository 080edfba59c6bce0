// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/identifiers.h"

#include <QRegularExpression>

#include <array>

using namespace Qt::StringLiterals;

namespace throng::results {

namespace {

struct Replacement {
    QRegularExpression pattern;
    QString with;
};

const std::array<Replacement, 6> &replacements()
{
    static const std::array<Replacement, 6> all {
        // Credentials in a URL.
        Replacement { QRegularExpression(uR"(://[^/\s@"']+@)"_s), u"://"_s },
        // @user:server, !room:server, #alias:server, $event:server (specification, appendices 4.2)
        Replacement {
            QRegularExpression(uR"(([@!#$+])[^\s:"'<>(){}\[\],;]+:(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.\-]+)(?::\d+)?)"_s),
            u"\\1_"_s },
        // Events since room version 3 and rooms since 12 have no server's name.
        Replacement { QRegularExpression(uR"(([!$])[A-Za-z0-9_\-+/]{20,})"_s), u"\\1_"_s },
        Replacement { QRegularExpression(uR"(\b(?:[Bb]earer)\s+[A-Za-z0-9_\-.~+/=]+)"_s), u"Bearer _"_s },
        Replacement {
            QRegularExpression(
                uR"(\b(access_token|refresh_token|token|password|secret|mac)(["']?\s*[=:]\s*["']?)[^\s"'&,}]+)"_s),
            u"\\1\\2_"_s },
        // Tokens, whoever makes them: long runs with digits and letters, and Synapse's, which begin so.
        Replacement {
            QRegularExpression(
                uR"(\b(?:(?:syt|syr|mat|mct|mcr|mpt)_[A-Za-z0-9_\-]+|(?=[A-Za-z_\-]*\d)(?=[\d_\-]*[A-Za-z])[A-Za-z0-9_\-]{24,}))"_s),
            u"_"_s },
    };
    return all;
}

} // namespace

QString withoutIdentifiers(QString text)
{
    for (const auto &[pattern, with] : replacements())
        text.replace(pattern, with);
    return text;
}

QString withoutCredentials(QString text)
{
    const Replacement &credentials = replacements().front();
    return text.replace(credentials.pattern, credentials.with);
}

} // namespace throng::results
