// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/uia.h"

#include "engine/base/words.h"
#include "engine/matrix/content.h"

#include <algorithm>
#include <iterator>

namespace throng::matrix {

using namespace Qt::StringLiterals;

namespace {

constexpr QStringView dummyStage = u"m.login.dummy";
constexpr QStringView termsStage = u"m.login.terms";
constexpr QStringView tokenStage = u"m.login.registration_token";

} // namespace

QString nextStage(const UiaChallenge &challenge, bool token)
{
    const auto canDo = [token](const QString &stage) {
        return stage == dummyStage || stage == termsStage || (stage == tokenStage && token);
    };
    QString next;
    qsizetype shortest = longestUiaFlow + 1;
    for (const QStringList &stages : challenge.flows) {
        QStringList left;
        std::copy_if(stages.begin(), stages.end(), std::back_inserter(left),
            [&](const QString &stage) { return !challenge.completed.contains(stage); });
        if (!left.isEmpty() && left.size() < shortest && std::all_of(left.begin(), left.end(), canDo)) {
            shortest = left.size();
            next = left.first();
        }
    }
    return next;
}

QByteArray uiaAuth(const QString &stage, const QByteArray &session, const QByteArray &token)
{
    QByteArray auth = "{"_ba;
    appendField(auth, "type", stage);
    if (!session.isEmpty())
        appendField(auth, "session", session);
    if (stage == tokenStage)
        appendField(auth, "token", token);
    return auth.append('}');
}

bool wantsToken(const UiaChallenge &challenge)
{
    return std::any_of(challenge.flows.begin(), challenge.flows.end(),
        [](const QStringList &stages) { return stages.contains(tokenStage); });
}

QString flowsText(const std::vector<QStringList> &flows)
{
    QStringList texts;
    for (const QStringList &stages : flows)
        texts.append(stages.isEmpty() ? Words::tr("nothing") : stages.join(u" + "_s));
    return texts.isEmpty() ? Words::tr("nothing") : texts.join(Words::tr(", or "));
}

} // namespace throng::matrix
