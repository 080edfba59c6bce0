// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/snapshot.h"
#include "engine/results/database.h"
#include "engine/results/spancover.h"

#include <map>

namespace throng::results {

/// What the numbers in a file stand for.
struct Names {
    std::map<int, metrics::EndpointKey> endpoints;
    std::map<int, metrics::ErrorDelta> errors; ///< without counts
    std::map<int, metrics::FigureKey> figures;
};

/// Adds up what a test's endpoints did in some of its spans, out of the file's sums.
class RangeSums {
public:
    /// Both must outlive this.
    RangeSums(Database &database, const Names &names, int test);

    /// In the order of time.
    [[nodiscard]] Result<> add(const SpanRow &row);

    [[nodiscard]] std::vector<metrics::EndpointDelta> takeEndpoints(); ///< sorted by key
    [[nodiscard]] std::vector<metrics::ErrorDelta> takeErrors(); ///< sorted
    [[nodiscard]] std::vector<metrics::FigureDelta> takeFigures(); ///< sorted by key
    [[nodiscard]] const metrics::DeliveryAccount &deliveries() const { return m_deliveries; }
    [[nodiscard]] const metrics::Histogram &lateness() const { return m_lateness; }

private:
    [[nodiscard]] Result<> addEndpoints(const SpanRow &row);
    [[nodiscard]] Result<> addErrors(const SpanRow &row);
    [[nodiscard]] Result<> addFigures(const SpanRow &row);
    [[nodiscard]] Result<> addDeliveries(const SpanRow &row);
    [[nodiscard]] Result<> addLateness(const SpanRow &row);

    Database &m_database;
    const Names &m_names;
    const int m_test;
    std::map<int, metrics::EndpointDelta> m_endpoints; ///< by number
    std::vector<metrics::ErrorDelta> m_errors;
    std::vector<metrics::FigureDelta> m_figures;
    metrics::DeliveryAccount m_deliveries;
    metrics::Histogram m_lateness;
};

/// A row of figure_sum whose columns times, unfinished and waiting are from number `column` of the query on.
[[nodiscard]] bool readFigureSum(const QSqlQuery &row, int column, metrics::FigureDelta &figure);
/// A row of delivery_sum whose counts are from number `column` on.
[[nodiscard]] metrics::DeliveryAccount readDeliverySum(const QSqlQuery &row, int column);
[[nodiscard]] QString deliverySumColumns();

/// One row of endpoint_sum from the column `ok` on, which is number `column` of the query. Its key is not touched.
[[nodiscard]] bool readEndpointSum(const QSqlQuery &row, int column, metrics::EndpointDelta &endpoint);
[[nodiscard]] QString endpointSumColumns(); ///< those that it reads, for a SELECT

} // namespace throng::results
