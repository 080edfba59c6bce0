// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/thresholds/threshold.h"

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QComboBox)
QT_FORWARD_DECLARE_CLASS(QLineEdit)
QT_FORWARD_DECLARE_CLASS(QSpinBox)
QT_FORWARD_DECLARE_CLASS(QToolButton)

namespace throng::ui {

class FieldMessage;

/// One threshold: its rule as it is written, of a suite the test that it is for, when it begins to be judged, and when
/// it ends the run.
class ThresholdRow : public QWidget {
    Q_OBJECT
public:
    static constexpr int numberWidth = 130; ///< of the fields for seconds; their headings are as wide
    static constexpr int testWidth = 150; ///< likewise

    explicit ThresholdRow(QWidget *parent = nullptr);

    /// Of a suite: it is for all of these or for one; empty: there is nothing to choose.
    void offerTests(const QStringList &tests);
    /// A rule that is being written and is none yet is left as it stands, unless `threshold` is another than before.
    void setThreshold(const thresholds::Threshold &threshold);
    /// The last one that was right.
    [[nodiscard]] const thresholds::Threshold &threshold() const { return m_value; }
    [[nodiscard]] bool isRight() const; ///< what is written is a rule, and the test that it is for is there
    void beginEditing();

Q_SIGNALS:
    void edited(const QString &part); ///< "rule", "test", "settle" or "abort", by the user, and right
    void rightChanged(); ///< perhaps: what is written has changed
    void removeRequested();

private:
    void showTest();
    void showWrong();

    thresholds::Threshold m_value;
    QStringList m_tests;
    QLineEdit *m_rule;
    QComboBox *m_test;
    QSpinBox *m_settle;
    QSpinBox *m_abort;
    QToolButton *m_remove;
    FieldMessage *m_message;
};

} // namespace throng::ui
