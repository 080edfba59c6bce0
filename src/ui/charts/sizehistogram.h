// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/generate/roomsummary.h"

#include <QWidget>

namespace throng::ui {

/// Rooms by their number of members: a bar for each bin, its count above, its sizes below.
class SizeHistogram : public QWidget {
    Q_OBJECT
public:
    explicit SizeHistogram(QWidget *parent = nullptr);

    void setBins(const QList<generate::SizeBin> &bins);
    [[nodiscard]] const QList<generate::SizeBin> &bins() const { return m_bins; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override; ///< which sizes a bar stands for
    void paintEvent(QPaintEvent *event) override;

private:
    QList<generate::SizeBin> m_bins;
};

} // namespace throng::ui
