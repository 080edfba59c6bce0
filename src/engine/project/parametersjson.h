// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/jsonreader.h"
#include "engine/users/parameters.h"

namespace throng::project {

/// The parameters of the behaviours as JSON objects, under the names of users::visitChat() and its siblings. Only
/// what differs from the default is written; a key that says the default all the same is left where it stands in
/// `before`, as are keys that are not known here.
///
/// Numbers are numbers, times named _ms whole milliseconds, an exponential distribution its mean, a log-normal one
/// {"mu", "sigma"}, a normal one {"mean", "deviation"}, and one of several numbers their list.
[[nodiscard]] users::ChatParameters readChatParameters(JsonReader reader);
[[nodiscard]] users::SetupParameters readSetupParameters(JsonReader reader);
[[nodiscard]] users::HistoryParameters readHistoryParameters(JsonReader reader);
[[nodiscard]] QJsonObject chatParametersToJson(const users::ChatParameters &parameters, const QJsonObject &before);
[[nodiscard]] QJsonObject setupParametersToJson(const users::SetupParameters &parameters, const QJsonObject &before);
[[nodiscard]] QJsonObject historyParametersToJson(
    const users::HistoryParameters &parameters, const QJsonObject &before);

/// A list of {"name", "share", "chat"}.
[[nodiscard]] QList<users::Population> readPopulations(JsonReader &reader, const QString &key);
/// Each as it stands in `before` under its name, but for what has changed.
[[nodiscard]] QJsonArray populationsToJson(const QList<users::Population> &populations, const QJsonArray &before);

} // namespace throng::project
