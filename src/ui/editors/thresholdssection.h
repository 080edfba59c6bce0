// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editors/testsection.h"

QT_FORWARD_DECLARE_CLASS(QPushButton)
QT_FORWARD_DECLARE_CLASS(QVBoxLayout)

namespace throng::ui {

class ThresholdRow;

/// What a test is to keep: response times, failures, rates.
class ThresholdsSection : public TestSection {
    Q_OBJECT
public:
    explicit ThresholdsSection(QWidget *parent = nullptr);

    void setTest(const project::Test &test, int accounts) override;
    void writeTo(project::Test &test) const override;
    [[nodiscard]] QString title() const override;

private:
    void add(const QString &rule);
    void remove(ThresholdRow *row);
    ThresholdRow *appendRow();

    QWidget *m_list;
    QVBoxLayout *m_layout;
    QWidget *m_heads;
    QPushButton *m_add;
    QList<ThresholdRow *> m_rows;
};

} // namespace throng::ui
