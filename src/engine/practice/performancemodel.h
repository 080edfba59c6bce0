// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/base/random.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>

namespace throng::practice {

/// How long one request keeps a worker busy.
struct ServiceTime {
    enum class Shape : quint8 { Fixed, Exponential, LogNormal, Quantiles };
    using Nanoseconds = std::chrono::nanoseconds;

    Shape shape = Shape::Fixed;
    Nanoseconds mean { 0 }; ///< Fixed, Exponential; the median of LogNormal
    double sigma = 0.5; ///< LogNormal: deviation of the logarithm
    struct Quantile {
        double share; ///< 0…1
        Nanoseconds time;
    };
    QList<Quantile> quantiles; ///< Quantiles: measured; linear between

    [[nodiscard]] Nanoseconds draw(Random &random) const;
    [[nodiscard]] bool isZero() const;
};

/// A server of `workers` that serve one queue: requests wait when all are busy, so that it saturates as a real
/// server does. No workers: every request is served at once, as fast as this machine can.
struct PerformanceModel {
    struct Rule {
        QString method; ///< empty: any
        QString endpoint; ///< as Fault::endpoint; the first rule that matches counts
        ServiceTime time;

        [[nodiscard]] bool matches(QByteArrayView askedMethod, QByteArrayView askedEndpoint) const;
    };

    int workers = 0;
    int maximumQueue = 0; ///< more waiting: 503; 0: no limit
    ServiceTime ordinary; ///< requests that no rule matches
    /// What each (event, receiver) pair of a woken sync costs: with many members this is what bends the knee.
    ServiceTime delivery;
    QList<Rule> rules;

    [[nodiscard]] bool isInstant() const { return workers == 0; }
    /// "small server", "fast server", "overloaded"; anything else is an error that lists them.
    static Result<PerformanceModel> preset(const QString &name);
    static QStringList presets();
    /// `{"workers": 4, "maximum_queue": 200, "ordinary": {"log_normal_ms": 3, "sigma": 0.4}, "delivery": {…}, "rules":
    /// [{"method": "PUT", "endpoint": "/_matrix/client/v3/rooms/_/send/*", "time": {"fixed_ms": 21}}, …]}`. What is
    /// wrong is an error that names file, JSON path and what is allowed.
    static Result<PerformanceModel> fromJson(const QByteArray &json, const QString &fileName);
    /// A preset, a distribution ("fixed:20ms", "exponential:20ms", "log-normal:20ms,0.5": the median and sigma; no
    /// queue), or the name of a JSON file.
    static Result<PerformanceModel> fromText(const QString &text);
};

} // namespace throng::practice
