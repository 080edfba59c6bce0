// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGraphicsScene>
#include <QList>
#include <QPen>
#include <QPointF>
#include <QRectF>

QT_FORWARD_DECLARE_CLASS(QChart)
QT_FORWARD_DECLARE_CLASS(QLineSeries)
QT_FORWARD_DECLARE_CLASS(QValueAxis)

namespace throng::ui {

/// Lines drawn by Qt Charts, which nothing else in the window knows. They are painted when they are asked for and not
/// kept on the screen as items: Qt's own view would draw them anew for each move of the pointer.
class ChartLines {
public:
    ChartLines();

    void setCount(int lines);
    /// Unix ms and value.
    void setPoints(int line, const QList<QPointF> &points);
    [[nodiscard]] QList<QPointF> points(int line) const;
    [[nodiscard]] int pointCount(int line) const;
    [[nodiscard]] bool isEmpty() const; ///< no line has a point

    /// `area` shows the times `from` to `to` (Unix ms) and the values 0 to `top`. A pen a line.
    void paint(QPainter *painter, const QRectF &area, qint64 from, qint64 to, double top, const QList<QPen> &pens);

private:
    QGraphicsScene m_scene;
    QChart *m_chart; ///< the scene's
    QValueAxis *m_timeAxis;
    QValueAxis *m_valueAxis;
    QList<QLineSeries *> m_lines; ///< the chart's
};

} // namespace throng::ui
