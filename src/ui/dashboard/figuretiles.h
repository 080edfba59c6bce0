// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/metrics/totals.h"
#include "ui/dashboard/livefigures.h"

#include <QWidget>

namespace throng::ui {

class Tile;

/// The row of figures above the charts.
class FigureTiles : public QWidget {
    Q_OBJECT
public:
    explicit FigureTiles(QWidget *parent = nullptr);

    void show(const LiveFigures::Now &now, const metrics::Totals &totals);
    void clear();

private:
    void showDeliveries(const LiveFigures::Now &now, const metrics::DeliveryAccount &account);

    Tile *m_users;
    Tile *m_requests;
    Tile *m_failures;
    Tile *m_responseTime;
    Tile *m_delivery;
    Tile *m_deliveries;
    Tile *m_actions;
    Tile *m_generator;
};

} // namespace throng::ui
