// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/thresholds/threshold.h"

#include <QList>
#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QHBoxLayout)
QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QPushButton)
QT_FORWARD_DECLARE_CLASS(QVBoxLayout)

namespace throng::ui {

class ThresholdRow;

/// Thresholds one below the other, each in a row of fields; some to begin with are offered.
class ThresholdList : public QWidget {
    Q_OBJECT
public:
    explicit ThresholdList(QWidget *parent = nullptr);

    /// Of a suite: each may be for all of these tests or for one of them.
    void offerTests(const QStringList &tests);

    /// Says nothing to edited().
    void setThresholds(const QList<thresholds::Threshold> &thresholds);
    /// Of a row that is no rule, the last one that was.
    [[nodiscard]] QList<thresholds::Threshold> thresholds() const;
    [[nodiscard]] qsizetype count() const { return m_rows.size(); }
    [[nodiscard]] bool areRight() const; ///< no row has something wrong in it

Q_SIGNALS:
    /// By the user, and right. `field` tells fields apart: edits of one that follow each other are one step.
    void edited(const QString &field, const QString &label);
    void rightChanged(); ///< perhaps

private:
    void add(const QString &rule);
    void remove(ThresholdRow *row);
    ThresholdRow *appendRow();

    QStringList m_tests; ///< empty: they are all of one test
    QWidget *m_list;
    QVBoxLayout *m_layout;
    QWidget *m_heads;
    QLabel *m_testHead;
    QPushButton *m_add;
    QList<ThresholdRow *> m_rows;
};

} // namespace throng::ui
