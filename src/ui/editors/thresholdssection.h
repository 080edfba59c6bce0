// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editors/testsection.h"

namespace throng::ui {

class FieldMessage;
class ThresholdList;

/// What a test is to keep: response times, failures, rates.
class ThresholdsSection : public TestSection {
    Q_OBJECT
public:
    explicit ThresholdsSection(QWidget *parent = nullptr);

    /// Those of the suite, which hold beside the test's own; counts from the next setTest() on.
    void setSuite(const QList<thresholds::Threshold> &thresholds) { m_ofSuite = thresholds; }
    void setTest(const project::Test &test, int accounts) override;
    void writeTo(project::Test &test) const override;
    [[nodiscard]] QString title() const override;

private:
    QList<thresholds::Threshold> m_ofSuite;
    ThresholdList *m_list;
    FieldMessage *m_others; ///< what the suite adds
};

} // namespace throng::ui
