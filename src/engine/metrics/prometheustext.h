// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <QByteArrayView>

#include <functional>

namespace throng::metrics {

/// A line of Prometheus' text format. The views point into the text.
struct PrometheusSample {
    enum class Type : quint8 { Untyped, Counter, Gauge, Histogram, Summary };

    QByteArrayView name;
    QByteArrayView labels; ///< what stands between the braces, escapes and all; empty without labels
    Type type = Type::Untyped; ///< of its family, as the "# TYPE" line above it has it
    double value = 0; ///< may be infinite or no number
};

/// Reads the text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats) and what of OpenMetrics 1.0
/// differs from it: units, exemplars, the end mark. `take` gets each sample in turn, time stamps and exemplars left
/// out. An error names the line, `where` before it; samples above it have been taken then.
[[nodiscard]] Result<> readPrometheusText(
    QByteArrayView text, const QString &where, const std::function<void(const PrometheusSample &)> &take);

/// The value of label `name` in PrometheusSample::labels; empty when it is not there.
[[nodiscard]] QByteArrayView labelValue(QByteArrayView labels, QByteArrayView name);

} // namespace throng::metrics
