// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editors/testsection.h"

QT_FORWARD_DECLARE_CLASS(QCheckBox)
QT_FORWARD_DECLARE_CLASS(QComboBox)
QT_FORWARD_DECLARE_CLASS(QDoubleSpinBox)

namespace throng::ui {

class FieldMessage;
class ShapeEditor;

/// When things happen in a test: by the users' own pauses or at a rate, always the same or in a shape.
class TimetableSection : public TestSection {
    Q_OBJECT
public:
    explicit TimetableSection(QWidget *parent = nullptr);

    void setTest(const project::Test &test, int accounts) override;
    void writeTo(project::Test &test) const override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] ShapeEditor *shapeEditor() const { return m_shape; }

private:
    void rateTouched(const QString &field, const QString &label);
    void showState();

    project::Test m_value;
    int m_accounts = 0;
    bool m_quiet = false;
    QCheckBox *m_open;
    QDoubleSpinBox *m_rate;
    QComboBox *m_unit;
    QComboBox *m_process;
    FieldMessage *m_message;
    ShapeEditor *m_shape;
};

} // namespace throng::ui
