// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/results/runreader.h"
#include "ui/charts/distributionseries.h"
#include "ui/support/background.h"

#include <QObject>

namespace throng::ui {

/// What is read of a kept run once.
struct RunOverview {
    results::RunHead head;
    std::vector<results::KeptTest> tests;
    QMap<QString, QString> facts;
    std::vector<results::TimeRange> extents; ///< of the tests; {0, 0}: it has no second
    std::vector<std::vector<metrics::HistoryPoint>> histories; ///< of the tests, every second
    std::vector<results::KeptMessage> messages;
    std::vector<results::KeptRule> rules;
    std::vector<results::KeptRoom> rooms; ///< the slowest
    std::vector<metrics::ServerScrape> scrapes;

    /// From the first second of the first test to the last of the last.
    [[nodiscard]] results::TimeRange extent() const;
};

/// An endpoint's response times, span by span.
struct EndpointTimes {
    metrics::EndpointKey key;
    std::vector<results::RunReader::HeatColumn> columns;
};

/// A kept run's file, read on a thread of its own: what it is asked for comes by signals, in the order of asking. What
/// was asked for before is called off when the same is asked for anew.
class RunSource : public QObject {
    Q_OBJECT
public:
    using Range = std::optional<results::TimeRange>; ///< unset: all of the run
    /// The sums of each test in a part of the run; handed over, because a long run's are large.
    using Part = std::shared_ptr<std::vector<metrics::Totals>>;

    explicit RunSource(const QString &path, QObject *parent = nullptr);
    ~RunSource() override;

    void open();
    /// Calls off, too, what was asked for with the range before by the two below, which take long.
    void readPart(const Range &range);
    void readDistribution(const Range &range); ///< how response times are spread
    void readEndpoints(const QList<metrics::EndpointKey> &endpoints, const Range &range);
    void readMessages(); ///< anew: somebody may have added remarks

Q_SIGNALS:
    void opened(const throng::ui::RunOverview &overview);
    void partRead(const throng::ui::RunSource::Part &tests);
    void distributionRead(const throng::ui::DistributionSeries &distribution);
    void endpointsRead(const std::vector<throng::ui::EndpointTimes> &endpoints);
    void messagesRead(const std::vector<throng::results::KeptMessage> &messages);
    void failed(const QString &why);

private:
    struct Asked;
    struct Shared; ///< with the thread

    template <typename Found, typename Work, typename Done>
    void ask(Asked &asked, Work work, Done done);

    QString m_path;
    std::shared_ptr<Shared> m_shared;
    Background m_background { QStringLiteral("kept run") };
};

} // namespace throng::ui
