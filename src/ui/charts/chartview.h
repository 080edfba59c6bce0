// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chartlines.h"
#include "ui/charts/chartseries.h"

#include <QImage>
#include <QPixmap>
#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QRubberBand)

namespace throng::ui {

/// The drawing of a TimeChart: Qt Charts draws the lines; axes, grid, markers and read-out are painted here, because
/// Qt's labels move the plot each time a number gets wider and know no units and no clock times. What is drawn is kept
/// as a picture: a read-out that follows the pointer goes over it.
class ChartView : public QWidget {
    Q_OBJECT
public:
    struct Marker {
        qint64 time;
        QString text;
        bool isRemark = false; ///< a person's: drawn in another colour, a line lower
    };
    struct Readout {
        qint64 time = 0; ///< 0: none
        QStringList lines;
    };

    struct Tick {
        double value;
        QString text;
    };

    /// `valueText` is for fitValues() alone.
    explicit ChartView(ValueText valueText, QWidget *parent = nullptr);

    void setSeries(const QList<ChartSeries> &series);
    void setLimits(const QList<ChartLimit> &limits);

    void setRange(qint64 from, qint64 to);
    void setPoints(int series, const QList<QPointF> &points);
    [[nodiscard]] int pointCount(int series) const;
    [[nodiscard]] QColor lineColor(int series) const; ///< of the palette that it is seen in
    /// Chooses the y axis for the points just set: it grows at once, and shrinks only when half of it is empty.
    void fitValues();
    /// A y axis that is chosen from outside: from 0 to `top`.
    void setValueAxis(double top, const QList<Tick> &ticks);
    /// Numbers below the plot in place of the time.
    void setHorizontalTicks(const QList<Tick> &ticks);
    /// A picture behind the lines, drawn over the whole plot without smoothing.
    void setBackdrop(const QImage &image);
    void setMarkers(const QList<Marker> &markers);
    void setReadout(const Readout &readout);
    [[nodiscard]] qint64 timeAt(double x) const;

Q_SIGNALS:
    void rangeChosen(qint64 from, qint64 to);
    void resetRequested();
    void hovered(qint64 time); ///< 0: left
    void stepRequested(int steps); ///< the read-out is moved by the keyboard

protected:
    void paintEvent(QPaintEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void redraw(); ///< what is seen, the read-out aside, has changed
    [[nodiscard]] QFont labelFont() const;
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] double xOf(double time) const;
    [[nodiscard]] double yOf(double value) const;
    [[nodiscard]] qint64 timeStep() const;
    [[nodiscard]] bool isEmpty() const; ///< there is nothing to draw yet
    [[nodiscard]] QList<Tick> horizontalTicks() const;
    void drawAxes(QPainter *painter) const;
    void drawAreas(QPainter *painter) const; ///< below the lines that are filled
    void drawLines(QPainter *painter);
    void drawMarkers(QPainter *painter) const;
    void drawLimits(QPainter *painter) const;
    void drawReadout(QPainter *painter) const;

    QList<ChartSeries> m_styles;
    ValueText m_valueText;
    ChartLines m_lines;
    QList<Marker> m_markers;
    Readout m_readout;
    QRubberBand *m_band;
    QPoint m_bandOrigin;
    bool m_dragging = false;
    QList<ChartLimit> m_limits;
    QList<Tick> m_ticks;
    QList<Tick> m_horizontalTicks; ///< empty: clock times
    QImage m_backdrop;
    QPixmap m_picture; ///< all but the read-out, as it was painted last; null: it has changed
    mutable QRectF m_plot; ///< as plot() has worked it out
    mutable QSize m_plotIn; ///< for a widget of this size
    double m_top = 1;
    qint64 m_from = 0;
    qint64 m_to = 60'000;
};

} // namespace throng::ui
