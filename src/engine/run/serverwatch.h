// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/http/origin.h"
#include "engine/metrics/serverscrape.h"
#include "engine/run/runplan.h"

#include <QObject>
#include <QThread>

#include <memory>

namespace throng::run {

/// What to look at while a run goes on. A value.
struct WatchPlan {
    QList<QUrl> metrics; ///< fetched each `interval`, directly
    http::TlsOptions tls; ///< of these
    project::Permissions permissions; ///< the hosts of these are judged like the target
    std::shared_ptr<const http::Origin> target; ///< on this machine: its processes are looked at, too; null: not
    Milliseconds interval { 5'000 };
    http::NameLookup nameLookup = http::systemNameLookup;
};

/// Looks at the server while it is under load, on a thread of its own: a large page of metrics holds up nobody.
/// What does not work is said once for each source, and tried again; it never stops a run.
class ServerWatch final : public QObject {
    Q_OBJECT

public:
    explicit ServerWatch(const WatchPlan &plan);
    /// Begins to look. What it says is said to those who listen by then: trouble is told once, and at once.
    void start();
    /// Ends what is under way and joins the thread; nothing is emitted from then on.
    ~ServerWatch() override;

Q_SIGNALS:
    void scraped(const throng::metrics::ServerScrape &scrape);
    void trouble(const QString &text);

private:
    class Watcher;

    QThread m_thread;
    Watcher *m_watcher; ///< deleted on the thread when it ends, or with this if it never began
};

} // namespace throng::run
