// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/hook.h"
#include "engine/project/jsonreader.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>

namespace throng::project {

/// The commands of a test as matrix-locust has them: KEY is a list or one text, KEY_args is paired with it. What
/// Throng adds is in KEY_options, paired too: objects with "time_limit_s" and "on_failure".
[[nodiscard]] QList<Hook> readPairedHooks(JsonReader &reader, const QString &key);
/// Writes all that `hooks` needs of the three keys into `json`, and takes away what it does not.
void writePairedHooks(QJsonObject &json, const QString &key, const QList<Hook> &hooks);

/// The commands of a suite, Throng's: objects with "command", "arguments", "time_limit_s" and "on_failure".
[[nodiscard]] QList<Hook> readHooks(JsonReader &reader, const QString &key);
[[nodiscard]] QJsonArray hooksToJson(const QList<Hook> &hooks);

/// The same with an "event" each: "threshold_broken" or "server_gone".
[[nodiscard]] QList<EventHook> readEventHooks(JsonReader &reader, const QString &key);
[[nodiscard]] QJsonArray eventHooksToJson(const QList<EventHook> &hooks);

} // namespace throng::project
