// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/timechart.h"

#include "ui/charts/chartview.h"
#include "ui/support/appearance.h"
#include "ui/support/foldingrow.h"
#include "ui/support/widgets.h"

#include <QContextMenuEvent>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr qint64 shortestSpan = 60'000;

} // namespace

TimeChart::TimeChart(const QString &title, ChartView *view, QWidget *parent)
    : QWidget(parent)
    , m_title(new ElidedLabel({}, this))
    , m_view(view)
{
    m_view->setParent(this);
    m_title->setFont(scaled(font(), 1.0, true));
    m_title->setBuddy(m_view);
    auto *row = new FoldingRow(FoldingRow::Room::Wished, this);
    auto *aside = new QWidget(row);
    m_header = new QHBoxLayout(aside);
    m_header->setContentsMargins({});
    row->addPart(m_title, 1);
    row->addPart(aside);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 6, 6);
    layout->setSpacing(4);
    layout->addWidget(row);
    layout->addWidget(m_view, 1);

    setTitle(title);
    m_view->setToolTip(tr("Drag to zoom in, double-click to see all again"));
    connect(m_view, &ChartView::rangeChosen, this, [this](qint64 from, qint64 to) {
        zoomTo(from, to);
        Q_EMIT rangeChosen(from, to);
    });
    connect(m_view, &ChartView::resetRequested, this, [this] {
        setFollowing(true);
        Q_EMIT rangeChosen(0, 0);
    });
    connect(m_view, &ChartView::hovered, this, &TimeChart::readoutMoved);
    connect(m_view, &ChartView::hovered, this, &TimeChart::showReadout);
    connect(m_view, &ChartView::stepRequested, this, [this](int steps) {
        const qint64 base = m_readout > 0 ? m_readout : m_to;
        const qint64 time = std::clamp(base + steps * std::max<qint64>(1'000, (m_to - m_from) / 120), m_from, m_to);
        showReadout(time);
        Q_EMIT readoutMoved(time);
    });
}

QString TimeChart::title() const
{
    return m_title->text();
}

void TimeChart::setTitle(const QString &title)
{
    m_title->setText(title);
    m_view->setAccessibleName(tr("Chart: %1").arg(title));
}

void TimeChart::markDirty()
{
    if (m_dirty)
        return;
    m_dirty = true;
    Q_EMIT becameDirty();
}

void TimeChart::addMarker(qint64 unixMilliseconds, const QString &text)
{
    m_markers.append({ unixMilliseconds, text });
    markDirty();
}

void TimeChart::setRemarks(const QList<std::pair<qint64, QString>> &remarks)
{
    m_remarks = remarks;
    markDirty();
}

void TimeChart::clear()
{
    clearData();
    m_markers.clear();
    m_remarks.clear();
    m_readout = 0;
    m_following = true;
    m_dirty = true;
    draw();
}

void TimeChart::setSpan(std::chrono::milliseconds span)
{
    m_span = span;
    setFollowing(true);
    markDirty();
}

void TimeChart::setFollowing(bool following)
{
    if (m_following == following)
        return;
    m_following = following;
    markDirty();
    Q_EMIT followingChanged(following);
}

void TimeChart::zoomTo(qint64 from, qint64 to)
{
    m_from = from;
    m_to = to;
    markDirty();
    setFollowing(false);
}

void TimeChart::refresh()
{
    // Scrolled out of sight, or in a window that is minimised: it is drawn when it comes back, by paintEvent().
    if (m_dirty && isVisible() && !visibleRegion().isEmpty() && !window()->isMinimized())
        draw();
}

void TimeChart::draw()
{
    m_dirty = false;
    if (m_following) {
        m_to = lastTime();
        m_from = firstTime();
        if (m_span.count() > 0)
            m_from = std::max(m_from, m_to - m_span.count());
        m_to = std::max(m_to, m_from + shortestSpan);
    }
    m_view->setRange(m_from, m_to);
    QList<ChartView::Marker> markers;
    for (const auto &[time, text] : std::as_const(m_markers))
        markers.append({ time, text });
    for (const auto &[time, text] : std::as_const(m_remarks))
        markers.append({ time, text, true });
    m_view->setMarkers(markers);
    drawRange(m_from, m_to);
    updateReadout();
}

void TimeChart::showReadout(qint64 unixMilliseconds)
{
    m_readout = unixMilliseconds;
    updateReadout();
}

void TimeChart::updateReadout()
{
    ChartView::Readout shown;
    if (m_readout > 0) {
        const Readout found = readout(m_readout);
        if (found.time > 0) {
            shown.time = found.time;
            shown.lines.append(QDateTime::fromMSecsSinceEpoch(found.time).toString(u"HH:mm:ss"_s));
            shown.lines.append(found.lines);
        }
    }
    m_view->setReadout(shown);
}

QPixmap TimeChart::picture()
{
    if (m_dirty)
        draw();
    constexpr int scale = 2; // sharp on paper
    QPixmap pixmap(size() * scale);
    pixmap.setDevicePixelRatio(scale);
    pixmap.fill(colorsFor(palette()).card);
    render(&pixmap, {}, {}, QWidget::DrawChildren);
    return pixmap;
}

QSize TimeChart::minimumSizeHint() const
{
    return { 220, 110 };
}

void TimeChart::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_dirty)
        draw();
}

void TimeChart::paintEvent(QPaintEvent *event)
{
    QWidget::paintEvent(event);
    if (m_dirty)
        Q_EMIT becameDirty();
}

QMenu *TimeChart::makeMenu(qint64 moment)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("&Show All Again"), this, [this] {
        setFollowing(true);
        Q_EMIT rangeChosen(0, 0);
    });
    menu->addSeparator();
    if (m_isRemarkable) {
        menu->addAction(tr("Add &Remark at This Moment…"), this, [this, moment] { Q_EMIT remarkRequested(moment); })
            ->setObjectName(u"remarkHere"_s);
        menu->addSeparator();
    }
    menu->addAction(tr("Save &Picture…"), this, &TimeChart::savePictureRequested);
    menu->addAction(tr("Save &Data as CSV…"), this, &TimeChart::saveDataRequested);
    return menu;
}

void TimeChart::contextMenuEvent(QContextMenuEvent *event)
{
    // By the keyboard, too, the moment is where the read-out stands.
    qint64 moment = m_readout > 0 ? m_readout : (m_from + m_to) / 2;
    if (event->reason() == QContextMenuEvent::Mouse)
        moment = m_view->timeAt(m_view->mapFrom(this, event->pos()).x());
    makeMenu(moment)->popup(event->globalPos());
}

void TimeChart::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        markDirty(); // a picture among the lines has colours of its own
}

} // namespace throng::ui
