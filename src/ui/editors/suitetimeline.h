// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/timeline.h"

#include <QWidget>

namespace throng::ui {

/// The tests of a suite one after the other: a block for each, as wide as it is long, with its users as they come. A
/// click chooses a test.
class SuiteTimeline : public QWidget {
    Q_OBJECT
public:
    explicit SuiteTimeline(QWidget *parent = nullptr);

    void setTests(const QList<run::TestOutlook> &tests);
    void setCurrent(int test); ///< its place in the suite

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(int test);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool event(QEvent *event) override; ///< a tool tip for each block

private:
    [[nodiscard]] QList<QRectF> blocks() const;
    [[nodiscard]] int blockAt(const QPointF &point) const;
    [[nodiscard]] static QString describe(const run::TestOutlook &test);

    QList<run::TestOutlook> m_tests;
    int m_current = -1;
};

/// "24 min"; empty where nobody can say.
[[nodiscard]] QString timelineSpan(const QList<run::TestOutlook> &tests);
/// "About 24 min, at most 75 requests/s and 700 polls/s".
[[nodiscard]] QString timelineHeadline(const QList<run::TestOutlook> &tests);

} // namespace throng::ui
