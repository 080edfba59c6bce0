// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/serverscrape.h"

namespace throng::ui {

/// What a person calls a figure of the server. Synapse's and node_exporter's own keep their names.
[[nodiscard]] QString serverFigureName(const QByteArray &name);
/// "52 %", "31 MB", "12 ms", "4.2/s"
[[nodiscard]] QString serverFigureText(metrics::ServerUnit unit, double value);

} // namespace throng::ui
