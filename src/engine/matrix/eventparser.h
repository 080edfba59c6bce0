// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/matrix/event.h"
#include "engine/matrix/json.h"

namespace throng::matrix {

/// Reads one event as /sync and /messages give it. See SyncResponse for what is validated.
bool readEvent(JsonReader &reader, json::value value, Event &event);
/// Reads an array of them.
bool readEvents(JsonReader &reader, json::value value, std::vector<Event> &events);

} // namespace throng::matrix
