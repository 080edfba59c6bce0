// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/results/prometheusmetrics.h"

#include <QHash>
#include <QObject>
#include <QTcpServer>
#include <QUrl>

#include <memory>

class QTcpSocket;

namespace throng::run {
class LoadRun;
}

namespace throng::results {

/// Serves the figures of a running test to Prometheus, or whoever reads its text format: GET /metrics.
///
/// A small HTTP/1.1 server on the thread that made it, which needs an event loop: one answer a connection, at most 16
/// connections at a time, each for at most ten seconds. It says what is measured and nothing else, and has no access
/// control: it listens on loopback unless another address was asked for.
class PrometheusExport : public QObject {
    Q_OBJECT

public:
    /// `address` is ":9646", "9646", "127.0.0.1:9646" or "[::1]:9646"; port 0 takes a free one. Errors: an address that
    /// is none, or that cannot be listened on, as when something else does.
    [[nodiscard]] static Result<std::unique_ptr<PrometheusExport>> listen(const QString &address);

    [[nodiscard]] QUrl url() const; ///< of the metrics
    /// Tells of this run from now on, beside those that were.
    void follow(const run::LoadRun &run);
    [[nodiscard]] QByteArray text() const { return m_metrics.text(); }

private:
    PrometheusExport();
    void accept();
    void read(QTcpSocket *socket);
    void answer(QTcpSocket *socket, const QByteArray &status, const QByteArray &body, bool withBody = true);

    QTcpServer m_server;
    PrometheusMetrics m_metrics;
    QHash<QTcpSocket *, QByteArray> m_requests; ///< what was read of each so far
};

} // namespace throng::results
