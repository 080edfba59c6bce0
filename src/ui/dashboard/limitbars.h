// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/totals.h"
#include "ui/dashboard/livefigures.h"

#include <QWidget>

namespace throng::ui {

class MessageBar;

/// Why a generator is not trusted, what explains most first: that the server shares the machine explains least.
[[nodiscard]] QStringList mostTellingFirst(QStringList reasons, const metrics::History &history);

/// What limits the test besides the server's strength, in bars that cannot be overlooked: the server refuses requests,
/// or this machine cannot keep up. Each says what happened, what it means for the figures, and what to do.
class LimitBars : public QWidget {
    Q_OBJECT
public:
    explicit LimitBars(QWidget *parent = nullptr);

    void judge(const LiveFigures::Now &now, const metrics::Totals &totals);
    void clear();
    /// The run is over: its verdict says whether this machine kept up.
    void clearGenerator();

Q_SIGNALS:
    void serverLimitsRequested(); ///< how to raise them

private:
    MessageBar *m_refused;
    MessageBar *m_generator;
};

} // namespace throng::ui
