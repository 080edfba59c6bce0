// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMetaType>
#include <QString>

#include <vector>

namespace throng::metrics {

/// How a figure of the server is to be read.
enum class ServerUnit : quint8 {
    Number, ///< a level, as the server gave it
    PerSecond, ///< how fast a counter grew since the scrape before
    Seconds,
    SecondsPerSecond, ///< time spent, of all threads together: 1.5 is one and a half cores, or as many open
                      ///< transactions
    Bytes,
    Share, ///< 0..1
};

/// One thing that a server said of itself.
struct ServerFigure {
    /// Of the suggested ones a name for people ("CPU", "reactor lag"); else the metric's name, and NAME "(mean)" for
    /// the mean of what a histogram or summary got since the scrape before. The series of a metric, which differ by
    /// their labels, are added up.
    QByteArray name;
    ServerUnit unit = ServerUnit::Number;
    double value = 0; ///< finite
    bool suggested = false; ///< shown without being asked for

    friend bool operator==(const ServerFigure &, const ServerFigure &) = default;
};

/// What one source said at one time: a metrics URL, or the processes of the server on this machine. A value.
struct ServerScrape {
    QString source; ///< "127.0.0.1:9109", "python3 (process 4711)": the same all through a run
    qint64 unixMilliseconds = 0;
    std::vector<ServerFigure> figures; ///< the suggested ones first; rates from the second scrape on

    [[nodiscard]] const ServerFigure *figure(QByteArrayView name) const; ///< null when it is not there
};

} // namespace throng::metrics

Q_DECLARE_METATYPE(throng::metrics::ServerScrape)
