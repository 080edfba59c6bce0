// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/jsonreader.h"
#include "engine/project/loadshape.h"

namespace throng::project {

/// The key "load_shape" of a test; nothing where it is missing. What is wrong the reader keeps.
[[nodiscard]] std::optional<LoadShape> readLoadShape(JsonReader &test, const QString &key);
/// Only what the phases' kinds have. Keys of `before` that mean nothing here are kept.
[[nodiscard]] QJsonObject loadShapeToJson(const LoadShape &shape, const QJsonObject &before);

} // namespace throng::project
