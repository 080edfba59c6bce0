// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <chrono>

QT_FORWARD_DECLARE_CLASS(QHBoxLayout)
QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QMenu)

namespace throng::ui {

class ChartView;

/// A chart over time with a title, a read-out under the pointer, zoom and export. What it draws is its subclass's.
///
/// New data is cheap and draws nothing; refresh() draws once, however much came, and only what can be seen. See
/// ChartClock.
class TimeChart : public QWidget {
    Q_OBJECT
public:
    [[nodiscard]] QString title() const;
    void setTitle(const QString &title);

    /// A labelled vertical line: a test begins.
    void addMarker(qint64 unixMilliseconds, const QString &text);
    /// What a person wrote beside the run, in the order of time.
    void setRemarks(const QList<std::pair<qint64, QString>> &remarks);
    [[nodiscard]] const QList<std::pair<qint64, QString>> &remarks() const { return m_remarks; }
    /// Whether its menu offers to add one.
    void setRemarkable(bool remarkable) { m_isRemarkable = remarkable; }
    void clear();

    /// How much of the newest time is shown while following; zero shows everything.
    void setSpan(std::chrono::milliseconds span);
    [[nodiscard]] bool isFollowing() const { return m_following; }
    void setFollowing(bool following);
    void zoomTo(qint64 from, qint64 to); ///< stops following
    [[nodiscard]] std::pair<qint64, qint64> visibleRange() const { return { m_from, m_to }; }

    /// Draws what has come since the last time, if the chart can be seen.
    void refresh();
    [[nodiscard]] bool isDirty() const { return m_dirty; }

    void showReadout(qint64 unixMilliseconds); ///< 0 hides it

    [[nodiscard]] QPixmap picture();
    [[nodiscard]] virtual QByteArray csv() const = 0; ///< the whole recording, as far as it is still kept

    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void becameDirty();
    void followingChanged(bool following);
    void rangeChosen(qint64 from, qint64 to); ///< by the rubber band; both 0 after a double click
    void readoutMoved(qint64 unixMilliseconds); ///< 0: the pointer left
    void remarkRequested(qint64 unixMilliseconds); ///< at this moment of the chart
    void savePictureRequested();
    void saveDataRequested();

protected:
    TimeChart(const QString &title, ChartView *view, QWidget *parent);

    [[nodiscard]] virtual qint64 firstTime() const = 0; ///< unix ms; 0: nothing yet
    [[nodiscard]] virtual qint64 lastTime() const = 0;
    virtual void clearData() = 0;
    virtual void drawRange(qint64 from, qint64 to) = 0;
    struct Readout {
        qint64 time = 0; ///< of the slot; 0: none
        QStringList lines;
    };
    [[nodiscard]] virtual Readout readout(qint64 unixMilliseconds) const = 0;

    void markDirty();
    [[nodiscard]] ChartView *view() const { return m_view; }
    [[nodiscard]] QHBoxLayout *header() const { return m_header; } ///< right of the title, or below it

    void showEvent(QShowEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void draw();
    void updateReadout();
    [[nodiscard]] QMenu *makeMenu(qint64 moment);

    QLabel *m_title;
    ChartView *m_view;
    QHBoxLayout *m_header = nullptr;
    QList<std::pair<qint64, QString>> m_markers;
    QList<std::pair<qint64, QString>> m_remarks;
    bool m_isRemarkable = false;
    std::chrono::milliseconds m_span { std::chrono::minutes(10) };
    qint64 m_from = 0;
    qint64 m_to = 0;
    qint64 m_readout = 0;
    bool m_following = true;
    bool m_dirty = true;
};

} // namespace throng::ui
